package io.mild.training.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.alerting.incident.Closing;
import io.mild.alerting.incident.NoiseRules;
import io.mild.alerting.incident.Severity;
import io.mild.alerting.incident.TimeLeft;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row an hour of two days, from Monday 2026-03-02 on. */
class LearnableHistoryTest {
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

  private static LearnableHistory without(String rules) {
    return new LearnableHistory.Filter(NoiseRules.parse(rules), List.of(), Duration.ofHours(2))
        .of(HISTORY, FAILURES);
  }

  /** One that alerted from the tenth to the twelfth hour. */
  private static TrackedIncident incident(Closing closing) {
    return new TrackedIncident(
        "5f-1",
        "5f",
        hour(10),
        hour(12),
        false,
        "api",
        0.9,
        List.of("api"),
        Severity.LOW,
        0.9,
        new TimeLeft(Duration.ZERO, Duration.ofHours(1)),
        1,
        Optional.of(hour(10)),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.of(closing));
  }

  /** From 02:00 to before 06:00, and the hour after. */
  @Test
  void rowsAndFailuresOfPlannedWorkAndTheHourAfterAreLeftOut() {
    LearnableHistory left = without("window Tue 02:00 4h UTC");

    assertThat(left.history().rows()).isEqualTo(48 - 5);
    assertThat(left.history().firstRow(hour(26))).isEqualTo(left.history().firstRow(hour(31)));
    assertThat(left.failures().failures()).extracting(Failure::incident).containsExactly("3");
    assertThat(left.told())
        .containsExactly("planned work is not learned from: 5 of 48 rows, 2 of 3 failures");
  }

  @Test
  void ofWorkAtOneIntentOnlyItsFailuresAreLeftOut() {
    LearnableHistory left = without("window Tue 02:00 4h UTC for orders");

    assertThat(left.history()).isSameAs(HISTORY);
    assertThat(left.failures().failures()).extracting(Failure::incident).containsExactly("1", "3");
  }

  @Test
  void otherRulesLeaveAllAsItIs() {
    LearnableHistory left = without("hold off 5m");

    assertThat(left.history()).isSameAs(HISTORY);
    assertThat(left.failures()).isEqualTo(FAILURES);
    assertThat(left.told()).isEmpty();
  }

  /** Nobody knows whether a failure was near: from two hours before the alert to two after it. */
  @Test
  void rowsAroundAnIncidentThatWasAvertedAreLeftOut() {
    LearnableHistory left =
        new LearnableHistory.Filter(
                NoiseRules.NONE, List.of(incident(Closing.AVERTED)), Duration.ofHours(2))
            .of(HISTORY, FAILURES);

    assertThat(left.history().rows()).isEqualTo(48 - 7);
    assertThat(left.history().firstRow(hour(8))).isEqualTo(left.history().firstRow(hour(15)));
    assertThat(left.failures()).isEqualTo(FAILURES);
    assertThat(left.told())
        .containsExactly("incidents that were averted are not learned from: 1, with 7 of 48 rows");
  }

  @ParameterizedTest
  @EnumSource(value = Closing.class, names = "AVERTED", mode = EnumSource.Mode.EXCLUDE)
  void ofAnyOtherIncidentTheRowsSayIt(Closing closing) {
    LearnableHistory left =
        new LearnableHistory.Filter(
                NoiseRules.NONE, List.of(incident(closing)), Duration.ofHours(2))
            .of(HISTORY, FAILURES);

    assertThat(left.history()).isSameAs(HISTORY);
    assertThat(left.told()).isEmpty();
  }

  @Test
  void aHistoryOfPlannedWorkAloneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> without("window daily 00:00 24h UTC"))
        .withMessageContainingAll("all rows lie in planned work", "daily 00:00 1d UTC");
  }
}
