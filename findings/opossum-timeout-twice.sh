#!/usr/bin/env bash
# opossum 10.0.0 (npm): the latencies that a circuit breaker tells of the calls it guards.
#
# Expected: each call is in latencyMean and in the percentiles once, with the time it took; one that timed out with its
#           timeout.
# Seen:     one that timed out is in them twice (it is counted as a timeout and as a failure). Of six fast calls and five
#           that timed out the median is a timeout, the mean lies where ten of sixteen would put it, and a 95th percentile
#           moves at half the share of timeouts that it should. Calls that fail otherwise are counted once, those that an
#           open circuit refuses not at all, and where no call came all of them are 0.
# So:       no KPI on these latencies where calls time out: they grow when an outage begins, more than it is worth, and
#           are 0 once the circuit was open for a window. Time the calls outside, and don't add failures and timeouts: the
#           former hold the latter.
#
# Output seen (six calls of 20 ms, five that would take 700 and are stopped at 400, then five that fail after 20):
#   11 calls, 5 failures, 5 timeouts, 16 latencies, median a timeout
#   16 calls, 10 failures, 5 timeouts, 21 latencies
#   refused: 3 calls, 0 latencies, mean 0, 95th 0
#
# Needs Node.js with npm (seen on Node.js 20).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm install --silent --no-audit --no-fund --ignore-scripts opossum@10.0.0 >/dev/null
cat >calls.js <<'JAVASCRIPT'
const CircuitBreaker = require("opossum");
const after = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

async function service(milliseconds, fails) {
  await after(milliseconds);
  if (fails) throw new Error("refused");
}

const options = { timeout: 400, volumeThreshold: 1000, rollingCountTimeout: 600000, rollingCountBuckets: 1 };
const times = (number, of) => Promise.allSettled(Array.from({ length: number }, of));

(async () => {
  const breaker = new CircuitBreaker(service, options);
  await times(6, () => breaker.fire(20, false));
  await times(5, () => breaker.fire(700, false));
  let stats = breaker.stats;
  const counts = () =>
    `${stats.fires} calls, ${stats.failures} failures, ${stats.timeouts} timeouts, ${stats.latencyTimes.length} latencies`;
  console.log(`${counts()}, median ${stats.percentiles["0.5"] >= 390 ? "a timeout" : "a fast one"}`);
  await times(5, () => breaker.fire(20, true));
  stats = breaker.stats;
  console.log(counts());
  breaker.shutdown();

  const open = new CircuitBreaker(service, options);
  open.open();
  await times(3, () => open.fire(20, false));
  stats = open.stats;
  console.log(`refused: ${stats.fires} calls, ${stats.latencyTimes.length} latencies, ` +
    `mean ${stats.latencyMean}, 95th ${stats.percentiles["0.95"]}`);
  open.shutdown();
})();
JAVASCRIPT
came=$(node calls.js)
echo "$came"
expected='11 calls, 5 failures, 5 timeouts, 16 latencies, median a timeout
16 calls, 10 failures, 5 timeouts, 21 latencies
refused: 3 calls, 0 latencies, mean 0, 95th 0'
if [ "$came" != "$expected" ]; then
  printf 'changed: expected:\n%s\n' "$expected"
  exit 1
fi
