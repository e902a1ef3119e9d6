package io.mild.benchmarks.scaling.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TraceTest {
  @TempDir private Path folder;

  @Test
  void readsOneRateALine() throws IOException {
    Path file = Files.writeString(folder.resolve("morning.txt"), "10\n12.5\n 0 \n");
    Trace trace = Trace.read(file);

    assertThat(trace.name()).isEqualTo("morning");
    assertThat(trace.requestsPerSecond()).containsExactly(10, 12.5, 0);
  }

  @Test
  void namesTheLineThatIsNoNumber() throws IOException {
    Path file = Files.writeString(folder.resolve("odd.txt"), "10\nmany\n");

    assertThatThrownBy(() -> Trace.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("many");
  }

  @Test
  void refusesRatesThatCannotBe() {
    assertThatThrownBy(() -> new Trace("odd", new double[] {1, -2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-2.0")
        .hasMessageContaining("second 1");
  }

  @ParameterizedTest
  @EnumSource(TraceShape.class)
  void daysOfAShapeDifferAndTheSameSeedGivesTheSameDay(TraceShape shape) {
    assertThat(shape.day(1).requestsPerSecond()).isEqualTo(shape.day(1).requestsPerSecond());
    assertThat(shape.day(1).requestsPerSecond()).isNotEqualTo(shape.day(2).requestsPerSecond());
  }

  /** Levels of the recorded traces: mean and highest rate, within a third. */
  @ParameterizedTest
  @CsvSource({"DIURNAL, 263, 387", "BURSTY, 163, 397", "NOISY, 157, 245"})
  void generatedTracesHaveTheLevelsOfRecordedOnes(TraceShape shape, double mean, double highest) {
    for (long seed = 0; seed < 20; seed++) {
      Trace day = shape.day(seed);
      double most = Arrays.stream(day.requestsPerSecond()).max().orElseThrow();
      assertThat(day.mean()).isBetween(mean / 1.33, mean * 1.33);
      assertThat(most).isBetween(highest / 1.33, highest * 1.33);
    }
  }

  @Test
  void arrivalsFollowTheRates() {
    double[] rates = new double[2000];
    Arrays.fill(rates, 0, 1000, 5);
    Arrays.fill(rates, 1000, 2000, 50);
    Workload workload = Workload.open(new Trace("step", rates), 0.1, 1);

    long early = Arrays.stream(workload.arrivals()).filter(t -> t < 1000).count();
    long late = workload.arrivals().length - early;
    assertThat((double) early).isCloseTo(5000, within(5 * Math.sqrt(5000)));
    assertThat((double) late).isCloseTo(50_000, within(5 * Math.sqrt(50_000)));
    assertThat(workload.arrivals()).isSorted();
    assertThat(Arrays.stream(workload.demands()).average().orElseThrow())
        .isCloseTo(0.1, within(0.002));
  }
}
