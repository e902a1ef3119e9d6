package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.alerting.incident.NoiseRules;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A row an hour of two days, from Monday 2026-03-02 on. */
class UnplannedHistoryTest {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final KpiHistory HISTORY = history();
  private static final FailureLog FAILURES =
      new FailureLog(
          List.of(
              Failure.of("1", "api", hour(26)),
              Failure.of("2", "orders", hour(27)),
              Failure.of("3", "api", hour(40))));

  private static Instant hour(int hour) {
    return START.plus(Duration.ofHours(hour));
  }

  private static KpiHistory history() {
    List<Instant> times = new ArrayList<>();
    double[][] rows = new double[48][];
    for (int i = 0; i < rows.length; i++) {
      times.add(hour(i));
      rows[i] = new double[] {i};
    }
    return KpiHistory.of(List.of("load"), times, rows);
  }

  private static UnplannedHistory without(String rules) {
    return UnplannedHistory.of(NoiseRules.parse(rules), HISTORY, FAILURES);
  }

  /** From 02:00 to before 06:00, and the hour after. */
  @Test
  void rowsAndFailuresOfPlannedWorkAndTheHourAfterAreLeftOut() {
    UnplannedHistory left = without("window Tue 02:00 4h UTC");

    assertThat(left.history().rows()).isEqualTo(48 - 5);
    assertThat(left.history().firstRow(hour(26))).isEqualTo(left.history().firstRow(hour(31)));
    assertThat(left.failures().failures()).extracting(Failure::incident).containsExactly("3");
    assertThat(left.told())
        .containsExactly("planned work is not learned from: 5 of 48 rows, 2 of 3 failures");
  }

  @Test
  void ofWorkAtOneIntentOnlyItsFailuresAreLeftOut() {
    UnplannedHistory left = without("window Tue 02:00 4h UTC for orders");

    assertThat(left.history()).isSameAs(HISTORY);
    assertThat(left.failures().failures()).extracting(Failure::incident).containsExactly("1", "3");
  }

  @Test
  void otherRulesLeaveAllAsItIs() {
    UnplannedHistory left = without("hold off 5m");

    assertThat(left.history()).isSameAs(HISTORY);
    assertThat(left.failures()).isSameAs(FAILURES);
    assertThat(left.told()).isEmpty();
  }

  @Test
  void aHistoryOfPlannedWorkAloneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> without("window daily 00:00 24h UTC"))
        .withMessageContainingAll("all rows lie in planned work", "daily 00:00 1d UTC");
  }
}
