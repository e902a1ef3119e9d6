#!/usr/bin/env bash
# Node exporter 1.5.0 (as in Debian 12): KPIs of two jobs by the textfile collector, one metric with a label a job.
#
# Expected: both series, whatever is written in comments; or, if the files don't fit together, an error in the collector's
#           own metrics.
# Seen:     if one file says # HELP and the other does not, or both say it in other words, the series of the file whose
#           name comes later is left out of the answer. All that watches the collector says that all is well: the
#           answer is 200, node_textfile_scrape_error 0, the collector's success 1, and the file's time fresh. Only the
#           exporter's log tells.
# So:       who brings KPIs to MILD so writes HELP and TYPE of one metric the same in all files; a KPI that is missing
#           from the first row on may be there in a file.
#
# Output seen:
#   same help: answer 200, queue of a and b, error 0, success 1, times 2
#   no help in b: answer 200, queue of a, error 0, success 1, times 2
#   help in other words: answer 200, queue of a, error 0, success 1, times 2
#
# Needs Debian 12 with curl and python3, and its package lists (apt-get update); nothing is installed into the system.
set -euo pipefail
package=prometheus-node-exporter=1.5.0-1+b6
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"

if ! (apt-get -qq download "$package" 2>/dev/null && dpkg-deb -x prometheus-node-exporter_*.deb .); then
  echo "no $package here"
  exit 2
fi
mkdir files
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
usr/bin/prometheus-node-exporter --collector.disable-defaults --collector.textfile \
  --collector.textfile.directory=files --web.listen-address="127.0.0.1:$port" 2>exporter.log &
started+=($!)
until curl -sf "http://127.0.0.1:$port/" >/dev/null; do sleep .2; done

file() { # job, help
  { if [ -n "$2" ]; then echo "# HELP job_queue $2"; fi
    echo '# TYPE job_queue gauge'
    echo "job_queue{job_name=\"$1\"} 1"; } >"files/$1.prom"
}
scrape() {
  code=$(curl -s -o answer -w '%{http_code}' "http://127.0.0.1:$port/metrics")
  jobs=$(sed -n 's/^job_queue{job_name="\(.*\)"}.*/\1/p' answer | paste -sd' ' | sed 's/ / and /')
  echo "$1: answer $code, queue of $jobs, error $(awk '/^node_textfile_scrape_error/ {print $2}' answer)," \
    "success $(awk '/^node_scrape_collector_success/ {print $2}' answer)," \
    "times $(grep -c '^node_textfile_mtime_seconds' answer)"
}
file a 'How many wait.'
file b 'How many wait.'
came=$(scrape 'same help')
file b ''
came="$came
$(scrape 'no help in b')"
file b 'Waiting.'
came="$came
$(scrape 'help in other words')"
echo "$came"
expected='same help: answer 200, queue of a and b, error 0, success 1, times 2
no help in b: answer 200, queue of a, error 0, success 1, times 2
help in other words: answer 200, queue of a, error 0, success 1, times 2'
if [ "$came" != "$expected" ]; then
  echo "it is otherwise now; expected was:"
  echo "$expected"
  exit 1
fi
