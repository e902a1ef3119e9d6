package io.mild.training.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Equations 1 and 2, by hand: a row a minute, a horizon of 3 minutes, two intents. */
class LabelsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> INTENTS = List.of("api", "orders");
  private static final Duration HORIZON = Duration.ofMinutes(3);

  /** t_fail − H ≤ t < t_fail: of a failure at minute 5, the minutes 2, 3 and 4. */
  @Test
  void aRowIsPositiveWithinTheHorizonBeforeAFailureAndNotAtIt() {
    Labels labels = labels(8, failure("api", 5, Failure.Role.ROOT));

    assertThat(binary(labels, 0)).containsExactly(0, 0, 1, 1, 1, 0, 0, 0);
    assertThat(binary(labels, 1)).containsOnly(0);
  }

  @Test
  void aVictimIsPositiveTooButOnlyTheRootIsTheCause() {
    Labels labels =
        labels(8, failure("api", 5, Failure.Role.ROOT), failure("orders", 6, Failure.Role.VICTIM));

    assertThat(binary(labels, 0)).containsExactly(0, 0, 1, 1, 1, 0, 0, 0);
    assertThat(binary(labels, 1)).containsExactly(0, 0, 0, 1, 1, 1, 0, 0);
    assertThat(causes(labels, 0)).containsExactly(0, 0, 1, 1, 1, 0, 0, 0);
    assertThat(causes(labels, 1)).containsExactly(0, 0, 0, 0, 0, 1, 0, 0); // nobody else is left
  }

  @Test
  void whereNobodyNamedACauseAllThatFailShareIt() {
    Labels labels =
        labels(
            8, failure("api", 5, Failure.Role.UNKNOWN), failure("orders", 6, Failure.Role.UNKNOWN));

    assertThat(causes(labels, 0)).containsExactly(0, 0, 1, 0.5f, 0.5f, 0, 0, 0);
    assertThat(causes(labels, 1)).containsExactly(0, 0, 0, 0.5f, 0.5f, 1, 0, 0);
  }

  @Test
  void twoRootsAtOnceShareTheCause() {
    Labels labels =
        labels(8, failure("api", 5, Failure.Role.ROOT), failure("orders", 5, Failure.Role.ROOT));

    assertThat(causes(labels, 0)).containsExactly(0, 0, 0.5f, 0.5f, 0.5f, 0, 0, 0);
    assertThat(causes(labels, 1)).containsExactly(0, 0, 0.5f, 0.5f, 0.5f, 0, 0, 0);
  }

  /** Roots at once are causes in full; of failures that nobody explained, still one is known. */
  @Test
  void ofMultipleRootCausesEachIsACauseInFull() {
    FailureLog log =
        new FailureLog(
            List.of(
                failure("api", 3, Failure.Role.ROOT),
                failure("orders", 4, Failure.Role.ROOT),
                failure("api", 8, Failure.Role.UNKNOWN),
                failure("orders", 8, Failure.Role.UNKNOWN),
                failure("api", 12, Failure.Role.ROOT),
                failure("orders", 12, Failure.Role.VICTIM)));
    Labels labels = Labels.of(history(minutes(13)), log, INTENTS, HORIZON, true);

    assertThat(causes(labels, 0)).containsExactly(1, 1, 1, 0, 0, 0.5f, 0.5f, 0.5f, 0, 1, 1, 1, 0);
    assertThat(causes(labels, 1)).containsExactly(0, 1, 1, 1, 0, 0.5f, 0.5f, 0.5f, 0, 0, 0, 0, 0);
  }

  @Test
  void whereNothingFailsThereIsNoTargetAndTheRowIsHealthy() {
    Labels labels = labels(8, failure("api", 5, Failure.Role.ROOT));

    assertThat(causes(labels, 0)[0] + causes(labels, 1)[0]).isZero();
    assertThat(labels.isHealthy(1)).isTrue();
    assertThat(labels.isHealthy(2)).isFalse();
    assertThat(labels.isHealthy(5)).isTrue();
  }

  @Test
  void failuresOfOneIntentThatOverlapAreOneRunOfPositives() {
    Labels labels =
        labels(8, failure("api", 4, Failure.Role.ROOT), failure("api", 6, Failure.Role.ROOT));

    assertThat(binary(labels, 0)).containsExactly(0, 1, 1, 1, 1, 1, 0, 0);
    assertThat(causes(labels, 0)).containsExactly(0, 1, 1, 1, 1, 1, 0, 0);
  }

  @Test
  void aFailureOutsideOfTheHistoryLabelsWhatOfItsHorizonIsInside() {
    Labels labels =
        labels(5, failure("api", 1, Failure.Role.ROOT), failure("orders", 7, Failure.Role.ROOT));

    assertThat(binary(labels, 0)).containsExactly(1, 0, 0, 0, 0);
    assertThat(binary(labels, 1)).containsExactly(0, 0, 0, 0, 1);
    assertThat(binary(labels(5, failure("api", 0, Failure.Role.ROOT)), 0)).containsOnly(0);
    assertThat(binary(labels(5, failure("api", 99, Failure.Role.ROOT)), 0)).containsOnly(0);
  }

  /** Minutes 3 to 6 were not recorded: of 2, 3 and 4, only 2 is there. */
  @Test
  void theHorizonIsOneOfTimeNotOfRows() {
    KpiHistory history = history(List.of(0, 1, 2, 7, 8));

    Labels labels =
        Labels.of(
            history,
            new FailureLog(List.of(failure("api", 5, Failure.Role.ROOT))),
            INTENTS,
            HORIZON);

    assertThat(binary(labels, 0)).containsExactly(0, 0, 1, 0, 0);
  }

  @Property
  void eachRowsCausesSumToOneOrAreAbsent(
      @ForAll List<@IntRange(max = 50) Integer> failures, @ForAll @IntRange(max = 2) int role) {
    Failure[] log = new Failure[failures.size()];
    Arrays.setAll(
        log,
        n -> failure(INTENTS.get(n % 2), failures.get(n), Failure.Role.values()[(n + role) % 3]));

    Labels labels = labels(40, log);

    for (int row = 0; row < 40; row++) {
      int minute = row;
      boolean fails =
          Arrays.stream(log)
              .map(failure -> Duration.between(START, failure.time()).toMinutes())
              .anyMatch(time -> time - 3 <= minute && minute < time);
      assertThat(labels.isHealthy(row)).isEqualTo(!fails);
      assertThat(causes(labels, 0)[row] + causes(labels, 1)[row]).isEqualTo(fails ? 1 : 0);
    }
  }

  private static Failure failure(String intent, int minute, Failure.Role role) {
    return Failure.of("INC", intent, START.plus(Duration.ofMinutes(minute))).withRole(role);
  }

  private static Labels labels(int rows, Failure... failures) {
    return Labels.of(history(minutes(rows)), new FailureLog(List.of(failures)), INTENTS, HORIZON);
  }

  private static List<Integer> minutes(int rows) {
    List<Integer> minutes = new ArrayList<>();
    for (int minute = 0; minute < rows; minute++) {
      minutes.add(minute);
    }
    return minutes;
  }

  private static KpiHistory history(List<Integer> minutes) {
    return KpiHistory.of(
        List.of("cpu"),
        minutes.stream().map(minute -> START.plus(Duration.ofMinutes(minute))).toList(),
        new double[minutes.size()][1]);
  }

  private static float[] binary(Labels labels, int intent) {
    return column(labels.binary(), intent);
  }

  private static float[] causes(Labels labels, int intent) {
    return column(labels.causes(), intent);
  }

  private static float[] column(float[] values, int intent) {
    float[] column = new float[values.length / 2];
    for (int row = 0; row < column.length; row++) {
      column[row] = values[2 * row + intent];
    }
    return column;
  }
}
