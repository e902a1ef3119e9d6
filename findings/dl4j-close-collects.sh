#!/usr/bin/env bash
# DL4J 1.0.0-M2.1: what closing a network costs a process with a heap full of other things.
#
# Expected: MultiLayerNetwork.close() frees the network's own native memory, in microseconds, whatever else is in the heap.
# Seen:     it asks for a full garbage collection twice, so all threads wait, and the longer the more the process keeps: beside
#           700 MB of small objects a close of a network of 23 weights takes most of a second.
# So:       who trains in a process that answers others starts it with -XX:+ExplicitGCInvokesConcurrent: with G1 the same closes
#           then stop it for 1 ms at a time, not for 240 (though each takes twice as long), or closes few networks.
#
# Output seen (OpenJDK 17.0.15, serial collector; milliseconds vary):
#   ten closes: 20 collections, 8770 ms
#   ten closes, explicit collections disabled: 0 collections, 0 ms
set -euo pipefail
copy_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/Closing.java" <<'JAVA'
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

public class Closing {
  public static void main(String[] args) {
    List<long[]> kept = new ArrayList<>(); // what else a service has in its heap
    for (int i = 0; i < 25_000_000; i++) {
      kept.add(new long[1]);
    }
    closed(2);
    long collections = collections();
    long millis = closed(10);
    System.out.printf("%d collections, %d ms%n", collections() - collections, millis);
    if (kept.size() < 1) {
      throw new AssertionError("which keeps them");
    }
  }

  /** Milliseconds in the closes alone. */
  private static long closed(int networks) {
    long nanos = 0;
    for (int i = 0; i < networks; i++) {
      var network =
          new MultiLayerNetwork(
              new NeuralNetConfiguration.Builder()
                  .list()
                  .layer(
                      new OutputLayer.Builder(LossFunction.XENT)
                          .activation(Activation.SIGMOID)
                          .nIn(22)
                          .nOut(1)
                          .build())
                  .build());
      network.init();
      long began = System.nanoTime();
      network.close();
      nanos += System.nanoTime() - began;
    }
    return nanos / 1_000_000;
  }

  /** Full ones. */
  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(collector -> collector.getName().equals("MarkSweepCompact"))
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }
}
JAVA
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>closing</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.deeplearning4j</groupId><artifactId>deeplearning4j-nn</artifactId><version>1.0.0-M2.1</version></dependency>
    <dependency><groupId>org.nd4j</groupId><artifactId>nd4j-native</artifactId><version>1.0.0-M2.1</version></dependency>
    <dependency><groupId>org.nd4j</groupId><artifactId>nd4j-native</artifactId><version>1.0.0-M2.1</version><classifier>linux-x86_64</classifier></dependency>
    <dependency><groupId>org.bytedeco</groupId><artifactId>openblas</artifactId><version>0.3.19-1.5.7</version><classifier>linux-x86_64</classifier></dependency>
    <dependency><groupId>org.bytedeco</groupId><artifactId>javacpp</artifactId><version>1.5.7</version><classifier>linux-x86_64</classifier></dependency>
  </dependencies>
</project>
POM
(cd "$folder" && mvn -q -B -ntp "$copy_plugin:copy-dependencies" -DoutputDirectory=lib >/dev/null)
javac -cp "$folder/lib/*" -d "$folder" "$folder/Closing.java"
run() { java -Xms2500m -Xmx2500m -Xmn1g -XX:+UseSerialGC "$@" -cp "$folder:$folder/lib/*" Closing 2>/dev/null; }
asked=$(run)
deaf=$(run -XX:+DisableExplicitGC)
echo "ten closes: $asked"
echo "ten closes, explicit collections disabled: $deaf"
if [[ $asked != '20 collections, '* || $deaf != '0 collections, '* ]]; then
  echo "changed: 20 and 0 collections expected"
  exit 1
fi
