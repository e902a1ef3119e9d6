#!/usr/bin/env bash
# promtool 2.42.0 (as in Debian 12) and unit tests of rules whose group has an interval of its own.
#
# Expected: `promtool test rules` evaluates a group as Prometheus does, every 10 minutes where it says interval: 10m. An
#           alert with "for: 1m" then cannot fire on a spike of 5 minutes: it is seen once at most.
# Seen:     the test finds it firing. Every group is evaluated at the test file's evaluation_interval (1m, when left
#           out); the group's interval is read and not used, without a word.
# So:       a test of rules over MILD's metrics tells of production only if evaluation_interval is the group's
#           interval: one test file for each interval. A test that stays green when the group's interval is changed
#           proves nothing about it.
#
# Output seen:
#   evaluation_interval left out: firing in the test
#   evaluation_interval 10m: not firing in the test
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
cat >"$folder/rules.yml" <<'YAML'
groups:
  - name: slow
    interval: 10m
    rules:
      - alert: HighRisk
        expr: risk > 0.5
        for: 1m
YAML

firing() { # line of the test file: whether a test that expects the alert to fire succeeds
  cat >"$folder/test.yml" <<YAML
rule_files: [rules.yml]
$1
tests:
  - interval: 1m
    input_series:
      - series: risk
        values: '0 0 1 1 1 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0'
    alert_rule_test:
      - alertname: HighRisk
        eval_time: 5m
        exp_alerts: [{}]
YAML
  came=$("$folder/usr/bin/promtool" test rules "$folder/test.yml" 2>&1 || true)
  case $came in
    *SUCCESS*) echo 'firing in the test' ;;
    *'got:[]'*) echo 'not firing in the test' ;;
    *) echo "$came" ;;
  esac
}

fails=0
shows() { # what of, what came, what is expected
  printf '%s: %s\n' "$1" "$2"
  if [ "$2" != "$3" ]; then
    echo "changed: '$3' expected"
    fails=1
  fi
}

shows 'evaluation_interval left out' "$(firing '')" 'firing in the test'
shows 'evaluation_interval 10m' "$(firing 'evaluation_interval: 10m')" 'not firing in the test'
exit "$fails"
