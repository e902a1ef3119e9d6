package io.mild.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.mild.TimeToFailure;
import io.mild.Verdict;
import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.training.evaluation.FailureOutcome.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A day of two intents, a and b, in which alerts and verdicts are set minute by minute. */
class AlertEvaluationTest {
  private static final int MINUTES = 1440;
  private static final AlertPolicy POLICY =
      new AlertPolicy(List.of(new AlertRule(5, 0.5), new AlertRule(5, 0.5)));

  private final boolean[][] on = new boolean[2][MINUTES];
  private final String[] named = new String[MINUTES];
  private final TimeToFailure[] told = new TimeToFailure[MINUTES];

  /** Onset at 300, failure at 400, recovered at 420: protected are 300 to 450. */
  private static final Failure FAILURE =
      Failure.of("1", "a", time(400))
          .withOnset(time(300))
          .withRecovery(time(420))
          .withRole(Failure.Role.ROOT);

  @Test
  void leadAndVerdictAreThoseOfTheFirstAlertsFromTheOnsetOn() {
    alert(1, 320, 340, "b");
    alert(0, 350, 400, "a");

    FailureOutcome outcome = only(FAILURE);

    assertThat(outcome.leadMinutes()).isEqualTo(50); // 400 − 350, a's own
    assertThat(outcome.named(VerdictTime.OWN)).isEqualTo("a");
    assertThat(outcome.incidentLeadMinutes()).isEqualTo(80); // 400 − 320, b came first
    assertThat(outcome.named(VerdictTime.INCIDENT)).isEqualTo("b");
    assertThat(outcome.named(VerdictTime.FINAL)).isEqualTo("a");
    assertThat(outcome.isDetected()).isTrue();
    assertThat(outcome.isRight(VerdictTime.INCIDENT)).isFalse();
  }

  @Test
  void laterVerdictsAreAskedSoLongAfterTheFirstAlertOrJustBeforeTheFailure() {
    alert(1, 350, 380, "b"); // the incident's first alert; 30 minutes later is 380, 60 is 410
    alert(0, 380, 399, "a");
    alert(0, 399, 400, "last");

    FailureOutcome outcome = only(FAILURE);

    assertThat(named(outcome))
        .containsOnly(
            entry(VerdictTime.OWN, "a"),
            entry(VerdictTime.INCIDENT, "b"),
            entry(VerdictTime.QUARTER, "a"),
            entry(VerdictTime.HALF, "last"), // 410 would be after the failure
            entry(VerdictTime.FINAL, "last"));
  }

  @Test
  void changesOfTheNamedRootCauseCountFromTheIncidentsFirstAlertToTheLastMinute() {
    alert(1, 310, 311, "c"); // before a later onset
    alert(1, 320, 340, "b");
    alert(0, 350, 399, "a");
    alert(0, 399, 400, "b");

    // c, then nobody, b, nobody, a, b: of these 320 to 399 are b, nobody, a, b
    assertThat(only(FAILURE.withOnset(time(315))).flips()).isEqualTo(3);
    assertThat(only(FAILURE).flips()).isEqualTo(5);
  }

  @Test
  void theRootCauseIsSettledFromTheRowOnFromWhichItStaysRight() {
    alert(1, 320, 340, "b");
    alert(0, 340, 350, "a");
    alert(1, 350, 360, "b");
    alert(0, 360, 400, "a");

    assertThat(only(FAILURE).settledMinutes()).isEqualTo(40); // from the first alert at 320
  }

  @Test
  void aRootCauseThatIsWrongAtLastIsNotSettled() {
    alert(0, 320, 399, "a");
    alert(1, 399, 400, "b");

    assertThat(only(FAILURE).settledMinutes()).isNaN();
  }

  @Test
  void oneThatIsRightFromTheFirstAlertOnIsSettledAtOnce() {
    alert(0, 320, 400, "a");

    assertThat(only(FAILURE).settledMinutes()).isZero();
  }

  @Test
  void theTimeLeftIsHeldAgainstTheTrueOneInEachMinuteFromTheFirstAlertOn() {
    alert(1, 320, 345, "b");
    for (int minute = 310; minute < 350; minute++) {
      told[minute] = new TimeToFailure(Duration.ofMinutes(60), Duration.ofMinutes(75), 0.8);
    }

    List<Interval> intervals = only(FAILURE).intervals();

    // from 320, 80 minutes before, to 349, 51 before; of these 75 to 61 minutes lie in (60, 75]
    assertThat(intervals).hasSize(30).extracting(Interval::widthMinutes).containsOnly(15.0);
    assertThat(intervals.subList(0, 5)).extracting(Interval::held).containsOnly(false);
    assertThat(intervals.subList(5, 20)).extracting(Interval::held).containsOnly(true);
    assertThat(intervals.subList(20, 30)).extracting(Interval::held).containsOnly(false);
  }

  @Test
  void anAlertThatIsOnAlreadyCountsFromTheOnset() {
    alert(0, 250, 400, "a");

    assertThat(only(FAILURE).leadMinutes()).isEqualTo(100);
  }

  @Test
  void anAlertAfterTheFailureIsTooLate() {
    alert(0, 400, 410, "a");

    FailureOutcome outcome = only(FAILURE);

    assertThat(outcome.isIncidentDetected()).isFalse();
    assertThat(outcome.verdicts()).isEmpty();
    assertThat(outcome.flips()).isNaN();
    assertThat(outcome.intervals()).isEmpty();
  }

  @Test
  void falsePositivesAreNotificationsOutsideOfProtectedMinutes() {
    alert(0, 290, 300, "a"); // before the onset
    alert(0, 440, 445, "a"); // protected after the recovery
    alert(0, 600, 610, "a");
    alert(1, 605, 615, "b"); // of its own a second one, in the incident stream the same
    alert(0, 900, 1030, "a"); // once more after 120 minutes

    AlertEvaluation evaluation = evaluate(FAILURE);

    assertThat(evaluation.days()).isEqualTo(1);
    assertThat(evaluation.falsePositivesPerDay()).containsExactly(entry("a", 4.0), entry("b", 1.0));
    assertThat(evaluation.incidentFalsePositivesPerDay()).isEqualTo(4);
    assertThat(evaluation.falseAlarms())
        .containsExactly(time(290), time(600), time(900), time(1020));
  }

  @Test
  void victimsProtectButAreNotJudged() {
    Failure victim =
        Failure.of("1", "b", time(400)).withOnset(time(200)).withRole(Failure.Role.VICTIM);
    alert(1, 250, 260, "b");

    AlertEvaluation evaluation = evaluate(FAILURE, victim);

    assertThat(evaluation.outcomes()).hasSize(1);
    assertThat(evaluation.outcomes().get(0).codrift()).isTrue();
    assertThat(evaluation.falseAlarms()).isEmpty();
  }

  @Test
  void withoutANotedOnsetTheDriftIsOneHorizon() {
    alert(0, 250, 300, "a"); // from 280 on within 120 minutes before the failure

    assertThat(only(Failure.of("1", "a", time(400))).leadMinutes()).isEqualTo(120);
  }

  @Test
  void aFailureOfAnIntentThatTheModelDoesNotKnowIsMissedByItButNotByAll() {
    alert(1, 350, 360, "b");

    FailureOutcome outcome = only(Failure.of("1", "new", time(400)).withOnset(time(300)));

    assertThat(outcome.isDetected()).isFalse();
    assertThat(outcome.incidentLeadMinutes()).isEqualTo(50);
    assertThat(outcome.isRight(VerdictTime.INCIDENT)).isFalse();
  }

  @Test
  void failuresCutByTheEndsAreNotJudged() {
    Failure before = Failure.of("1", "a", time(50)).withOnset(time(-10));
    Failure after = Failure.of("2", "a", time(1500)).withOnset(time(1400));

    assertThat(evaluate(before, after).outcomes()).isEmpty();
  }

  @Test
  void theWarningIsOfAnyIntentCappedAndZeroWhereMissed() {
    Failure missed =
        Failure.of("2", "b", time(900)).withOnset(time(800)).withRole(Failure.Role.ROOT);
    alert(1, 320, 340, "b"); // 80 minutes before the first failure

    AlertEvaluation evaluation = evaluate(FAILURE, missed);

    assertThat(evaluation.announced()).hasSize(1);
    assertThat(evaluation.warningMinutes(Duration.ofMinutes(120))).isEqualTo(40); // (80 + 0) / 2
    assertThat(evaluation.warningMinutes(Duration.ofMinutes(60))).isEqualTo(30); // (60 + 0) / 2
    assertThat(evaluate().warningMinutes(Duration.ofMinutes(60))).isNaN();
  }

  @Test
  void oneRowIsNothingToJudgeBy() {
    StreamedRows rows = new StreamedRows();
    rows.add(0, new double[] {0.1}, new boolean[] {false}, "a");

    assertThatThrownBy(
            () ->
                AlertEvaluation.of(
                    List.of("a"), Duration.ofHours(2), POLICY, rows, new FailureLog(List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1");
  }

  @Test
  void theTableCountsAllFailuresAndTheCodriftsAmongThem() {
    FailureOutcome found =
        new FailureOutcome(
            FAILURE,
            false,
            150,
            170,
            Map.of(
                VerdictTime.OWN, said("a"),
                VerdictTime.INCIDENT, said("b"),
                VerdictTime.QUARTER, said("b"),
                VerdictTime.HALF, said("a"),
                VerdictTime.FINAL, said("a")),
            3,
            90,
            List.of(new Interval(true, 40), new Interval(true, 40), new Interval(false, 20)));
    FailureOutcome foundByOther =
        new FailureOutcome(
            FAILURE,
            true,
            Double.NaN,
            60,
            Map.of(
                VerdictTime.INCIDENT, said("a"),
                VerdictTime.QUARTER, said("a"),
                VerdictTime.HALF, said("a"),
                VerdictTime.FINAL, said("a")),
            0,
            0,
            List.of(new Interval(false, 60)));
    FailureOutcome missed =
        new FailureOutcome(
            FAILURE, true, Double.NaN, Double.NaN, Map.of(), Double.NaN, Double.NaN, List.of());
    AlertEvaluation evaluation =
        new AlertEvaluation(
            Duration.ofMinutes(120),
            2.5,
            1.9,
            List.of(found, foundByOther, missed),
            Map.of("a", 1.0, "b", 0.25),
            0.8,
            List.of());

    assertThat(FigureTable.of(evaluation).lines())
        .containsExactly(
            "                                             all                co-drifts",
            "failures                                     3                  2",
            "alert of any intent                          0.667 (2/3)        0.500 (1/2)",
            "alert of the root intent (detection)         0.333 (1/3)        0.000 (0/2)",
            "lead, mean over detected (min)               150.0              -",
            "lead120, missed as 0 (min)                   40.0               0.0", // 120 / 3
            // (120 + 60) / 3
            "incident lead120, missed as 0 (min)          60.0               30.0",
            "root cause right at the incident's alert     0.500 (1/2)        1.000 (1/1)",
            "root cause right 30 minutes later            0.500 (1/2)        1.000 (1/1)",
            "root cause right 60 minutes later            1.000 (2/2)        1.000 (1/1)",
            "root cause right in the last minute          1.000 (2/2)        1.000 (1/1)",
            "root cause right at the intent's own alert   1.000 (1/1)        -",
            "changes of the named root cause, mean        1.5                0.0", // (3 + 0) / 2
            "time left held at the first alert            0.500 (1/2)        0.000 (0/1)",
            // of two outcomes' 3 + 1 minutes
            "time left held in all minutes                0.500 (2/4)        0.000 (0/1)",
            "false positives a day, sum of intents        1.25",
            "false positives a day, incident stream       0.80",
            "days                                         2.50",
            "days that no failure is near                 1.90");
  }

  /** From onset at 600 to half an hour after the failure at 720, with both rows: 151 minutes. */
  @Test
  void daysThatNoFailureIsNearAreWhatFalseAlarmsRestOn() {
    AlertEvaluation evaluation = evaluate(Failure.of("1", "a", time(720)));

    assertThat(evaluation.days()).isCloseTo(MINUTES / 1440.0, within(1e-12));
    assertThat(evaluation.unprotectedDays()).isCloseTo((MINUTES - 151) / 1440.0, within(1e-12));
  }

  private void alert(int intent, int from, int until, String cause) {
    for (int minute = from; minute < until; minute++) {
      on[intent][minute] = true;
      named[minute] = cause;
    }
  }

  private static Verdict said(String named) {
    return new Verdict(List.of(named), 0.9);
  }

  private static Map<VerdictTime, String> named(FailureOutcome outcome) {
    return outcome.verdicts().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, said -> said.getValue().rootCause()));
  }

  private FailureOutcome only(Failure failure) {
    List<FailureOutcome> outcomes = evaluate(failure).outcomes();
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  private AlertEvaluation evaluate(Failure... failures) {
    StreamedRows rows = new StreamedRows();
    for (int minute = 0; minute < MINUTES; minute++) {
      rows.add(
          time(minute).toEpochMilli(),
          new double[] {0.1, 0.2},
          new boolean[] {on[0][minute], on[1][minute]},
          said(named[minute] == null ? "-" : named[minute]),
          Optional.ofNullable(told[minute]));
    }
    return AlertEvaluation.of(
        List.of("a", "b"),
        Duration.ofMinutes(120),
        POLICY,
        rows,
        new FailureLog(List.of(failures)));
  }

  private static Instant time(int minute) {
    return Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofMinutes(minute));
  }
}
