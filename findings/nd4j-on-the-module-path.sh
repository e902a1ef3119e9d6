#!/usr/bin/env bash
# ND4J 1.0.0-M2.1 on Java's module path.
#
# Expected: its jars hold a module-info.class, so the module path takes them.
# Seen:     a Java that finds nd4j-api there does not start, whatever it is to run: the descriptor names packages that
#           the jar does not hold. And the other jars exclude one another, because each keeps its git.properties in a
#           folder org/eclipse, which counts as a package of two modules.
# So:       what uses ND4J runs on the class path; only modules that don't can have a module-info of their own.
#
# Output seen (OpenJDK 17.0.15):
#   nd4j-api:    java.lang.module.InvalidModuleDescriptorException: Package org.nd4j.autodiff.validation.listeners not found in module
#   nd4j-native-api: contains org.eclipse conflicts with module nd4j.common
set -euo pipefail
version=1.0.0-M2.1
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for artifact in nd4j-api nd4j-common nd4j-native-api; do
  (cd "$folder" && mvn -q -B -ntp -Dstyle.color=never "$copy_plugin:copy" -Dartifact="org.nd4j:$artifact:$version" \
    -DoutputDirectory="$folder/$artifact" >/dev/null)
done

fails=0
shows() { # what of, the output, what it must hold
  if grep -qF -- "$3" <<<"$2"; then
    printf 'as before: %s: %s\n' "$1" "$(grep -F -m 1 -- "$3" <<<"$2" | sed 's/^ *//')"
  else
    printf 'changed: %s: no "%s" in:\n%s\n' "$1" "$3" "$2"
    fails=1
  fi
}

alone=$(java --module-path "$folder/nd4j-api" --list-modules 2>&1 || true)
shows "nd4j-api $version" "$alone" 'Package org.nd4j.autodiff.validation.listeners not found in module'

pair=$(java --module-path "$folder/nd4j-common:$folder/nd4j-native-api" --validate-modules 2>&1 || true)
shows "nd4j-common and nd4j-native-api $version" "$pair" 'contains org.eclipse conflicts with module'
exit "$fails"
