#!/usr/bin/env bash
# Performance Co-Pilot 6.0.3 (as in Debian 12): pmlogreduce, to keep an old archive of KPIs in coarser rows.
#
# Expected: as its manual page says, a gauge becomes "the arithmetic mean of the observations" of each interval.
# Seen:     it becomes the one value that was there at the interval's end; all others are dropped. So an hour in which a
#           queue stood at 100 in nine of ten minutes is kept as 10 throughout, and one in which it stood at 100 for a
#           minute in ten as 100. Nothing is printed about it. What is a counter is kept as it should be.
# So:       a model that learns from a reduced history, or compares a KPI before and after, learns where its peaks fell
#           beside the clock: what runs every ten minutes (a job, a backup, a scrape) is either never there or always.
#           Build rows of means from the full archive, and record as a counter what should survive.
#
# Output seen (sixty minutes, reduced to rows of ten; the means of each ten minutes are 91, of the others 19):
#   mostly 100: 10 10 10 10 10 10
#   mostly 10: 100 100 100 100 100 100
#   a counter, 60 a minute: 600 1200 1800 2400 3000 3600
#
# Needs Debian 12 (its perl).
set -euo pipefail
version=6.0.3-1.1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

for package in pcp pcp-conf libpcp3 libpcp-archive1 libpcp-import1 libpcp-import-perl; do
  apt-get download -q "$package=$version" >/dev/null 2>&1
  dpkg -x "${package}"_*.deb root
done
export PCP_DIR=$folder/root LD_LIBRARY_PATH=$folder/root/usr/lib
PERL5LIB=$(dirname "$(dirname "$(find root -name LogImport.pm)")")
export PERL5LIB=$folder/$PERL5LIB

cat >record.pl <<'PERL'
use strict;
use PCP::LogImport;

pmiStart("recorded", 0);
pmiSetHostname("example");
pmiSetTimezone("UTC");
my $none = pmiUnits(0, 0, 0, 0, 0, 0);
my $count = pmiUnits(0, 0, 1, 0, 0, PM_COUNT_ONE);
pmiAddMetric("queue.high", PM_ID_NULL, PM_TYPE_DOUBLE, PM_INDOM_NULL, PM_SEM_INSTANT, $none);
pmiAddMetric("queue.low", PM_ID_NULL, PM_TYPE_DOUBLE, PM_INDOM_NULL, PM_SEM_INSTANT, $none);
pmiAddMetric("requests", PM_ID_NULL, PM_TYPE_U64, PM_INDOM_NULL, PM_SEM_COUNTER, $count);
for my $minute (0 .. 60) {
  my $tenth = $minute % 10 == 0;
  pmiPutValue("queue.high", "", $tenth ? 10 : 100);
  pmiPutValue("queue.low", "", $tenth ? 100 : 10);
  pmiPutValue("requests", "", 60 * $minute);
  pmiWrite(1767225600 + 60 * $minute, 0);
}
pmiEnd();
PERL
/usr/bin/perl record.pl
root/usr/lib/pcp/bin/pmlogreduce -t 10min recorded reduced
rows() { # archive, metric
  root/usr/bin/pmdumplog -z "$1" "$2" | sed -n "s/.*($2): value //p" | tail -n +2 | paste -sd ' '
}
if [ "$(rows recorded queue.high | wc -w)" != 60 ]; then
  echo "recorded $(rows recorded queue.high)"
  exit 2
fi
came="mostly 100: $(rows reduced queue.high)
mostly 10: $(rows reduced queue.low)
a counter, 60 a minute: $(rows reduced requests)"
echo "$came"
expected='mostly 100: 10 10 10 10 10 10
mostly 10: 100 100 100 100 100 100
a counter, 60 a minute: 600 1200 1800 2400 3000 3600'
if [ "$came" != "$expected" ]; then
  printf 'changed: expected:\n%s\n' "$expected"
  exit 1
fi
