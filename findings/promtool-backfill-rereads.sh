#!/usr/bin/env bash
# promtool 2.42.0 (as in Debian 12): create-blocks-from openmetrics, by which a recording gets into a Prometheus.
#
# Expected: the file is read once, and samples go to blocks of two hours as they come; twice the days, twice the time.
# Seen:     the whole file is read and parsed again for each two hours of it, so the time grows with the square of the
#           days: ten days take more than ten times the processor time of the same file as one block. (Thirty days of
#           40 KPIs took minutes instead of seconds.) The way out, --max-block-duration, is not in --help.
# So:       who brings a recording into a Prometheus, for a test or a trial of MILD, says --max-block-duration=744h.
#
# Output seen (times differ from machine to machine):
#   120 blocks of two hours: 57600 samples
#   1 block with --max-block-duration=744h: 57600 samples
#   --help tells of it: no
#   processor time, blocks of two hours against one block: more than 8 times
#
# Needs Debian 12 and its package lists (apt-get update); nothing is installed into the system.
set -euo pipefail
package=prometheus=2.42.0+ds-5+deb12u1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if ! (cd "$folder" && apt-get -qq download "$package" 2>/dev/null && dpkg-deb -x prometheus_*.deb .); then
  echo "no $package here"
  exit 2
fi
promtool="$folder/usr/bin/promtool"

awk 'BEGIN {
  print "# TYPE load gauge"
  for (s = 0; s < 4; s++) for (i = 0; i < 14400; i++)
    printf "load{system=\"%d\"} %d %d\n", s, (7 * i + s) % 100, 1767225600 + 60 * i
  print "# EOF"
}' >"$folder/recording"

TIMEFORMAT=%U
backfill() { # the processor time in hundredths of a second, at least 1
  { time "$promtool" tsdb create-blocks-from openmetrics ${2:+"$2"} "$folder/recording" "$folder/$1" >/dev/null; } 2>&1 |
    tail -1 | awk '{t = int(100 * $1 + .5); print t < 1 ? 1 : t}'
}
samples() { grep -ho '"numSamples": *[0-9]*' "$folder/$1"/*/meta.json | awk '{sum += $2} END {print sum}'; }
blocks() { find "$folder/$1" -mindepth 1 -maxdepth 1 -type d | wc -l; }

many=$(backfill many)
one=$(backfill one --max-block-duration=744h)
told=no
if "$promtool" tsdb create-blocks-from openmetrics --help 2>&1 | grep -q max-block-duration; then told=yes; fi
times="at most 8 times"
if [ "$many" -gt $((8 * one)) ]; then times="more than 8 times"; fi
came="$(blocks many) blocks of two hours: $(samples many) samples
$(blocks one) block with --max-block-duration=744h: $(samples one) samples
--help tells of it: $told
processor time, blocks of two hours against one block: $times"
echo "$came"
asked='120 blocks of two hours: 57600 samples
1 block with --max-block-duration=744h: 57600 samples
--help tells of it: no
processor time, blocks of two hours against one block: more than 8 times'
if [ "$came" != "$asked" ]; then
  printf 'changed: expected:\n%s\n' "$asked"
  exit 1
fi
