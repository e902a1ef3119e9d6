#!/usr/bin/env bash
# Alertmanager 0.25.0 (as in Debian 12): an alert that was told, is silenced, and resolves while it is.
#
# Expected: a silence holds messages back while it lasts; that the alert is over is told at the latest when the silence
#           ends, as to anybody who was told that it began.
# Seen:     that it resolved is told neither in the silence nor ever after. The alert is gone from Alertmanager, and the
#           receiver (a pager, a ticket) was told a beginning that has no end. Beside it an alert that was not silenced
#           is told to be over within the group's interval.
# So:       who mutes an incident of MILD's at Alertmanager closes the page by hand. A mute of MILD's own does not hold
#           the end back.
#
# Output seen:
#   free firing
#   silenced firing
#   free resolved
#   alerts left: 0, state of the silence: expired
#
# Needs Debian 12 with curl and python3, and its package lists (apt-get update); nothing is installed into the system.
# Takes half a minute.
set -euo pipefail
package=prometheus-alertmanager=0.25.0-1+b4
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"

if ! (apt-get -qq download "$package" 2>/dev/null && dpkg-deb -x prometheus-alertmanager_*.deb .); then
  echo "no $package here"
  exit 2
fi

cat >receiver.py <<'END'
import http.server, json, sys

class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        for alert in told["alerts"]:
            print(alert["labels"]["alertname"], alert["status"], flush=True)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
with open(sys.argv[1], "w") as port:
    print(server.server_port, file=port, flush=True)
server.serve_forever()
END
python3 receiver.py receiver.port >told &
started+=($!)
until [ -s receiver.port ]; do sleep .1; done
cat >config.yml <<END
route: {receiver: hook, group_by: [alertname], group_wait: 1s, group_interval: 2s, repeat_interval: 1h}
receivers: [{name: hook, webhook_configs: [{url: 'http://127.0.0.1:$(cat receiver.port)/', send_resolved: true}]}]
END
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
usr/bin/prometheus-alertmanager --config.file=config.yml --storage.path=data \
  --web.listen-address="127.0.0.1:$port" --cluster.listen-address= 2>alertmanager.log &
started+=($!)
api="http://127.0.0.1:$port/api/v2"
until curl -sf "$api/status" >/dev/null; do sleep .2; done

at() { date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ; }
post() { curl -sf -H 'Content-Type: application/json' "$api/$1" -d "$2" >/dev/null; }
alerts() { # that end so
  for name in free silenced; do
    post alerts "[{\"labels\": {\"alertname\": \"$name\"}, \"startsAt\": \"$began\", \"endsAt\": \"$(at "$1")\"}]"
  done
}
began=$(at '-5 sec')
alerts '+10 min'
sleep 4
post silences "{\"matchers\": [{\"name\": \"alertname\", \"value\": \"silenced\", \"isRegex\": false, \"isEqual\": true}],
  \"startsAt\": \"$(at now)\", \"endsAt\": \"$(at '+9 sec')\", \"createdBy\": \"operator\", \"comment\": \"repairs it\"}"
sleep 2
alerts '-1 sec'
sleep 18 # nine intervals of the group, half of them after the silence

left=$(curl -sf "$api/alerts" | python3 -c 'import json, sys; print(len(json.load(sys.stdin)))')
state=$(curl -sf "$api/silences" | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["status"]["state"])')
came="$(sort -k2,2 -k1,1 told)
alerts left: $left, state of the silence: $state"
echo "$came"
expected='free firing
silenced firing
free resolved
alerts left: 0, state of the silence: expired'
if [ "$came" != "$expected" ]; then
  echo "it is otherwise now; expected was:"
  echo "$expected"
  exit 1
fi
