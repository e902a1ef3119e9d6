#!/usr/bin/env bash
# Flink 2.2.1 and event-time timers for a time that the watermark has passed.
#
# Expected: such a timer fires at one and the same moment, wherever it is set: with the next watermark.
# Seen:     set by processElement, it waits for the next watermark. Set by onTimer, it fires at once, within the same
#           watermark: a function that sets its timer again "until there is something to do" never comes back, and the task
#           stands still without a word. At the end of bounded input, whose watermark is the greatest time, each time is past.
# So:       our operator sets a timer in onTimer only for times after the watermark, and a test has a row that waits at the end.
#
# Output seen (OpenJDK 17.0.15):
#   set by processElement, watermark 100: fired at watermark 150
#   set by onTimer, watermark 150: fired 1000 times at watermark 150
set -euo pipefail
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/Timers.java" <<'JAVA'
import org.apache.flink.api.common.eventtime.*;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

public class Timers {
  /** A watermark with each element: its own time. */
  static class Each implements WatermarkGenerator<Long> {
    public void onEvent(Long element, long time, WatermarkOutput out) {
      out.emitWatermark(new Watermark(element));
    }

    public void onPeriodicEmit(WatermarkOutput out) {}
  }

  static class Function extends KeyedProcessFunction<String, Long, String> {
    private int again;

    public void processElement(Long element, Context context, Collector<String> out) {
      if (context.timerService().currentWatermark() == 100) {
        context.timerService().registerEventTimeTimer(50);
      }
    }

    public void onTimer(long time, OnTimerContext context, Collector<String> out) {
      long watermark = context.timerService().currentWatermark();
      if (again == 0) {
        out.collect("set by processElement, watermark 100: fired at watermark " + watermark);
      }
      if (again < 1000) {
        again++;
        context.timerService().registerEventTimeTimer(50);
      } else {
        out.collect("set by onTimer, watermark 150: fired " + again + " times at watermark " + watermark);
      }
    }
  }

  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    env.fromData(Types.LONG, 100L, 150L, 200L, 300L)
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Long>forGenerator(context -> new Each())
                .withTimestampAssigner((element, time) -> element))
        .filter(element -> true)
        .keyBy(element -> "all", Types.STRING)
        .process(new Function())
        .executeAndCollect(10)
        .forEach(System.out::println);
  }
}
JAVA
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>timers</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-streaming-java</artifactId><version>2.2.1</version></dependency>
    <dependency><groupId>org.apache.flink</groupId><artifactId>flink-clients</artifactId><version>2.2.1</version></dependency>
  </dependencies>
</project>
POM
(cd "$folder" && mvn -q -B -ntp "$copy_plugin:copy-dependencies" -DoutputDirectory=lib >/dev/null)
javac -cp "$folder/lib/*" -d "$folder" "$folder/Timers.java"
came=$(java -cp "$folder:$folder/lib/*" Timers 2>/dev/null)
echo "$came"
for line in \
  'set by processElement, watermark 100: fired at watermark 150' \
  'set by onTimer, watermark 150: fired 1000 times at watermark 150'; do
  if ! grep -qxF -- "$line" <<<"$came"; then
    echo "changed: '$line' expected"
    exit 1
  fi
done
