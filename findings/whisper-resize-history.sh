#!/usr/bin/env bash
# Whisper 1.1.4 (Graphite's files, as in Debian 12): whisper-resize, to keep less of a KPI in full.
#
# Expected: minutes that no longer fit are put together as the file says (xFilesFactor, and average, sum or max), as they
#           are while the KPI is recorded.
# Seen:     each coarse row that is older than the new fine archive holds the last minute in it, whatever the file says;
#           newer ones are put together as it says. So a KPI that is summed falls to a tenth before one moment of its
#           history, a maximum loses its peaks, and a mean becomes a sample. Nothing is printed about it. (The option
#           --aggregate is for that, and with Debian's Python 3.11 ends with an error.)
# So:       a model that learns from such a history sees another distribution in all but its last days. Take rows from the
#           time after the resize alone, or resize by reading the old file and updating a new one, oldest first.
#
# Output seen (minutes 0, 1, …, 9 again and again, kept by the minute for two hours now, else by ten minutes):
#   average: 9 9 9 of old rows, 4.5 4.5 4.5 of new ones
#   sum: 9 9 9 of old rows, 45 45 45 of new ones
#   min: 9 9 9 of old rows, 0 0 0 of new ones
#
# Needs Debian 12 (its python3).
set -euo pipefail
version=1.1.4-2.2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get download -q "python3-whisper=$version" >/dev/null 2>&1
dpkg -x python3-whisper_*.deb whisper
export PYTHONPATH=$folder/whisper/usr/lib/python3/dist-packages

cat >resize.py <<'PYTHON'
import subprocess, time, whisper

now = int(time.time())
start = now // 3600 * 3600 - 6 * 3600
minutes = [(start + 60 * i, i % 10) for i in range(6 * 60)]
resize = ["/usr/bin/python3", "whisper/usr/bin/whisper-resize"]

for method in ("average", "sum", "min"):
    name = method + ".wsp"
    whisper.create(name, [(60, 1440)], xFilesFactor=0.5, aggregationMethod=method)
    whisper.update_many(name, list(minutes))
    subprocess.run([*resize, name, "60s:2h", "600s:2d", "--nobackup"], check=True, stdout=subprocess.DEVNULL)
    assert whisper.info(name)["aggregationMethod"] == method
    # asked from before the fine archive, so that rows of ten minutes come
    (_, _, step), values = whisper.fetch(name, start - 1, start + 6 * 3600 - 1, now=now)
    assert step == 600
    rows = ["%g" % value for value in values if value is not None]
    print("%s: %s of old rows, %s of new ones" % (method, " ".join(rows[6:9]), " ".join(rows[-4:-1])))
PYTHON
came=$(/usr/bin/python3 resize.py)
echo "$came"
expected='average: 9 9 9 of old rows, 4.5 4.5 4.5 of new ones
sum: 9 9 9 of old rows, 45 45 45 of new ones
min: 9 9 9 of old rows, 0 0 0 of new ones'
if [ "$came" != "$expected" ]; then
  printf 'changed: expected:\n%s\n' "$expected"
  exit 1
fi
