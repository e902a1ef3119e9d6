package io.mild.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results as JMH writes them, less what the table does not look at. */
class SpeedTableTest {
  private static final String KERNEL = "abacus, 8 bits";

  @TempDir private Path folder;

  @Test
  void aLineHasMedianAllocationAndHowManyTimesAsLongAPeerTakes() throws IOException {
    String table =
        table(
            result("a.b.RowBenchmark.dl4j", "", 1_500, "us/op", 250_000),
            result("a.b.RowBenchmark.mild", "", 2_500, "ns/op", 0),
            result("a.b.RowBenchmark.onnxRuntime", "", 0.0175, "ms/op", 976.4));

    assertThat(table)
        .isEqualTo(
            """
            | | MILD | allocated | ONNX Runtime | DL4J | kernel |
            |---|---|---|---|---|---|
            | `RowBenchmark` | 2.50 µs | 0 B | 17.5 µs (7.00×) | 1.50 ms (600×) | abacus, 8 bits, JDK 17.0.9 |
            """);
  }

  @Test
  void aPeerWithoutAParameterIsComparedOnEachLine() throws IOException {
    String table =
        table(
            result("RowBenchmark.mild", "'horizons': '1', 'before': '60'", 10, "us/op", 8),
            result("RowBenchmark.mild", "'horizons': '3', 'before': '60'", 20, "us/op", 1_234),
            result("RowBenchmark.mild", "'horizons': '3', 'before': '99'", 5, "us/op", 1_234),
            result("RowBenchmark.randomCutForest", "'before': '60'", 100, "us/op", 9));

    assertThat(table)
        .isEqualTo(
            """
            | | MILD | allocated | random cut forest | kernel |
            |---|---|---|---|---|
            | `RowBenchmark`, horizons 1, before 60 | 10.0 µs | 8 B | 100 µs (10.0×) | abacus, 8 bits, JDK 17.0.9 |
            | `RowBenchmark`, horizons 3, before 60 | 20.0 µs | 1,234 B | 100 µs (5.00×) | abacus, 8 bits, JDK 17.0.9 |
            | `RowBenchmark`, horizons 3, before 99 | 5.00 µs | 1,234 B |  | abacus, 8 bits, JDK 17.0.9 |
            """);
  }

  @Test
  void whatHasNoPeerIsALineOfItsOwn() throws IOException {
    String table = table(result("LifeBenchmark.load", "", 3.25, "ms/op", 100));

    assertThat(table)
        .endsWith("| `LifeBenchmark.load` | 3.25 ms | 100 B | abacus, 8 bits, JDK 17.0.9 |\n");
  }

  @Test
  void allocationsThatWereNotMeasuredAreLeftOpen() throws IOException {
    String json =
        "[{'benchmark': 'LifeBenchmark.load', 'jdkVersion': '17.0.9', 'primaryMetric':"
            + " {'scoreUnit': 's/op', 'scorePercentiles': {'50.0': 2}}}]";

    assertThat(SpeedTable.of(file(json), KERNEL))
        .endsWith("| `LifeBenchmark.load` | 2.00 s |  | abacus, 8 bits, JDK 17.0.9 |\n");
  }

  @Test
  void whereEachCallIsTimedByItselfAllocationsAreNotTold() throws IOException {
    String json = result("RowBenchmark.mild", "", 9, "us/op", 1_000);

    assertThat(SpeedTable.of(file("[" + json.replace("avgt", "sample") + "]"), KERNEL))
        .endsWith("| `RowBenchmark` | 9.00 µs |  | abacus, 8 bits, JDK 17.0.9 |\n");
  }

  @Test
  void throughputsAreRefused() throws IOException {
    Path file = file("[" + result("RowBenchmark.mild", "", 1, "ops/s", 1) + "]");

    assertThatThrownBy(() -> SpeedTable.of(file, KERNEL))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " holds no JMH result of times a call")
        .hasMessageContaining("ops/s");
  }

  private String table(String... results) throws IOException {
    return SpeedTable.of(file("[" + String.join(",", results) + "]"), KERNEL);
  }

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("speed.json"), json.replace('\'', '"'));
  }

  /** Its mean is not its median. */
  private static String result(
      String benchmark, String parameters, double median, String unit, double bytes) {
    return """
    {'benchmark': '%s', 'mode': 'avgt', 'jdkVersion': '17.0.9', 'params': {%s},
     'primaryMetric': {'score': %s, 'scoreUnit': '%s', 'scorePercentiles': {'0.0': 0, '50.0': %s}},
     'secondaryMetrics': {'gc.alloc.rate.norm': {'score': 7, 'scorePercentiles': {'50.0': %s}}}}
    """
        .formatted(benchmark, parameters, 3 * median, unit, median, bytes);
  }
}
