#!/usr/bin/env bash
# Prometheus 2.42.0 (as in Debian 12): an alert with a `for` of less than ten minutes, over a restart.
#
# Expected: an alert that fires goes on firing when Prometheus was restarted, since when is kept in ALERTS_FOR_STATE and
#           restored from there.
# Seen:     what is restored are alerts whose `for` is at least --rules.alert.for-grace-period, ten minutes unless said.
#           All others begin anew: pending, for the whole of their `for`, and then firing, since a later time.
# So:       with the usual `for: 5m`, one outage in which Prometheus was restarted is two in the past of the alerts, more than
#           five minutes apart. An Alertmanager is told that an alert is good for four minutes, so a page resolves and comes
#           again. Who reads failures from ALERTS bridges what is pending, too, or Prometheus gets
#           --rules.alert.for-grace-period=1m.
#
# Output seen (for: 5s, one sample a second, a restart while the alert fires):
#   by default: pending firing - pending firing, 2 begins
#   --rules.alert.for-grace-period=1s: pending firing - firing, 1 begins
#
# Needs Debian 12 with curl and python3, and its package lists (apt-get update); nothing is installed into the system.
set -euo pipefail
package=prometheus=2.42.0+ds-5+deb12u1
folder=$(mktemp -d)
started=
trap '[ -z "$started" ] || kill "$started" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT
cd "$folder"

if ! (apt-get -qq download "$package" 2>/dev/null && dpkg-deb -x prometheus_*.deb .); then
  echo "no $package here"
  exit 2
fi
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >prometheus.yml <<'YAML'
global: {evaluation_interval: 1s}
rule_files: [rules.yml]
YAML
cat >rules.yml <<'YAML'
groups: [{name: all, rules: [{alert: Broken, expr: vector(1), for: 5s}]}]
YAML

start() { # data, further options
  usr/bin/prometheus --config.file=prometheus.yml --storage.tsdb.path="$1" --web.listen-address="127.0.0.1:$port" \
    "${@:2}" 2>>prometheus.log &
  started=$!
  until curl -sf "http://127.0.0.1:$port/-/ready" >/dev/null; do sleep .2; done
}
fires() {
  until curl -sf "http://127.0.0.1:$port/api/v1/alerts" | grep -q '"state":"firing"'; do sleep .5; done
  sleep 3
}
ended() {
  kill "$started"
  wait "$started" || true
  started=
}
over_restart() { # name, further options
  start "$1" "${@:2}"
  fires
  ended
  sleep 4
  start "$1" "${@:2}"
  fires
  for metric in ALERTS ALERTS_FOR_STATE; do
    curl -sf "http://127.0.0.1:$port/api/v1/query" --data-urlencode "query=$metric[5m]" >"$metric"
  done
  ended
  python3 - <<'PYTHON'
import itertools, json

def series(name):
    return json.load(open(name))["data"]["result"]

samples = sorted(
    (float(time), one["metric"]["alertstate"]) for one in series("ALERTS") for time, _ in one["values"]
)
begins = {value for one in series("ALERTS_FOR_STATE") for _, value in one["values"]}
told = []
for (before, _), (time, state) in zip([(samples[0][0], "")] + samples, samples):
    told += ["-", state] if time - before > 3.5 else [state]
print(*[state for state, _ in itertools.groupby(told)], end="")
print(f", {len(begins)} begins")
PYTHON
}

came="by default: $(over_restart default)
--rules.alert.for-grace-period=1s: $(over_restart grace --rules.alert.for-grace-period=1s)"
echo "$came"
expected='by default: pending firing - pending firing, 2 begins
--rules.alert.for-grace-period=1s: pending firing - firing, 1 begins'
if [ "$came" != "$expected" ]; then
  printf 'changed: expected:\n%s\n' "$expected"
  exit 1
fi
