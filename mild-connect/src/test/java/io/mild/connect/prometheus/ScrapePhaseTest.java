package io.mild.connect.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of a period of ten seconds, whose margin is a fifth of a second. */
class ScrapePhaseTest {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  @Test
  void rowsEndJustAfterTheScrape() {
    assertThat(phase(0, 3.4)).isEqualTo(3600);
    assertThat(phase(5000, 9.9)).as("also into the next period").isEqualTo(100);
  }

  @Test
  void ofTargetsScrapedInTurnTheLastBeforeTheLongestPause() {
    assertThat(phase(0, 3.4, 4, 4.5)).isEqualTo(4700);
    assertThat(phase(0, 9, 9.5, 0.5, 1)).as("over the period's end").isEqualTo(1200);
  }

  @Test
  void itStaysWhereScrapesShiverAndMovesWhereTheyMove() {
    assertThat(phase(3600, 3.41)).isEqualTo(3600);
    assertThat(phase(3600, 3.3)).isEqualTo(3600);
    assertThat(phase(3600, 3.55)).as("too near").isEqualTo(3750);
    assertThat(phase(3600, 1)).as("too far").isEqualTo(1200);
    assertThat(phase(100, 9.95)).as("over the period's end").isEqualTo(100);
  }

  @Test
  void withoutSamplesItStays() {
    assertThat(phase(3600)).isEqualTo(3600);
  }

  private static long phase(long before, double... seconds) {
    List<Instant> samples =
        Arrays.stream(seconds)
            .mapToObj(it -> Instant.parse("2026-03-01T12:00:00Z").plusMillis((long) (it * 1000)))
            .toList();
    return ScrapePhase.of(samples, PERIOD, before);
  }
}
