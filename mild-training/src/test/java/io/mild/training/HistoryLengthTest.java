package io.mild.training;

import static io.mild.training.HistoryLength.LONG;
import static io.mild.training.HistoryLength.MEDIUM;
import static io.mild.training.HistoryLength.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryLengthTest {
  private static final Duration TWO_HOURS = Duration.ofHours(2);

  @Test
  void aWeekOfOneRowAMinuteIsMediumAndTwoAreLong() {
    Duration minute = Duration.ofMinutes(1);

    assertThat(length(10_079, minute, TWO_HOURS)).isEqualTo(SHORT);
    assertThat(length(10_080, minute, TWO_HOURS)).isEqualTo(MEDIUM);
    assertThat(length(20_159, minute, TWO_HOURS)).isEqualTo(MEDIUM);
    assertThat(length(20_160, minute, TWO_HOURS)).isEqualTo(LONG);
  }

  @Test
  void aWeekOfOneRowInFiveMinutesHoldsEightyFourHorizonsOfTwoHours() {
    Duration five = Duration.ofMinutes(5);

    assertThat(length(2_015, five, TWO_HOURS)).isEqualTo(SHORT);
    assertThat(length(2_016, five, TWO_HOURS)).isEqualTo(MEDIUM);
    assertThat(length(4_032, five, TWO_HOURS)).isEqualTo(LONG);
    assertThat(length(2_016, five, TWO_HOURS.plusMinutes(1))).isEqualTo(SHORT);
  }

  /** 2,136 hours are 89 days, but 71 horizons only. */
  @Test
  void threeMonthsOfHourlyRowsAreShortForAHorizonOfThirtyHours() {
    assertThat(length(2_136, Duration.ofHours(1), Duration.ofHours(30))).isEqualTo(SHORT);
    assertThat(length(2_520, Duration.ofHours(1), Duration.ofHours(30))).isEqualTo(MEDIUM);
  }

  /** 28 hours of them. */
  @Test
  void rowsOfTenSecondsAreCounted() {
    Duration ten = Duration.ofSeconds(10);

    assertThat(length(10_079, ten, Duration.ofMinutes(20))).isEqualTo(SHORT);
    assertThat(length(10_080, ten, Duration.ofMinutes(20))).isEqualTo(MEDIUM);
    assertThat(length(10_080, ten, TWO_HOURS)).isEqualTo(MEDIUM);
  }

  /** However short the horizon: 2,016 rows of four minutes are 5.6 days. */
  @Test
  void fewerRowsAreAWeekOverSevenDaysOnly() {
    assertThat(length(2_016, Duration.ofMinutes(4), Duration.ofMinutes(20))).isEqualTo(SHORT);
    assertThat(length(2_520, Duration.ofMinutes(4), Duration.ofMinutes(20))).isEqualTo(MEDIUM);
  }

  @Test
  void gapsDoNotCount() {
    KpiHistory recorded = history(2_000, Duration.ofMinutes(5));
    KpiHistory later =
        KpiHistory.of(
            recorded.kpis(),
            IntStream.range(0, 2_000)
                .mapToObj(row -> recorded.time(row).plus(Duration.ofDays(row < 1_000 ? 0 : 90)))
                .toList(),
            new double[2_000][1]);

    assertThat(HistoryLength.of(later, Duration.ofMinutes(20))).isEqualTo(SHORT);
  }

  private static HistoryLength length(int rows, Duration period, Duration horizon) {
    return HistoryLength.of(history(rows, period), horizon);
  }

  private static KpiHistory history(int rows, Duration period) {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    return KpiHistory.of(
        List.of("cpu"),
        IntStream.range(0, rows).mapToObj(row -> start.plus(period.multipliedBy(row))).toList(),
        new double[rows][1]);
  }
}
