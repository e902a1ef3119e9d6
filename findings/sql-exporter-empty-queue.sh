#!/usr/bin/env bash
# SQL exporter of justwatch, 0.4.5 (as in Debian 12): a KPI whose query has no answer any more.
#
# Expected: where a query returns no row (the age of the oldest job, of no jobs) or NULL (the greatest age of none), the
#           series ends, as it does for a label that no row has any more; or the exporter's own metrics say that the
#           query failed.
# Seen:     the series of the last answer that had rows stay, with a fresh time at each scrape, for as long as no row
#           comes: the last job that waited waits for ever. Of a query without rows not even
#           sql_exporter_last_scrape_failed tells; of NULL it does. A label that is gone ends only while others are left.
# So:       a KPI that MILD learns from so never falls to nothing; what it shows in quiet hours is the end of the last
#           busy one. Write queries that always have a row with a number: SELECT coalesce(max(age), 0) ...
#
# Output seen:
#   two jobs: oldest 7, greatest 7, waiting 1, failed 1; failed queries: none
#   one job: oldest 7, greatest 7, waiting 1, failed -; failed queries: none
#   no job: oldest 7, greatest 7, waiting 1, failed -; failed queries: greatest
#   no job, coalesce: 0
#
# Needs Debian 12 with curl, postgresql-15 and package lists (apt-get update); the exporter is not installed into the
# system. Starts a PostgreSQL of its own, as nobody where it is run as root.
set -euo pipefail
package=prometheus-sql-exporter=0.4.5-1+b5
bin=/usr/lib/postgresql/15/bin
folder=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"

if ! (apt-get -qq download "$package" 2>/dev/null && dpkg-deb -x prometheus-sql-exporter_*.deb .); then
  echo "no $package here"
  exit 2
fi
if [ ! -x "$bin/initdb" ]; then
  echo "no PostgreSQL 15 here"
  exit 2
fi
free() { # a port
  for port in $(shuf -i 20000-30000 -n 20); do
    if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}
unprivileged=()
if [ "$(id -u)" = 0 ]; then unprivileged=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
chmod 755 .
mkdir base
if [ "$(id -u)" = 0 ]; then chown 65534:65534 base; fi
"${unprivileged[@]}" "$bin/initdb" -D base/data -A trust -U kpi >/dev/null
db=$(free)
"${unprivileged[@]}" "$bin/postgres" -D base/data -p "$db" -c listen_addresses=127.0.0.1 \
  -c unix_socket_directories="$folder/base" 2>postgres.log &
started+=($!)
until "$bin/pg_isready" -q -h 127.0.0.1 -p "$db"; do sleep .2; done
sql() { "$bin/psql" -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$db" -U kpi postgres -c "$1"; }
sql "CREATE TABLE jobs (state text, age float8)"
sql "INSERT INTO jobs VALUES ('waiting', 7), ('failed', 3)"

cat >config.yml <<END
jobs:
  - name: shop
    interval: 1s
    connections: ['postgres://kpi@127.0.0.1:$db/postgres?sslmode=disable']
    queries:
      - {name: oldest, help: h, values: [age], query: "SELECT age FROM jobs ORDER BY age DESC LIMIT 1"}
      - {name: greatest, help: h, values: [age], query: "SELECT max(age) AS age FROM jobs"}
      - {name: safe, help: h, values: [age], query: "SELECT coalesce(max(age), 0) AS age FROM jobs"}
      - {name: jobs, help: h, labels: [state], values: [n],
         query: "SELECT state, count(*)::float8 AS n FROM jobs GROUP BY state"}
END
port=$(free)
usr/bin/prometheus-sql-exporter -config.file config.yml -web.listen-address "127.0.0.1:$port" >exporter.log 2>&1 &
started+=($!)
scrape() { curl -sf "http://127.0.0.1:$port/metrics" >answer; }
until scrape && grep -q '^sql_jobs{' answer; do sleep .3; done

value() { awk -v of="$1" '$0 ~ of {value = $2} END {print value == "" ? "-" : value}' answer; }
tell() {
  sleep 4 # queries run each second
  scrape
  failed=$(sed -n 's/^sql_exporter_last_scrape_failed{.*query="\([^"]*\)".*} 1$/\1/p' answer | paste -sd' ')
  echo "$1: oldest $(value '^sql_oldest{'), greatest $(value '^sql_greatest{')," \
    "waiting $(value '^sql_jobs{.*state="waiting"'), failed $(value '^sql_jobs{.*state="failed"');" \
    "failed queries: ${failed:-none}"
}
came=$(tell 'two jobs')
sql "DELETE FROM jobs WHERE state = 'failed'"
came="$came
$(tell 'one job')"
sql "DELETE FROM jobs"
came="$came
$(tell 'no job')
no job, coalesce: $(scrape && value '^sql_safe{')"
echo "$came"
expected='two jobs: oldest 7, greatest 7, waiting 1, failed 1; failed queries: none
one job: oldest 7, greatest 7, waiting 1, failed -; failed queries: none
no job: oldest 7, greatest 7, waiting 1, failed -; failed queries: greatest
no job, coalesce: 0'
if [ "$came" != "$expected" ]; then
  echo "it is otherwise now; expected was:"
  echo "$expected"
  exit 1
fi
