package io.mild.alerting;

import static io.mild.alerting.Timeline.millis;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Alerts of two intents two hours ahead, smoothed over ten rows of a minute: a failure is waited
 * for until 140 minutes after the last on-minute, but not beyond 300 minutes after the
 * notification; and an intent counts as broken for 30 minutes after it recovered.
 */
class OutcomeJudgeTest {
  private static final AlertRule RULE = new AlertRule(10, 0.5);
  private static final AlertPolicy POLICY = new AlertPolicy(List.of(RULE, RULE));
  private static final int API = 0;
  private static final int ORDERS = 1;

  private final OutcomeJudge judge =
      new OutcomeJudge(POLICY, Duration.ofMinutes(120), Duration.ofMinutes(1));
  private final Episode incident = new Episode(POLICY);
  private int minute = -1;
  private int falseOutcomes;

  @Test
  void withoutAFailureItIsFalseWhenTheHorizonAndTwoSpansArePast() {
    failuresAreTold();
    on(0, 0);
    off(140);
    assertThat(falseOutcomes).isZero();
    off(141);
    assertThat(falseOutcomes).isEqualTo(1);
  }

  @Test
  void itIsAskedOfTheIncidentNotOfTheNotification() {
    failuresAreTold();
    on(0, 50);
    off(190);
    judge.failed(API, millis(190));
    off(400);
    assertThat(falseOutcomes).isZero();
  }

  @Test
  void aFailureThatIsTooLateDoesNotMakeItRight() {
    failuresAreTold();
    on(0, 50);
    off(191);
    judge.failed(API, millis(191));
    assertThat(falseOutcomes).isEqualTo(1);
  }

  /** It notifies at 0, 120, 240 and 360; each is waited for on its own. */
  @Test
  void anEpisodeThatLastsIsAskedForTwoAndAHalfHorizons() {
    failuresAreTold();
    on(0, 300);
    assertThat(falseOutcomes).isZero();
    on(301, 301);
    assertThat(falseOutcomes).isEqualTo(1);
    judge.failed(ORDERS, millis(301));
    on(302, 430);
    assertThat(falseOutcomes).isEqualTo(1);
  }

  @Test
  void anIntentThatIsBrokenAtTheNotificationMakesItRight() {
    failuresAreTold();
    off(0);
    judge.failed(ORDERS, millis(0));
    on(100, 100);
    off(500);
    assertThat(falseOutcomes).isZero();
  }

  @Test
  void soDoesOneThatRecoveredHalfAnHourBefore() {
    off(0);
    judge.failed(ORDERS, millis(0));
    judge.recovered(ORDERS, millis(20));
    on(50, 50);
    off(500);
    assertThat(falseOutcomes).isZero();
  }

  @Test
  void butNotOneThatRecoveredLongerAgo() {
    off(0);
    judge.failed(ORDERS, millis(0));
    judge.recovered(ORDERS, millis(20));
    on(51, 51);
    off(500);
    assertThat(falseOutcomes).isEqualTo(1);
  }

  @Test
  void aFailureThatIsToldAheadOfTheRowsCounts() {
    failuresAreTold();
    on(0, 0);
    judge.failed(API, millis(150)); // too late, as it seems
    on(1, 20); // and the last on-minute is not the first
    off(500);
    assertThat(falseOutcomes).isZero();
  }

  @Test
  void aFailureThatIsToldLateTakesTheFalseOutcomeBack() {
    failuresAreTold();
    on(0, 0);
    off(200);
    assertThat(falseOutcomes).isEqualTo(1);
    judge.failed(API, millis(130));
    off(201);
    assertThat(falseOutcomes).isZero();
  }

  @Test
  void whereNobodyTellsThereIsNoOutcome() {
    on(0, 0);
    off(500);
    assertThat(falseOutcomes).isZero();
    failuresAreTold();
    off(501);
    assertThat(falseOutcomes).as("whose time was over when telling began").isZero();
  }

  @Test
  void whatWasActedOnHasNoOutcomeAndNeitherHasTheRestOfItsEpisode() {
    failuresAreTold();
    on(0, 60);
    assertThat(judge.acted(millis(0))).isTrue();
    assertThat(judge.acted(millis(0))).as("the second time").isFalse();
    on(61, 130); // notifies at 120 once more
    assertThat(judge.acted(millis(120))).as("its episode has been").isFalse();
    off(800);
    assertThat(falseOutcomes).isZero();
  }

  @Test
  void whatWasActedOnCanBeToldWhenItSeemedFalse() {
    failuresAreTold();
    on(0, 0);
    off(200);
    assertThat(judge.acted(millis(0))).isTrue();
    off(201);
    assertThat(falseOutcomes).isZero();
  }

  @Test
  void whatCameTrueWasNotAverted() {
    failuresAreTold();
    on(0, 0);
    judge.failed(API, millis(30));
    assertThat(judge.acted(millis(0))).isFalse();
    assertThat(judge.acted(millis(1))).as("no notification").isFalse();
  }

  @Test
  void theOperatorsWordOutweighsWhatWasFoundOut() {
    failuresAreTold();
    on(0, 0);
    off(200);
    assertThat(judge.judged(millis(0), false)).isTrue();
    off(201);
    assertThat(falseOutcomes).isZero();
    assertThat(judge.judged(millis(0), true)).as("the second time").isFalse();
  }

  @Test
  void theOperatorsWordOutweighsWhatIsFoundOutLater() {
    failuresAreTold();
    on(0, 0);
    judge.judged(millis(0), true);
    judge.failed(API, millis(30));
    assertThat(judge.acted(millis(0))).isFalse();
    off(500);
    assertThat(falseOutcomes).isEqualTo(1);
  }

  @Test
  void plannedWorkTakesOutWhatIsOpen() {
    failuresAreTold();
    on(0, 0);
    judge.advanceTo(millis(60), true);
    off(500);
    assertThat(falseOutcomes).isZero();
  }

  @Test
  void itIsLeftAloneWhereThreeOfTheDueNotificationsHaveNoVerdict() {
    for (int i = 0; i < 3; i++) {
      on(60 * i, 60 * i);
    }
    off(1559);
    assertThat(judge.isLeftAlone(millis(1559))).isFalse();
    off(1560);
    assertThat(judge.isLeftAlone(millis(1560))).isTrue();
    judge.judged(millis(60), false);
    assertThat(judge.isLeftAlone(millis(1560))).isFalse();
  }

  @Test
  void itIsNotLeftAloneWhereFailuresAreTold() {
    failuresAreTold();
    for (int i = 0; i < 3; i++) {
      on(60 * i, 60 * i);
    }
    off(1560);
    assertThat(judge.isLeftAlone(millis(1560))).isFalse();
  }

  private void failuresAreTold() {
    judge.recovered(API, millis(-100));
  }

  /** On in these minutes, off between the latest one and them. */
  private void on(int from, int to) {
    off(from - 1);
    goOnTo(to, true);
  }

  private void off(int to) {
    goOnTo(to, false);
  }

  private void goOnTo(int to, boolean on) {
    while (minute < to) {
      minute++;
      judge.advanceTo(millis(minute), false);
      incident.accept(millis(minute), on, true);
      judge.accept(millis(minute), incident, incident.isNotification(), false);
    }
    falseOutcomes += judge.takeFalseOutcomes();
  }
}
