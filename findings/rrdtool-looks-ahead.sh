#!/usr/bin/env bash
# RRDtool 1.7.2 (as in Debian 12): a history of a KPI, fetched minute by minute as it was recorded.
#
# Expected: a row holds what had been measured by its time. Where samples stopped for some minutes, within the heartbeat,
#           it holds the last value before, or none.
# Seen:     a sample counts for all the time since the one before it. A gap is filled with the value that ended it, so
#           rows show a value up to a heartbeat (here ten minutes) before anybody measured it; and with samples in the
#           middle of a minute a row holds a part of the next one, and goes up before the KPI did.
# So:       a model that learns from such a history sees failures before they can be seen, and warns less early live
#           than it promised. Record with a heartbeat of one step and samples on the minute, or take the rows around
#           gaps out.
#
# Output seen (10 until minute 10, nothing, 100 from minute 19 on; then 10 and from 5 min 50 s on 100, each at second 50):
#   gap: 9=10 10=10 11=100 12=100 17=100 18=100 19=100 20=100
#   at second 50: 3=10 4=10 5=25 6=100
#
# Needs Debian 12 with rrdtool.
set -euo pipefail
version=1.7.2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

if [[ "$(rrdtool --version 2>/dev/null)" != "RRDtool $version "* ]]; then
  echo "no RRDtool $version here"
  exit 2
fi
begin=1767225600 # a full minute
minute() { echo $((begin + 60 * $1)); }
database() { # name, heartbeat
  rrdtool create "$1" --start $((begin - 60)) --step 60 "DS:queue:GAUGE:$2:U:U" RRA:AVERAGE:0.5:1:100
}
rows() { # name, of minutes
  rrdtool fetch "$1" AVERAGE -s "$begin" -e "$(minute 20)" | tr -d : |
    awk -v begin="$begin" -v minutes=" $2 " \
      '$1 ~ /^[0-9]+$/ {m = ($1 - begin) / 60; if (minutes ~ " " m " ") row = row " " m "=" $2 + 0} END {print row}'
}

database gap 600
for i in 0 1 2 3 4 5 6 7 8 9 10; do rrdtool update gap "$(minute "$i"):10"; done
for i in 19 20; do rrdtool update gap "$(minute "$i"):100"; done
database late 120
for i in 0 1 2 3 4; do rrdtool update late "$(($(minute "$i") + 50)):10"; done
for i in 5 6 7; do rrdtool update late "$(($(minute "$i") + 50)):100"; done

came="gap:$(rows gap '9 10 11 12 17 18 19 20')
at second 50:$(rows late '3 4 5 6')"
echo "$came"
expected='gap: 9=10 10=10 11=100 12=100 17=100 18=100 19=100 20=100
at second 50: 3=10 4=10 5=25 6=100'
if [ "$came" != "$expected" ]; then
  echo "it is otherwise now; expected was:"
  echo "$expected"
  exit 1
fi
