#!/usr/bin/env bash
# Prometheus 2.42.0 (as in Debian 12): holt_winters over a series with a gap.
#
# Expected: holt_winters, which smooths level and trend, knows when each sample was taken, as deriv and predict_linear
#           do: a KPI that rises by 1 a minute and is not scraped for 10 minutes goes on at 1 a minute.
# Seen:     it takes the samples one after another, as if they were evenly spaced. The rise over the gap counts as a
#           jump between neighbours, and the value of a perfectly straight line is overshot by nearly 1 at minute 17. It
#           is the same to the last digit where nothing is missing and the value really jumps.
# So:       no holt_winters over scrapes that can fail: use a subquery with a fixed step, which repeats values across at
#           most the look-back of 5 minutes, or deriv. As a KPI of MILD it would show a drift after each outage.
#
# Output seen:
#   holt_winters(straight[20m], 0.5, 0.5): 1.7E+01
#   holt_winters(gap[20m], 0.5, 0.5): 1.79375E+01
#   holt_winters(jump[20m], 0.5, 0.5): 1.79375E+01
#   predict_linear(gap[20m], 0): 1.7E+01
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

cat >"$folder/test.yml" <<'YAML'
tests:
  - interval: 1m
    input_series:
      - {series: straight, values: '0+1x17'}
      - {series: gap, values: '0 1 2 3 4 _x10 15 16 17'}
      - {series: jump, values: '_x10 0 1 2 3 4 15 16 17'}
    promql_expr_test:
YAML
asked='holt_winters(straight[20m], 0.5, 0.5): 1.7E+01
holt_winters(gap[20m], 0.5, 0.5): 1.79375E+01
holt_winters(jump[20m], 0.5, 0.5): 1.79375E+01
predict_linear(gap[20m], 0): 1.7E+01'
while read -r line; do # a test that cannot hold, so that promtool tells the value
  echo "      - {expr: '${line%: *}', eval_time: 17m, exp_samples: [{labels: never, value: 0}]}"
done <<<"$asked" >>"$folder/test.yml"
told=$("$folder/usr/bin/promtool" test rules "$folder/test.yml" 2>&1 || true)
came=$(paste -d ' ' <(sed 's/: [^ ]*$/:/' <<<"$asked") <(sed -n 's/.*got:[^}]*} *//p' <<<"$told"))
echo "$came"
if [ "$came" != "$asked" ]; then
  printf 'changed: expected:\n%s\n' "$asked"
  exit 1
fi
