#!/usr/bin/env bash
# Blackbox exporter 0.23.0 (as in Debian 12): probe_http_duration_seconds of a service that does not answer.
#
# Expected: the phase that a probe hung in ("processing", the time to the first byte) is as long as it waited, or there
#           is no sample of it, as of a time that nobody measured.
# Seen:     it is 0, and so are all phases that the probe did not come to an end of. The slower the service, the larger
#           the value, until it exceeds the timeout: then it is the best that it ever was. Of a closed port all but the
#           name's lookup is 0, and even probe_duration_seconds is that of a very fast service.
# So:       a goal such as "time to the first byte at most 0.2 s" on a phase is met while the service hangs, and a level
#           learned from such a KPI is too low. Say probe_success in the goal, too, or use probe_duration_seconds with
#           it: (probe_duration_seconds and probe_success == 1) is missing when nothing was measured.
#
# Output seen (answers after 0, 1 and 6 seconds with a timeout of 3, and a closed port; rounded to tenths):
#   at once: success 1, processing 0.0, all phases 0.0, duration 0.0
#   slow: success 1, processing 1.0, all phases 1.0, duration 1.0
#   hangs: success 0, processing 0.0, all phases 0.0, duration 3.0
#   closed: success 0, processing 0.0, all phases 0.0, duration 0.0
#   processing of the one that hangs is exactly 0: yes
#
# Needs Debian 12 with curl and python3, and its package lists (apt-get update); nothing is installed into the system.
set -euo pipefail
package=prometheus-blackbox-exporter=0.23.0-4+b4
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"

if ! (apt-get -qq download "$package" 2>/dev/null && dpkg-deb -x prometheus-blackbox-exporter_*.deb .); then
  echo "no $package here"
  exit 2
fi

cat >service.py <<'END'
import http.server, sys, time

WAITS = {"/at-once": 0, "/slow": 1, "/hangs": 6}

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
END
python3 service.py service.port &
started+=($!)
until [ -s service.port ]; do sleep .1; done
free() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
echo 'modules: {http: {prober: http, timeout: 3s, http: {preferred_ip_protocol: ip4}}}' >config.yml
port=$(free)
usr/bin/prometheus-blackbox-exporter --config.file=config.yml --web.listen-address="127.0.0.1:$port" 2>exporter.log &
started+=($!)
until curl -sf "http://127.0.0.1:$port/-/healthy" >/dev/null; do sleep .2; done

probe() { # name, target
  curl -sf "http://127.0.0.1:$port/probe?module=http&target=http://127.0.0.1:$2" >"$1"
  awk -v name="$1" '
    /^probe_success / {success = $2}
    /^probe_duration_seconds / {duration = $2}
    /^probe_http_duration_seconds/ {all += $2}
    /phase="processing"/ {processing = $2}
    END {printf "%s: success %d, processing %.1f, all phases %.1f, duration %.1f\n",
         name, success, processing, all, duration}' "$1"
}
served=$(cat service.port)
zero=no
came="$(probe 'at once' "$served/at-once")
$(probe slow "$served/slow")
$(probe hangs "$served/hangs")
$(probe closed "$(free)/")"
if grep -q '^probe_http_duration_seconds{phase="processing"} 0$' hangs; then zero=yes; fi
came="$came
processing of the one that hangs is exactly 0: $zero"
echo "$came"
expected='at once: success 1, processing 0.0, all phases 0.0, duration 0.0
slow: success 1, processing 1.0, all phases 1.0, duration 1.0
hangs: success 0, processing 0.0, all phases 0.0, duration 3.0
closed: success 0, processing 0.0, all phases 0.0, duration 0.0
processing of the one that hangs is exactly 0: yes'
if [ "$came" != "$expected" ]; then
  echo "it is otherwise now; expected was:"
  echo "$expected"
  exit 1
fi
