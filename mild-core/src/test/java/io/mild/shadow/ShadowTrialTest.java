package io.mild.shadow;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.HandMade;
import io.mild.Mild;
import io.mild.alerting.incident.NoiseRules;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * The live model alerts where the load is above 1; a late candidate above 2.5, an early one above
 * 0.5, each two hours ahead and at most one and a half times a day in vain. {@code api} is broken
 * by three minutes above 5.
 */
class ShadowTrialTest {
  private static final int DAY = 1_440;
  private static final double LOW = 0;
  private static final double BROKEN = 9;
  private static final Goals GOALS =
      Goals.of(Goal.of("api").holds(kpi("load").atMost(5)).brokenAfter(Duration.ofMinutes(3)));

  private final Mild live = alertingAbove(1).withGoals(GOALS);
  private ShadowTrial trial = ShadowTrial.begin(live.openStream(), alertingAbove(2.5));
  private int minute;

  private static Mild alertingAbove(double level) {
    return HandMade.withoutPull().horizon(120, level).build();
  }

  private void rows(int count, double load) {
    for (int i = 0; i < count; i++) {
      trial.accept(time(minute++), load, 0);
    }
  }

  private static Instant time(int minute) {
    return HandMade.START.plus(Duration.ofMinutes(minute));
  }

  /** A day with a failure that the live model sees an hour and a half before, the late one half. */
  private void dayOfFailure() {
    rows(300, LOW);
    rows(60, 2);
    rows(30, 3);
    rows(10, BROKEN);
    rows(DAY - 400, LOW);
  }

  /** A day with a high load that the live model warns of in vain, several times. */
  private void dayOfFalseAlarms(int count) {
    for (int i = 0; i < count; i++) {
      rows(DAY / count - 5, LOW);
      rows(5, 2);
    }
  }

  @Test
  void theLiveModelAnswersAndTheCandidateIsHeard() {
    Assessment now = trial.accept(time(minute++), LOW, 0);

    assertThat(now.intent("api").risk()).isNotEqualTo(candidateRisk());
    assertThat(trial.candidateAssessment().orElseThrow().time()).isEqualTo(now.time());
  }

  private double candidateRisk() {
    return trial.candidateAssessment().orElseThrow().intent("api").risk();
  }

  @Test
  void bothAreHeldAgainstTheFailuresThatCame() {
    dayOfFailure();
    dayOfFailure();

    ShadowComparison found = trial.comparison();
    assertThat(found.failures()).isEqualTo(2);
    assertThat(found.live().warned()).isEqualTo(2);
    assertThat(found.live().meanLead()).isEqualTo(Duration.ofMinutes(90));
    assertThat(found.candidate().warned()).isEqualTo(2);
    assertThat(found.candidate().meanLead()).isEqualTo(Duration.ofMinutes(30));
    assertThat(found.live().falseNotifications()).isZero();
    assertThat(found.from()).isEqualTo(time(0));
    assertThat(found.until()).isEqualTo(time(minute));
  }

  @Test
  void aWarningThatNothingFollowedIsCountedAgainstItsModel() {
    dayOfFalseAlarms(2);
    rows(300, LOW);

    assertThat(trial.comparison().live().falseNotifications()).isEqualTo(2);
    assertThat(trial.comparison().candidate().falseNotifications()).isZero();
  }

  @Test
  void aFailureThatAModelMissedCountsAsALeadOfZero() {
    rows(300, LOW);
    rows(60, 2);
    rows(10, BROKEN);
    rows(300, LOW);
    rows(10, BROKEN);

    ShadowComparison found = trial.comparison();
    assertThat(found.failures()).isEqualTo(2);
    assertThat(found.live().warned()).isEqualTo(1);
    assertThat(found.live().meanLead()).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void differencesAreNoted() {
    dayOfFailure();

    Difference first = trial.comparison().differences().get(0);
    assertThat(first.isOfCandidate()).isFalse();
    assertThat(first.from()).isEqualTo(time(300));
    assertThat(first.until()).contains(time(360));
    assertThat(first.rootCause()).isEqualTo("api");
  }

  @Test
  void nothingIsSaidTooEarly() {
    dayOfFailure();
    dayOfFailure();
    assertThat(trial.comparison().advice()).isEqualTo(Advice.WAIT);
    assertThat(trial.comparison().why()).contains("2.0 days are too few");

    rows(DAY - 1, LOW);
    assertThat(trial.comparison().why()).contains("days are too few");
    rows(1, LOW);
    assertThat(trial.comparison().advice()).isEqualTo(Advice.WAIT);
    assertThat(trial.comparison().why()).contains("2 failures are too few");
  }

  @Test
  void aCandidateThatWarnsLaterIsNotPromoted() {
    for (int day = 0; day < 4; day++) {
      dayOfFailure();
    }

    assertThat(trial.comparison().advice()).isEqualTo(Advice.KEEP);
    assertThat(trial.comparison().why())
        .isEqualTo("the candidate is behind: it warns 60 ± 0 minutes later before 4 failures");
  }

  @Test
  void theBudgetComesBeforeTheLead() {
    for (int day = 0; day < 4; day++) {
      dayOfFailure();
      dayOfFalseAlarms(5);
    }
    rows(200, LOW);

    assertThat(trial.comparison().live().falseNotifications()).isEqualTo(20);
    assertThat(trial.comparison().advice()).isEqualTo(Advice.PROMOTE);
    assertThat(trial.comparison().why()).startsWith("the live model breaks its budget: 20 false");
  }

  @Test
  void aCandidateThatBreaksItsBudgetIsNotPromoted() {
    trial = ShadowTrial.begin(live.openStream(), alertingAbove(0.5));
    for (int day = 0; day < 4; day++) {
      for (int i = 0; i < 6; i++) {
        rows(235, LOW);
        rows(5, 0.7);
      }
    }

    assertThat(trial.comparison().advice()).isEqualTo(Advice.KEEP);
    assertThat(trial.comparison().why()).startsWith("the candidate breaks its budget: ");
  }

  @Test
  void aPromotedCandidateGoesOnWithTheIncidentThatRuns() {
    trial = ShadowTrial.begin(live.openStream(), alertingAbove(0.5));
    rows(300, LOW);
    rows(10, 2);
    String id = trial.live().incidents().get(0).id();

    AssuranceStream promoted = trial.promote();
    Assessment next = promoted.accept(time(minute), 2, 0);

    assertThat(promoted.incidents()).extracting(incident -> incident.id()).containsExactly(id);
    assertThat(next.incident().orElseThrow().isNotification()).isFalse();
    assertThat(next.incidentEvents()).noneMatch(event -> event.isNotification());
    assertThat(promoted.mild().goals()).isEqualTo(GOALS);
  }

  /** A trial in the other direction, by the same count. */
  @Test
  void aPromotionIsRolledBackByATrialOfTheModelBefore() {
    AssuranceStream promoted = trial.promote();
    trial = ShadowTrial.begin(promoted, live);
    for (int day = 0; day < 4; day++) {
      dayOfFailure();
    }

    assertThat(trial.comparison().advice()).isEqualTo(Advice.PROMOTE);
    assertThat(trial.promote().mild().id()).isEqualTo(live.id());
  }

  @Test
  void anIncidentThatRanBeforeTheTrialIsOfNeither() {
    AssuranceStream stream = live.openStream();
    for (; minute < 20; minute++) {
      stream.accept(time(minute), 2, 0);
    }
    trial = ShadowTrial.begin(stream, alertingAbove(0.5));
    rows(10, 2);
    rows(300, LOW);

    assertThat(trial.comparison().live().notifications()).isZero();
    assertThat(trial.comparison().candidate().notifications()).isZero();
  }

  @Test
  void withoutGoalsFailuresAreTold() {
    trial = ShadowTrial.begin(alertingAbove(1).openStream(), alertingAbove(2.5));
    rows(300, LOW);
    rows(60, 2);
    assertThat(trial.failed("api", time(minute))).isTrue();
    rows(1, LOW);
    assertThat(trial.failed("api", time(minute - 1))).as("the same again").isFalse();
    trial.recovered("api", time(minute));
    rows(300, LOW);

    assertThat(trial.comparison().failures()).isEqualTo(1);
    assertThat(trial.comparison().live().meanLead()).isEqualTo(Duration.ofMinutes(60));
    assertThat(trial.comparison().candidate().warned()).isZero();
  }

  @Test
  void rulesHoldForBoth() {
    trial = ShadowTrial.begin(live.openStream(), alertingAbove(0.5));
    trial.rules(NoiseRules.parse("mute api until 2030-01-01T00:00:00Z"));
    rows(300, LOW);
    rows(10, 2);

    assertThat(trial.comparison().live().notifications()).isZero();
    assertThat(trial.comparison().candidate().notifications()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trial.rules(NoiseRules.parse("mute apo until 2030-01-01T00:00:00Z")));
    rows(1, 2);
    assertThat(trial.comparison().candidate().notifications()).isZero();
  }

  @Test
  void anOperatorsVerdictIsOfBoth() {
    trial = ShadowTrial.begin(live.openStream(), alertingAbove(0.5));
    rows(300, LOW);
    rows(5, 2);
    assertThat(trial.judge(time(300), true)).isTrue();
    rows(60, LOW);

    assertThat(trial.comparison().live().falseNotifications()).isEqualTo(1);
    assertThat(trial.comparison().candidate().falseNotifications()).isEqualTo(1);
  }

  @Test
  void aWarningThatWasActedOnIsNotFalse() {
    rows(300, LOW);
    rows(5, 2);
    assertThat(trial.acted(time(300))).isTrue();
    rows(300, LOW);

    assertThat(trial.comparison().live().falseNotifications()).isZero();
    assertThat(trial.comparison().live().notifications()).isEqualTo(1);
  }

  @Test
  void aResumedTrialGoesOnToTheBit() {
    dayOfFailure();
    rows(300, LOW);
    rows(30, 2);
    byte[] stream = trial.live().snapshot();
    byte[] snapshot = trial.snapshot();
    trial = ShadowTrial.resume(live.resumeStream(stream), alertingAbove(2.5), snapshot);
    assertThat(trial.snapshot()).isEqualTo(snapshot);
    rows(60, 3);
    rows(10, BROKEN);

    assertThat(trial.comparison().failures()).isEqualTo(2);
    assertThat(trial.comparison().live().meanLead()).isEqualTo(Duration.ofMinutes(90));
  }

  @Test
  void aDamagedSnapshotIsRefused() {
    byte[] snapshot = trial.snapshot();
    snapshot[snapshot.length / 2]++;
    AssuranceStream stream = trial.live();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShadowTrial.resume(stream, alertingAbove(2.5), snapshot))
        .withMessageContaining("damaged");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShadowTrial.resume(stream, live, new byte[3]))
        .withMessage("these bytes are no snapshot of a trial");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShadowTrial.resume(stream, alertingAbove(7), trial.snapshot()))
        .withMessageContaining("of another model");
  }

  @Test
  void aRowThatIsRefusedIsTakenByNeither() {
    rows(10, LOW);

    assertThatIllegalArgumentException().isThrownBy(() -> trial.accept(time(3), LOW, 0));
    rows(1, LOW);
    assertThat(trial.candidateAssessment().orElseThrow().time()).isEqualTo(time(10));
  }
}
