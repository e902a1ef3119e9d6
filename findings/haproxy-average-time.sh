#!/usr/bin/env bash
# HAProxy 2.6.12 (as in Debian 12): the average times of its own Prometheus exporter.
#
# Expected: haproxy_backend_response_time_average_seconds is the mean of the latest 1024 "successful connections", as its
#           help says, or of as many as there were; a request that was answered 504, on a connection that stood, counts
#           for as long as it waited.
# Seen:     until there were 512, it is their sum divided by 512 all the same: after five requests of half a second 0.005.
#           From then on each request moves it by 1/512 of the difference, so it takes 355 to get half-way to what the time
#           became. Requests that time out don't count at all, neither in the averages nor in the largest (which is of all
#           time): while a backend hangs, its average stays what it was when all was well.
# So:       no goal and no KPI on these averages where there are fewer than some hundreds of requests a minute, and never
#           without the share of 5xx beside it. Measure times in the service, or by a probe.
#
# Output seen (averages of 0.005, largest 0.5):
#   5 answers after 0.5 s: averages below 0.02, largest above 0.5
#   5 times 504 after 2 s: nothing changed
#
# Needs Debian 12 with haproxy, curl and python3.
set -euo pipefail
version=2.6.12
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT
cd "$folder"
PATH=$PATH:/usr/sbin

if [[ "$(haproxy -v 2>/dev/null)" != "HAProxy version $version-"* ]]; then
  echo "no HAProxy $version here"
  exit 2
fi

cat >service.py <<'PYTHON'
import http.server, sys, time

WAITS = {"/slow": 0.5, "/hangs": 5}

class Service(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(WAITS[self.path])
        try:
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")
        except OSError:
            pass

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
with open(sys.argv[1], "w") as port:
    print(server.server_port, file=port, flush=True)
server.serve_forever()
PYTHON
python3 service.py service.port 2>service.log &
started+=($!)
until [ -s service.port ]; do sleep .1; done
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >haproxy.cfg <<END_OF_CONFIG
defaults
  mode http
  timeout connect 1s
  timeout client 10s
  timeout server 2s
frontend front
  bind 127.0.0.1:$port
  http-request use-service prometheus-exporter if { path /metrics }
  default_backend back
backend back
  server service 127.0.0.1:$(cat service.port)
END_OF_CONFIG
haproxy -f haproxy.cfg -db 2>haproxy.log &
started+=($!)
until curl -sf "http://127.0.0.1:$port/metrics" >metrics; do sleep .2; done

ask() { # path, status
  local codes=
  for _ in 1 2 3 4 5; do codes+="$(curl -s -o answer -w '%{http_code}' "http://127.0.0.1:$port$1") "; done
  if [ "$codes" != "$2 $2 $2 $2 $2 " ]; then
    echo "answered $codes"
    exit 2
  fi
}
times() { # response and total on average, and the largest total
  curl -sf "http://127.0.0.1:$port/metrics?scope=backend" | awk '
    /^haproxy_backend_response_time_average_seconds/ {response = $2}
    /^haproxy_backend_total_time_average_seconds/ {total = $2}
    /^haproxy_backend_max_total_time_seconds/ {largest = $2}
    END {print response, total, largest}'
}
ask /slow 200
slow=$(times)
ask /hangs 504
hangs=$(times)
if ! awk '{exit !(0 < $1 && $1 < 0.02 && 0 < $2 && $2 < 0.02 && 0.5 <= $3)}' <<<"$slow" || [ "$slow" != "$hangs" ]; then
  echo "changed: after five of 0.5 s $slow, after five that timed out $hangs"
  exit 1
fi
echo "5 answers after 0.5 s: averages below 0.02, largest above 0.5"
echo "5 times 504 after 2 s: nothing changed"
