#!/usr/bin/env bash
# OpenJDK 17 on Linux, by Micrometer 1.17.2: process.cpu.usage where two registries read it.
#
# Expected: OperatingSystemMXBean tells the "recent" load of the process, so whoever asks at about the same time hears about
#           the same: two registries of one application, a registry and a JMX exporter, a scrape and a page of health.
# Seen:     it is the load since anybody in the process asked last. Where one reads right after another, the second hears
#           of some microseconds, in which nothing or all was counted: 0 or 1, never the load. The first is right only as
#           long as the second always comes at once after it. system.cpu.usage does the same.
# So:       as a KPI it falls to 0 or jumps to 1 whenever anybody else looks, and nothing says so. Take the rate of
#           process.cpu.time, which is a counter.
#
# Output seen (OpenJDK 17.0.15; a process that keeps one processor of several busy; 20 times, half a second apart):
#   first registry: 20 between 0 and 1
#   second registry: 20 exactly 0 or 1 (18 are enough: on a busy machine time passes between the two)
#
# Needs Linux and two processors or more.
set -euo pipefail
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/Loads.java" <<'JAVA'
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

public class Loads {
  private static volatile long spun;

  public static void main(String[] args) throws InterruptedException {
    var first = new SimpleMeterRegistry();
    var second = new SimpleMeterRegistry();
    new ProcessorMetrics().bindTo(new CompositeMeterRegistry().add(first).add(second));
    Thread busy =
        new Thread(
            () -> {
              while (true) {
                spun++;
              }
            });
    busy.setDaemon(true);
    busy.start();
    load(first); // since the start
    load(second);
    int firstPartly = 0;
    int secondNever = 0;
    for (int i = 0; i < 20; i++) {
      Thread.sleep(500);
      double one = load(first);
      double other = load(second);
      firstPartly += one > 0 && one < 1 ? 1 : 0;
      secondNever += other == 0 || other == 1 ? 1 : 0;
    }
    System.out.printf("first registry: %d between 0 and 1%n", firstPartly);
    System.out.printf("second registry: %d exactly 0 or 1%n", secondNever);
  }

  private static double load(MeterRegistry registry) {
    return registry.get("process.cpu.usage").gauge().value();
  }
}
JAVA
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>loads</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>io.micrometer</groupId><artifactId>micrometer-core</artifactId><version>1.17.2</version></dependency>
  </dependencies>
</project>
POM
(cd "$folder" && mvn -q -B -ntp "$copy_plugin:copy-dependencies" -DoutputDirectory=lib >/dev/null)
javac -cp "$folder/lib/*" -d "$folder" "$folder/Loads.java"
came=$(java -cp "$folder:$folder/lib/*" Loads 2>/dev/null)
echo "$came"
told='first registry: (1[89]|20) between 0 and 1
second registry: (1[89]|20) exactly 0 or 1'
if [[ ! $came =~ ^$told$ ]]; then
  echo "changed: 18 or more expected of both"
  exit 1
fi
