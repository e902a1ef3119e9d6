package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KpiHistoryTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> KPIS = List.of("cpu", "ram");

  @Test
  void rowsAtHandAreCopied() {
    double[][] rows = {{1, 2}, {3, Double.NaN}};
    KpiHistory history = KpiHistory.of(KPIS, minutes(0, 1), rows);
    rows[0][0] = 9;
    history.values(0)[1] = 9;

    assertThat(history.values(0)).containsExactly(1, 2);
    assertThat(history.values(1)).containsExactly(3, Double.NaN);
  }

  @Test
  void manyRowsKeepTheirOrder() {
    int count = 5_000;
    double[][] rows = new double[count][];
    for (int row = 0; row < count; row++) {
      rows[row] = new double[] {row, -row};
    }

    KpiHistory history = KpiHistory.of(KPIS, minutes(IntStream.range(0, count).toArray()), rows);

    assertThat(history.rows()).isEqualTo(count);
    for (int row = 0; row < count; row++) {
      assertThat(history.values(row)).containsExactly(row, -row);
      assertThat(history.time(row)).isEqualTo(START.plus(Duration.ofMinutes(row)));
    }
  }

  @Test
  void whatIsNoHistoryIsRefusedByTheValue() {
    assertRefused(KPIS, minutes(0), new double[2][2], "1 times", "2 rows");
    assertRefused(KPIS, minutes(), new double[0][2], "at least one row");
    assertRefused(KPIS, minutes(0, 1), new double[][] {{1, 2}, {3}}, "1 values", "2 KPIs");
    assertRefused(
        KPIS, minutes(1, 1), new double[2][2], "2026-01-01T00:01:00Z does not come after");
    assertRefused(
        KPIS,
        minutes(0),
        new double[][] {{1, Double.NEGATIVE_INFINITY}},
        "ram",
        "-Infinity",
        "2026-01-01T00:00:00Z");
    assertRefused(List.of(), minutes(0), new double[1][0], "at least one KPI");
    assertRefused(List.of("cpu", " "), minutes(0), new double[1][2], "' '");
    assertRefused(List.of("cpu", "cpu"), minutes(0), new double[1][2], "'cpu'", "twice");
    assertRefused(KPIS, List.of(Instant.MAX), new double[1][2], Instant.MAX.toString());
  }

  @Test
  void theSamplingPeriodIsTheMedianStep() {
    assertThat(history(0, 1, 2, 60, 61, 62, 63).samplingPeriod()).isEqualTo(Duration.ofMinutes(1));
    assertThatIllegalStateException().isThrownBy(() -> history(0).samplingPeriod());
  }

  @Test
  void aClockThatIsALittleSlowStillSamplesEachMinute() {
    List<Instant> times =
        IntStream.range(0, 100).mapToObj(row -> Instant.ofEpochMilli(row * 60_005L)).toList();
    KpiHistory history = KpiHistory.of(List.of("cpu"), times, new double[100][1]);

    assertThat(history.samplingPeriod()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aSpanHoldsItsFirstTimeAndNotItsLast() {
    KpiHistory history = history(0, 1, 2, 3, 9);

    assertThat(times(history.between(at(1), at(3)))).containsExactly(at(1), at(2));
    assertThat(times(history.from(at(3)))).containsExactly(at(3), at(9));
    assertThat(times(history.before(at(3)))).containsExactly(at(0), at(1), at(2));
    assertThat(history.between(at(1), at(3)).values(0)).containsExactly(1, -1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> history.between(at(4), at(9)))
        .withMessageContainingAll(at(4).toString(), at(9).toString(), at(0).toString());
    assertThatIllegalArgumentException().isThrownBy(() -> history.between(at(3), at(1)));
  }

  @Test
  void recordingsAreJoinedInTheOrderOfTime() {
    KpiHistory joined = KpiHistory.concat(List.of(history(10, 11), history(0, 1)));

    assertThat(times(joined)).containsExactly(at(0), at(1), at(10), at(11));
    assertThatIllegalArgumentException().isThrownBy(() -> KpiHistory.concat(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KpiHistory.concat(List.of(history(0, 5), history(3, 9))))
        .withMessageContainingAll(at(3).toString(), at(5).toString());
  }

  private static void assertRefused(
      List<String> kpis, List<Instant> times, double[][] rows, String... named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KpiHistory.of(kpis, times, rows))
        .withMessageContainingAll(named);
  }

  /** Its values are the minute and its negative. */
  private static KpiHistory history(int... minutes) {
    double[][] rows =
        IntStream.of(minutes).mapToObj(m -> new double[] {m, -m}).toArray(double[][]::new);
    return KpiHistory.of(KPIS, minutes(minutes), rows);
  }

  private static List<Instant> times(KpiHistory history) {
    return IntStream.range(0, history.rows()).mapToObj(history::time).toList();
  }

  private static List<Instant> minutes(int... minutes) {
    return IntStream.of(minutes).mapToObj(KpiHistoryTest::at).toList();
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
