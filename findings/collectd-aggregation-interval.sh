#!/usr/bin/env bash
# collectd 5.12.0 (as in Debian 12): the aggregation plugin over sources of different intervals.
#
# Expected: the sum over three hosts whose gauge is 10 is 30, however often each of them tells it.
# Seen:     the plugin adds up all values that came since it last looked, each as if it were of another host. A host that
#           tells twice in the plugin's interval counts twice, one that tells every other time counts every other time: the sum
#           jumps between 30 and 40, and never says that it is not of all hosts. "num" is the number of values, not of hosts;
#           the average is weighted by how often each tells.
# So:       no CalculateSum, CalculateNum or averages over plugins or hosts of other intervals than the aggregation's
#           own. As a KPI such a sum has a step of a host's whole load when anybody changes an Interval. Sum where the
#           values are stored.
#
# Output seen (every 0.5, 1 and 2 seconds a 10 each; aggregated every second; counted over 12 seconds, without the ends):
#   sums: 30 40
#   nums: 3 4
#
# Needs Debian 12 with python3, and its package lists (apt-get update); nothing is installed into the system.
set -euo pipefail
package=collectd-core=5.12.0-14
folder=$(mktemp -d)
started=
trap '[ -z "$started" ] || kill "$started" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT
cd "$folder"

if ! (apt-get -qq download "$package" 2>/dev/null && dpkg-deb -x collectd-core_*.deb .); then
  echo "no $package here"
  exit 2
fi
cat >collectd.conf <<CONF
Hostname "here"
Interval 1
BaseDir "$folder"
PIDFile "$folder/pid"
PluginDir "$folder/usr/lib/collectd"
TypesDB "$folder/usr/share/collectd/types.db"
LoadPlugin unixsock
<Plugin unixsock>
  SocketFile "$folder/socket"
  SocketGroup "$(id -gn)"
</Plugin>
LoadPlugin aggregation
<Plugin aggregation>
  <Aggregation>
    Plugin "app"
    Type "gauge"
    GroupBy "TypeInstance"
    SetHost "all"
    CalculateSum true
    CalculateNum true
  </Aggregation>
</Plugin>
LoadPlugin csv
<Plugin csv>
  DataDir "$folder/csv"
  StoreRates true
</Plugin>
CONF
usr/sbin/collectd -f -C collectd.conf >collectd.log 2>&1 &
started=$!
until [ -S socket ]; do sleep .1; done
python3 - <<'PYTHON'
import socket, time

told = socket.socket(socket.AF_UNIX)
told.connect("socket")
begin = time.time() + 0.25  # not at the same time as the aggregation
for tick in range(24):
    time.sleep(max(0, begin + tick / 2 - time.time()))
    for host, every in (("a", 1), ("b", 2), ("c", 4)):
        if tick % every == 0:
            told.sendall(f"PUTVAL {host}/app/gauge-load interval={every / 2} N:10\n".encode())
            told.recv(1000)
PYTHON
kill "$started"
wait "$started" || true
started=
distinct() { # of what was written, but for the first two rows and the last one
  sed '1,3d;$d' csv/all/aggregation-app-"$1"/gauge-load-* | sed 's/.*,//; s/\..*//' | sort -nu | tr '\n' ' ' | sed 's/ $//'
}
came="sums: $(distinct sum)
nums: $(distinct num)"
echo "$came"
expected='sums: 30 40
nums: 3 4'
if [ "$came" != "$expected" ]; then
  printf 'changed: expected:\n%s\n' "$expected"
  exit 1
fi
