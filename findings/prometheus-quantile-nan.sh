#!/usr/bin/env bash
# Prometheus 2.42.0 (as in Debian 12): quantiles of samples some of which are NaN.
#
# Expected: the median of NaN, 2, 4 is NaN, as their average is, or 3, with NaN left out as max and min leave it out.
# Seen:     2. quantile_over_time and quantile sort NaN below every number and count it, so each NaN pulls the quantile
#           down: with as many NaN as numbers the upper quartile is about the median of the numbers. The lower quantiles
#           are NaN, and the higher ones look healthy.
# So:       a KPI of MILD that is quantile_over_time(0.9, ...) of a series with NaN ("not known") falls while telemetry
#           is missing. Filter first, in a subquery: quantile_over_time(0.5, (x >= -Inf)[2m:1m]) leaves NaN out.
#
# Output seen:
#   quantile_over_time(0.5, x[2m]): 2E+00
#   quantile(0.5, y): 2E+00
#   quantile_over_time(0, x[2m]): NaN
#   avg_over_time(x[2m]): NaN
#   max_over_time(x[2m]): 4E+00
#   quantile_over_time(0.5, (x >= -Inf)[2m:1m]): 3E+00
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
      - {series: x, values: 'NaN 2 4'}
      - {series: 'y{node="a"}', values: 'NaN NaN NaN'}
      - {series: 'y{node="b"}', values: '2 2 2'}
      - {series: 'y{node="c"}', values: '4 4 4'}
    promql_expr_test:
YAML
asked='quantile_over_time(0.5, x[2m]): 2E+00
quantile(0.5, y): 2E+00
quantile_over_time(0, x[2m]): NaN
avg_over_time(x[2m]): NaN
max_over_time(x[2m]): 4E+00
quantile_over_time(0.5, (x >= -Inf)[2m:1m]): 3E+00'
while read -r line; do # a test that cannot hold, so that promtool tells the value
  echo "      - {expr: '${line%: *}', eval_time: 2m, exp_samples: [{labels: never, value: 0}]}"
done <<<"$asked" >>"$folder/test.yml"
told=$("$folder/usr/bin/promtool" test rules "$folder/test.yml" 2>&1 || true)
came=$(paste -d ' ' <(sed 's/: [^ ]*$/:/' <<<"$asked") <(sed -n 's/.*got:[^}]*} *//p' <<<"$told"))
echo "$came"
if [ "$came" != "$asked" ]; then
  printf 'changed: expected:\n%s\n' "$asked"
  exit 1
fi
