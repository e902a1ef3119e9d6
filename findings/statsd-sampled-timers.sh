#!/usr/bin/env bash
# StatsD 0.9.0 (npm): a timer that is sent with a sample rate.
#
# Expected: a rate of 0.1 makes a line count ten times, in all that is told of the timer: sum / count is its mean, a bin
#           of its histogram divided by count is a share, and answers sent at different rates weigh what they stand for.
# Seen:     count and count_ps alone are scaled. The sum, the mean, the percentiles, count_90 and the bins of the
#           histogram are of the lines that came. So sum / count is too small by the rate, the share of fast answers is a
#           tenth of what it was, and where one service sends the frequent fast answers at 0.1 and the rare slow ones all,
#           the mean is three times too high. When nothing comes, count is 0 and all the others are not sent.
# So:       no KPI that divides a timer's sum, or a bin, by its count, and no mean over lines of several rates. Send
#           timers of one name at one rate; divide the bins by their own sum; count requests with a counter.
#
# Output seen (of 200 answers: 180 of 10 ms sent at 0.1, 20 of 100 ms sent all; their mean is 19 ms, .9 took at most 50):
#   count 200, sum 2180, sum / count 10.9, mean 57.4, median 100, at most 50 ms: 18, more: 20
#   counter 200
#   then: count 0, no mean
#
# Needs Node.js with npm (seen on Node.js 20).
set -euo pipefail
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT
cd "$folder"

npm install --silent --no-audit --no-fund --omit=optional --ignore-scripts statsd@0.9.0 >/dev/null
cat >send.js <<'JAVASCRIPT'
const dgram = require("dgram");
const lines = [];
for (let i = 0; i < 18; i++) lines.push("answer:10|ms|@0.1", "answers:1|c|@0.1");
for (let i = 0; i < 20; i++) lines.push("answer:100|ms", "answers:1|c");
const socket = dgram.createSocket("udp4");
socket.send(lines.join("\n"), Number(process.argv[2]), "127.0.0.1", () => socket.close());
JAVASCRIPT
cat >backend.js <<'JAVASCRIPT'
exports.init = (_, __, events) => {
  events.on("flush", (_, metrics) => console.log(JSON.stringify(metrics)));
  return true;
};
JAVASCRIPT
cat >tell.js <<'JAVASCRIPT'
const lines = require("fs").readFileSync("log", "utf8").split("\n");
const flushes = lines.filter(line => line.startsWith("{")).map(line => JSON.parse(line));
const first = flushes.findIndex(f => f.timer_data.answer);
const timer = flushes[first].timer_data.answer;
const later = flushes[first + 1].timer_data.answer;
console.log(`count ${timer.count}, sum ${timer.sum}, sum / count ${timer.sum / timer.count}, ` +
  `mean ${timer.mean.toFixed(1)}, median ${timer.median}, ` +
  `at most 50 ms: ${timer.histogram.bin_50}, more: ${timer.histogram.bin_inf}`);
console.log(`counter ${flushes[first].counters.answers}`);
console.log(`then: count ${later.count}, ${later.mean === undefined ? "no mean" : "mean " + later.mean}`);
JAVASCRIPT
free() { # a free port of this kind
  node -e '
    const socket = require("dgram").createSocket("udp4");
    socket.bind(0, "127.0.0.1", () => { console.log(socket.address().port); socket.close(); })'
}
port=$(free)
cat >config.js <<END_OF_CONFIG
{
  address: "127.0.0.1", port: $port, mgmt_address: "127.0.0.1", mgmt_port: $(free), flushInterval: 2000,
  backends: ["$folder/backend.js"], histogram: [{metric: "answer", bins: [50, "inf"]}]
}
END_OF_CONFIG
node node_modules/statsd/stats.js config.js >log 2>errors &
started+=($!)
await() { # how many lines of the log have this
  for _ in $(seq 150); do
    if [ "$(grep -c "$2" log)" -ge "$1" ]; then return; fi
    sleep .1
  done
  echo "StatsD did not say $2"
  exit 2
}
await 1 'server is up'
node send.js "$port"
await 2 '"timer_data":{"answer":'
came=$(node tell.js)
echo "$came"
expected='count 200, sum 2180, sum / count 10.9, mean 57.4, median 100, at most 50 ms: 18, more: 20
counter 200
then: count 0, no mean'
if [ "$came" != "$expected" ]; then
  printf 'changed: expected:\n%s\n' "$expected"
  exit 1
fi
