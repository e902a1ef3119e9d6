package io.mild.testbed.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.goals.Goals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is promised of the recordings in {@code data/testbed}. */
final class ShippedRecordingsTest {
  private static final Path SHIPPED = Path.of("..", "data", "testbed");

  @ParameterizedTest
  @ValueSource(strings = {"shop-1", "shop-2", "network-1", "network-2"})
  void moreThanAnHourInTimeWithFortyBrokenGoals(String name) throws IOException {
    Path folder = SHIPPED.resolve(name);
    JsonNode meta = new ObjectMapper().readTree(folder.resolve("meta.json").toFile());

    assertThat(KpiHistory.readCsv(folder.resolve("kpis.csv.gz")).rows()).isGreaterThan(5000);
    assertThat(meta.at("/minute seconds").asDouble()).isEqualTo(1);
    assertThat(meta.at("/sampler lag ms/p99").asDouble()).isPositive().isLessThan(50);
    assertThat(FailureLog.readCsv(folder.resolve("failures.csv")).failures())
        .hasSizeGreaterThanOrEqualTo(40);
  }

  /** Nobody wrote them by hand. */
  @ParameterizedTest
  @ValueSource(strings = {"shop-1", "shop-2", "network-1", "network-2"})
  void failuresAreWhenGoalsBreakInTheRows(String name) throws IOException {
    Path folder = SHIPPED.resolve(name);
    KpiHistory kpis = KpiHistory.readCsv(folder.resolve("kpis.csv.gz"));
    FailureLog broken = Goals.readYaml(folder.resolve("goals.yaml")).failuresIn(kpis);

    assertThat(places(broken))
        .containsAll(places(FailureLog.readCsv(folder.resolve("failures.csv"))));
  }

  private static List<String> places(FailureLog log) {
    return log.failures().stream().map(it -> it.intent() + " " + it.time()).toList();
  }

  /** Those of the shop have not: the disk was busier at the second, as its page says. */
  @Test
  void theTwoOfTheNetworkHaveTheSameStatistics() throws IOException {
    assertThat(
            RecordingComparison.of(SHIPPED.resolve("network-1"), SHIPPED.resolve("network-2"))
                .findings())
        .isEmpty();
  }

  @Test
  void allTogetherAreSmall() throws IOException {
    try (Stream<Path> files = Files.walk(SHIPPED)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      long bytes = 0;
      for (Path file : all) {
        bytes += Files.size(file);
      }
      assertThat(bytes).isLessThan(6_000_000);
    }
  }
}
