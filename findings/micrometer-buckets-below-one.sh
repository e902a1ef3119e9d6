#!/usr/bin/env bash
# Micrometer 1.17.2 and buckets of a DistributionSummary below 1.
#
# Expected: a summary of nine risks 0.1, 0.2, ... 0.9 with the boundary 0.5 counts five of them up to 0.5.
# Seen:     none. The histogram counts whole numbers: a value is rounded up to one first, so that whatever lies between
#           0 and 1 counts as 1, and all nine are above 0.5. A lower expected minimum does not help. Count, sum, mean
#           and maximum are right, and so are percentiles computed in the client, so nothing looks broken.
# So:       who shows MILD's risk, or a share, gives the summary scale(100) and boundaries in percent.
#
# Output seen (OpenJDK 17.0.15):
#   boundary 0.5: risk_bucket{le="0.5"} 0
#   all of them: risk_bucket{le="+Inf"} 9
#   scale 100, boundary 50: percent_bucket{le="50.0"} 5
set -euo pipefail
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/Buckets.java" <<'JAVA'
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

public class Buckets {
  public static void main(String[] args) {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var risk =
        DistributionSummary.builder("risk")
            .minimumExpectedValue(0.01)
            .maximumExpectedValue(1.0)
            .serviceLevelObjectives(0.5)
            .register(registry);
    var percent =
        DistributionSummary.builder("percent")
            .scale(100)
            .serviceLevelObjectives(50)
            .register(registry);
    for (int tenths = 1; tenths <= 9; tenths++) {
      risk.record(tenths / 10.0);
      percent.record(tenths / 10.0);
    }
    System.out.println(registry.scrape());
  }
}
JAVA
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>buckets</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>io.micrometer</groupId><artifactId>micrometer-registry-prometheus</artifactId><version>1.17.2</version></dependency>
  </dependencies>
</project>
POM
(cd "$folder" && mvn -q -B -ntp "$copy_plugin:copy-dependencies" -DoutputDirectory=lib >/dev/null)
javac -cp "$folder/lib/*" -d "$folder" "$folder/Buckets.java"
came=$(java -cp "$folder:$folder/lib/*" Buckets 2>/dev/null)

fails=0
shows() { # what of, the line that must come
  if grep -qxF -- "$2" <<<"$came"; then
    printf '%s: %s\n' "$1" "$2"
  else
    printf "changed: %s: '%s' expected in:\n%s\n" "$1" "$2" "$came"
    fails=1
  fi
}

shows 'boundary 0.5' 'risk_bucket{le="0.5"} 0'
shows 'all of them' 'risk_bucket{le="+Inf"} 9'
shows 'scale 100, boundary 50' 'percent_bucket{le="50.0"} 5'
exit "$fails"
