#!/usr/bin/env bash
# OpenTelemetry SDK 1.68.0 and observable counters that pause, exported as deltas.
#
# Expected: a counter observed at 10 and 15, not observed once, then observed at 18, is exported as 10, 5, nothing, 3:
#           in sum 18, which is what the counter says.
# Seen:     10, 5, nothing, 18. The SDK forgets what it has seen of attributes that one collection lacks, and begins
#           again at 0; what was sent before is sent once more, so the sum is 33. And when the observed counter starts
#           anew (18, then 3), the delta of this counter, which is marked monotonic, is -15.
# So:       a callback reports every series each time, with the last value if need be, or the counter is exported
#           cumulatively. In KPIs made of deltas, spikes after a gap and negative counts are the exporter's.
#
# Output seen (OpenJDK 17.0.15):
#   10 5 nothing 18 -15 monotonic
set -euo pipefail
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/Deltas.java" <<'JAVA'
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

public class Deltas {
  public static void main(String[] args) {
    var reader = InMemoryMetricReader.createDelta();
    var meters = SdkMeterProvider.builder().registerMetricReader(reader).build();
    var value = new AtomicReference<Long>();
    meters
        .get("example")
        .counterBuilder("requests")
        .buildWithCallback(
            measurement -> {
              if (value.get() != null) {
                measurement.record(value.get(), Attributes.builder().put("node", "a").build());
              }
            });
    String kind = "";
    for (Long observed : Arrays.asList(10L, 15L, null, 18L, 3L)) {
      value.set(observed);
      var metrics = reader.collectAllMetrics();
      if (metrics.isEmpty()) {
        System.out.print("nothing ");
      }
      for (var metric : metrics) {
        var sum = metric.getLongSumData();
        kind = sum.isMonotonic() ? "monotonic" : "not monotonic";
        sum.getPoints().forEach(point -> System.out.print(point.getValue() + " "));
      }
    }
    System.out.println(kind);
  }
}
JAVA
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>deltas</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>io.opentelemetry</groupId><artifactId>opentelemetry-sdk-testing</artifactId><version>1.68.0</version></dependency>
  </dependencies>
</project>
POM
(cd "$folder" && mvn -q -B -ntp "$copy_plugin:copy-dependencies" -DoutputDirectory=lib >/dev/null)
javac -cp "$folder/lib/*" -d "$folder" "$folder/Deltas.java"
came=$(java -cp "$folder:$folder/lib/*" Deltas)
echo "$came"
if [ "$came" != '10 5 nothing 18 -15 monotonic' ]; then
  echo "changed: '10 5 nothing 18 -15 monotonic' expected"
  exit 1
fi
