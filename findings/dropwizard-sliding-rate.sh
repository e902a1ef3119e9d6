#!/usr/bin/env bash
# Dropwizard Metrics 4.2.37: a Meter with SlidingTimeWindowMovingAverages.
#
# Expected: the one, five and fifteen minutes' rates are events a second, as the mean rate of the same meter is, and as
#           they are with the default moving averages, in the place of which these are put.
# Seen:     they are the number of events in those minutes: of one event a second 60, 300 and 900. The console reporter
#           prints "60.00 events/second".
# So:       a KPI or a level of a goal is wrong by 60 to 900 times, and by another factor in each window, as soon as a
#           service changes its moving averages. Take the count, and its rate where it is stored.
#
# Output seen (OpenJDK 17.0.15; one event a second for 20 minutes):
#   mean 1, exponential 1 1 1, sliding 60 300 900
#   1-minute rate = 60.00 events/second
set -euo pipefail
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/Rates.java" <<'JAVA'
import com.codahale.metrics.Clock;
import com.codahale.metrics.ConsoleReporter;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.SlidingTimeWindowMovingAverages;

public class Rates {
  public static void main(String[] args) {
    var clock =
        new Clock() {
          private long nanos;

          @Override
          public long getTick() {
            return nanos;
          }
        };
    var exponential = new Meter(clock);
    var sliding = new Meter(new SlidingTimeWindowMovingAverages(clock), clock);
    for (int i = 0; i < 20 * 60; i++) {
      clock.nanos += 1_000_000_000L;
      exponential.mark();
      sliding.mark();
    }
    System.out.printf(
        "mean %.0f, exponential %s, sliding %s%n",
        sliding.getMeanRate(), rates(exponential), rates(sliding));
    var registry = new MetricRegistry();
    registry.register("sliding", sliding);
    ConsoleReporter.forRegistry(registry).build().report();
  }

  private static String rates(Meter meter) {
    return "%.0f %.0f %.0f"
        .formatted(
            meter.getOneMinuteRate(), meter.getFiveMinuteRate(), meter.getFifteenMinuteRate());
  }
}
JAVA
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>rates</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>io.dropwizard.metrics</groupId><artifactId>metrics-core</artifactId><version>4.2.37</version></dependency>
  </dependencies>
</project>
POM
(cd "$folder" && mvn -q -B -ntp "$copy_plugin:copy-dependencies" -DoutputDirectory=lib >/dev/null)
javac -cp "$folder/lib/*" -d "$folder" "$folder/Rates.java"
came=$(java -cp "$folder:$folder/lib/*" Rates 2>/dev/null | sed -n 's/^ *//; /^mean /p; /^1-minute/p' | sed '/^mean rate/d')
echo "$came"
expected='mean 1, exponential 1 1 1, sliding 60 300 900
1-minute rate = 60.00 events/second'
if [ "$came" != "$expected" ]; then
  printf 'changed: expected:\n%s\n' "$expected"
  exit 1
fi
