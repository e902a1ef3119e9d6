package io.mild.alerting;

import static io.mild.alerting.Timeline.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BudgetControllerTest {
  private static final BudgetController.Thresholds THRESHOLDS =
      new BudgetController.Thresholds(1, 1.5, 2.2, 1);
  private static final Offset<Double> EXACT = within(1e-9);

  /** Two failures a day in four weeks. */
  private static final BudgetController.Thresholds OF_TWO_FAILURES_A_DAY =
      new BudgetController.Thresholds(1, 1.5, 2.2, 1, new FailureRate(28, 2));

  private static final AlertRule RULE = new AlertRule(10, 0.5);
  private static final AlertPolicy POLICY = new AlertPolicy(List.of(RULE, RULE));

  /** What a minute takes: 0.25 · 0.80 / 1440. */
  private static final double MINUTE = 0.25 * 0.80 / 1440;

  private static final int DAY = 1440;

  private BudgetController controller = controller(THRESHOLDS);
  private int minute;

  /**
   * δ: 0.5 at first; 0.5 − 60 m at minute 60, where a notification is made; 0.5 − 300 m at minute
   * 300, where it is judged false: 0.75 − 300 m; 0.75 − 420 m at minute 420. With m = 0.000138889
   * that is 0.491667, 0.458333, 0.708333 and 0.691667.
   */
  @Test
  void aFalseNotificationRaisesTheThresholdAndTimeLowersIt() {
    assertThat(controller.advanceTo(0)).isEqualTo(1.5);
    advanceTo(60);
    assertThat(controller.threshold()).isCloseTo(1.491666667, EXACT);
    notified(controller);
    advanceTo(300);
    assertThat(controller.threshold()).isCloseTo(1.458333333, EXACT);
    assertThat(controller.judged(millis(60), true)).isTrue();
    assertThat(controller.threshold()).isCloseTo(1.708333333, EXACT);
    advanceTo(420);
    assertThat(controller.threshold()).isCloseTo(1.691666667, EXACT);
  }

  /**
   * Of 3.5 days at one false alarm a day steps are 14 / 3.5 = 4 times as large: 0.8 a day, and 1
   * for a false alarm. Once 3.5 days were watched they are 14 / 7 = 2 times as large. Of 1.75 days
   * they are no more than 4 times.
   */
  @Test
  void whatRestsOnFewDaysMovesInLargerStepsUntilMoreWereWatched() {
    for (double days : new double[] {3.5, 1.75}) {
      BudgetController hasty = controller(ofDays(days));
      hasty.advanceTo(0);
      hasty.recovered(0, 0);
      hasty.advanceTo(millis(60));
      assertThat(hasty.threshold()).isCloseTo(2 - 4 * 60 * MINUTE, within(1e-3));
    }
    controller = controller(ofDays(3.5));
    controller.advanceTo(0);
    controller.recovered(0, 0);
    notified(controller);
    controller.judged(0, true);
    assertThat(controller.threshold()).isCloseTo(3, EXACT);

    advanceTo(7 * DAY / 2);
    double before = controller.threshold();
    notified(controller);
    controller.judged(millis(7 * DAY / 2), true);
    assertThat(controller.threshold()).isCloseTo(before + 0.5, within(1e-3));
  }

  /** 4 · 1.5 below and 4 · 1 above. */
  @Test
  void whatRestsOnFewDaysMovesFurther() {
    controller = controller(ofDays(2));
    controller.advanceTo(0);
    controller.recovered(0, 0);
    advanceTo(100 * DAY);
    assertThat(controller.threshold()).isEqualTo(2 - 6);
    for (int i = 1; i <= 60; i++) {
      advanceTo(100 * DAY + i);
      notified(controller);
      controller.judged(millis(100 * DAY + i), true);
    }
    assertThat(controller.threshold()).isCloseTo(2 + 4, EXACT);
  }

  /** Without outcomes it would sink until it alerts, and nobody says that these were false. */
  @Test
  void whatRestsOnFewDaysDoesNotSinkBeforeAnybodyTells() {
    controller = controller(ofDays(2));
    controller.advanceTo(0);
    advanceTo(10 * DAY);
    assertThat(controller.threshold()).isEqualTo(2);

    controller.recovered(0, millis(10 * DAY));
    advanceTo(11 * DAY);
    assertThat(controller.threshold()).isLessThan(2);
  }

  @Test
  void aSmallBudgetNeedsALongerHistory() {
    BudgetController.Thresholds rare =
        new BudgetController.Thresholds(2, 2, 2, 0.5, new FailureRate(14, 0));
    controller = controller(rare);
    controller.advanceTo(0);
    notified(controller);
    controller.judged(0, true);
    assertThat(controller.threshold()).isCloseTo(2.5, EXACT);
  }

  @Test
  void whatWentFarGoesOnWhereItWas() throws IOException {
    controller = controller(ofDays(2));
    controller.advanceTo(0);
    controller.recovered(0, 0);
    advanceTo(100 * DAY);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    controller.writeTo(new DataOutputStream(bytes));
    BudgetController other = controller(ofDays(2));
    other.resume(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    assertThat(other.threshold()).isEqualTo(2 - 6);
  }

  /** All three thresholds at 2. */
  private static BudgetController.Thresholds ofDays(double days) {
    return new BudgetController.Thresholds(2, 2, 2, 1, new FailureRate(days, 0));
  }

  @Test
  void falseAlarmsAreCountedWithTheDaysThatWereWatched() throws IOException {
    controller.advanceTo(0);
    notified(controller);
    assertThat(controller.judged(0, true)).isTrue();
    advanceTo(2 * DAY);
    notified(controller);
    assertThat(controller.judged(millis(2 * DAY), false)).isTrue();

    BudgetController other = controller(THRESHOLDS);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    controller.writeTo(new DataOutputStream(bytes));
    other.resume(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(other.falseAlarms()).isEqualTo(1);
    assertThat(other.watchedDays()).isCloseTo(2, EXACT);
    assertThat(other.budgetPerDay()).isEqualTo(1);
  }

  @Test
  void aTrueNotificationLeavesTheThreshold() {
    controller.advanceTo(0);
    notified(controller);
    advanceTo(240);
    assertThat(controller.judged(0, false)).isTrue();
    assertThat(controller.threshold()).isCloseTo(1.5 - 240 * MINUTE, EXACT);
  }

  @Test
  void aVerdictCountsOnceAndOnlyOnAKnownNotification() {
    controller.advanceTo(0);
    notified(controller);
    assertThat(controller.judged(0, true)).isTrue();
    assertThat(controller.judged(0, true)).isFalse();
    assertThat(controller.judged(1, true)).isFalse();
    assertThat(controller.threshold()).isCloseTo(1.75, EXACT);
  }

  /** From δ = 0.5 seven steps of 0.25 would be more than 2.2 − 1 + 1; an eighth is for nothing. */
  @Test
  void theThresholdStaysWithinOneOfTheStaticOne() {
    for (int i = 0; i < 8; i++) {
      controller.advanceTo(i);
      notified(controller);
      controller.judged(i, true);
    }
    assertThat(controller.threshold()).isCloseTo(3.2, EXACT);
  }

  /** 2 are used up in 2 / 0.2 = 10 days. */
  @Test
  void withoutFalseNotificationsTheThresholdSinksBelowTheNaiveOne() {
    controller.advanceTo(0);
    advanceTo(9 * DAY);
    assertThat(controller.threshold()).isCloseTo(1.5 - 9 * 0.2, EXACT);
    advanceTo(11 * DAY);
    assertThat(controller.threshold()).isEqualTo(-0.5);
  }

  /** Twice the budget, twice the pace: at 1.6 false ones a day it stands still. */
  @Test
  void thePaceFollowsTheBudget() {
    BudgetController two = controller(THRESHOLDS.withBudget(2));
    two.advanceTo(0);
    assertThat(two.advanceTo(millis(60))).isCloseTo(1.5 - 120 * MINUTE, EXACT);
  }

  @Test
  void aLongPauseCountsAsAnHour() {
    controller.advanceTo(0);
    assertThat(controller.advanceTo(millis(10 * DAY))).isCloseTo(1.5 - 60 * MINUTE, EXACT);
  }

  /**
   * Notifications in hours 0, 1 and 2 of the first day, none judged: the third is due in hour 26. δ
   * is then kept at 2.2 − 1. A late verdict leaves two of three: δ goes on down from there.
   */
  @Test
  void whereNobodyTellsAndVerdictsStopItFallsBackToTheStaticThresholdAndGoesOnFromThere() {
    controller.advanceTo(0);
    notified(controller);
    advanceTo(60);
    notified(controller);
    advanceTo(120);
    notified(controller);
    advanceTo(26 * 60 - 1);
    assertThat(controller.isFallenBack()).isFalse();
    assertThat(controller.threshold()).isCloseTo(1.5 - (26 * 60 - 1) * MINUTE, EXACT);
    advanceTo(26 * 60);
    assertThat(controller.isFallenBack()).isTrue();
    assertThat(controller.threshold()).isCloseTo(2.2, EXACT);
    advanceTo(10 * DAY);
    assertThat(controller.threshold()).isCloseTo(2.2, EXACT);

    assertThat(controller.judged(millis(60), false)).isTrue();
    assertThat(controller.isFallenBack()).isFalse();
    advanceTo(10 * DAY + 60);
    assertThat(controller.threshold()).isCloseTo(2.2 - 60 * MINUTE, EXACT);
  }

  @Test
  void aThresholdAboveTheStaticOneSinksToItWhenNobodyJudges() {
    controller.advanceTo(0);
    for (int i = 1; i <= 9; i++) {
      advanceTo(i);
      notified(controller);
      if (i <= 6) {
        controller.judged(millis(i), true);
      }
    }
    advanceTo(1449);
    assertThat(controller.isFallenBack()).isTrue();
    assertThat(controller.threshold()).isBetween(2.7, 2.85);
    advanceTo(10 * DAY);
    assertThat(controller.threshold()).isCloseTo(2.2, EXACT);
  }

  /** Two in ten may stay unjudged; older ones are forgotten. */
  @Test
  void aFewMissingVerdictsAreBorne() {
    for (int i = 0; i < 30; i++) {
      advanceTo(60 * i);
      notified(controller);
      if (i % 5 != 0) {
        controller.judged(millis(60 * i), false);
      }
    }
    for (int hour = 30; hour < 60; hour++) {
      advanceTo(60 * hour);
      assertThat(controller.isFallenBack()).isFalse();
    }
    assertThat(controller.judged(0, true)).isFalse();
  }

  /**
   * Scores are logits of uniform risks, each 40 minutes: 36 σ(−τ) notifications a day, all false,
   * 2.5 at the naive threshold. Each is judged 240 minutes later. The controller stands still at
   * 0.80 a day.
   */
  @Test
  void theBudgetIsKeptWhereTheTunedThresholdWouldBreakIt() {
    double naive = Math.log((36 - 2.5) / 2.5);
    BudgetController closed =
        controller(new BudgetController.Thresholds(naive, naive, naive + 0.5, 1));
    Alerter alerter =
        new Alerter(new AlertPolicy(List.of(new AlertRule(1, Logit.sigmoid(naive + 0.5)))));
    SplittableRandom random = new SplittableRandom(9);
    boolean[] notified = new boolean[100 * 36];
    int falsePositives = 0;
    for (int row = 0; row < notified.length; row++) {
      long now = millis(40 * row);
      closed.advanceTo(now);
      if (row >= 6 && notified[row - 6]) {
        closed.judged(millis(40 * (row - 6)), true);
      }
      alerter.accept(now, new double[] {random.nextDouble()}, true, closed.shift());
      if (alerter.incident().isNotification()) {
        notified(closed);
        notified[row] = true;
        falsePositives += row >= 10 * 36 ? 1 : 0;
      }
    }
    assertThat(falsePositives / 90.0).isCloseTo(0.80, within(0.1));
  }

  @Test
  void aResumedControllerGoesOnBitForBit() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    BudgetController resumed = controller(THRESHOLDS);
    for (int i = 0; i < 500; i++) {
      long now = millis(30 * i);
      controller.advanceTo(now);
      resumed = read(THRESHOLDS, written(resumed));
      assertThat(resumed.advanceTo(now)).isEqualTo(controller.threshold());
      if (random.nextInt(20) == 0) {
        notified(controller);
        notified(resumed);
      }
      long judged = millis(30 * random.nextInt(i + 1));
      assertThat(resumed.judged(judged, true)).isEqualTo(controller.judged(judged, true));
      assertThat(written(resumed)).isEqualTo(written(controller));
    }
  }

  @Test
  void whatWasLearnedIsKeptWhenThresholdsAreTunedAnew() throws IOException {
    controller.advanceTo(0);
    notified(controller);
    controller.judged(0, true);
    BudgetController retrained =
        read(new BudgetController.Thresholds(3, 3.1, 3.2, 1), written(controller));
    assertThat(retrained.threshold()).isCloseTo(3.75, EXACT);
  }

  @Test
  void aStateThatIsCutOrContradictsItselfIsRefused() throws IOException {
    controller.advanceTo(1_000);
    notified(controller);
    controller.failed(0, 900);
    byte[] state = written(controller);
    for (int length = 0; length < state.length; length++) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatThrownBy(() -> read(THRESHOLDS, cut)).isInstanceOf(EOFException.class);
    }
    // Version 4, delta 8, now 8, masked 1, count 4; time 8, onset 8, last on 8, outcome 1, who 1;
    // told 1, recoveries 1, four counts 1 of which one has a time of 8; milliseconds watched.
    for (int position : new int[] {0, 4, 21, 25, 49, 53, 65}) {
      byte[] bad = state.clone();
      bad[position] = position == 25 ? 0x01 : (byte) 0xff;
      assertThatThrownBy(() -> read(THRESHOLDS, bad))
          .as("position %d", position)
          .isExactlyInstanceOf(IOException.class)
          .hasMessageContaining("but");
    }
  }

  /** Version 1: δ, now, and of each notification when it was made and whether it was judged. */
  @Test
  void aStateOfVersionOneGoesOnWithTheOperatorsVerdicts() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream state = new DataOutputStream(bytes);
    state.writeInt(1);
    state.writeDouble(0.75);
    state.writeLong(millis(90));
    state.writeInt(2);
    state.writeLong(millis(0));
    state.writeBoolean(true);
    state.writeLong(millis(60));
    state.writeBoolean(false);

    BudgetController resumed = read(OF_TWO_FAILURES_A_DAY, bytes.toByteArray());

    assertThat(resumed.threshold()).isCloseTo(1.75, EXACT);
    assertThat(resumed.lastEpochMillis()).isEqualTo(millis(90));
    assertThat(resumed.judged(millis(0), true)).as("the second time").isFalse();
    assertThat(resumed.judged(millis(60), true)).isTrue();
    assertThat(resumed.threshold()).isCloseTo(2, EXACT);
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(() -> controller.accept(new Episode(POLICY)))
        .isInstanceOf(IllegalStateException.class);
    controller.advanceTo(5);
    assertThatThrownBy(() -> controller.advanceTo(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 ms")
        .hasMessageContaining("5 ms");
    assertThatThrownBy(() -> new BudgetController.Thresholds(1, 0.9, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.9");
    assertThatThrownBy(() -> new BudgetController.Thresholds(-1e308, 1, 1e308, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.0E308");
    assertThatThrownBy(() -> new BudgetController.Thresholds(1, 1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0");
  }

  /** At 0, without a failure until 141 minutes later. */
  @Test
  void aStreamThatIsToldOfFailuresNeedsNoVerdicts() {
    controller = controller(OF_TWO_FAILURES_A_DAY);
    controller.advanceTo(0);
    controller.recovered(0, 0);
    notified(controller);
    advanceTo(140);
    assertThat(controller.threshold()).isCloseTo(1.5 - 140 * MINUTE, EXACT);
    advanceTo(141);
    assertThat(controller.threshold()).isCloseTo(1.75 - 141 * MINUTE, EXACT);

    assertThat(controller.failed(1, millis(100))).as("told late").isTrue();
    assertThat(controller.threshold()).isCloseTo(1.5 - 141 * MINUTE, EXACT);
    assertThat(controller.failed(1, millis(100))).as("the second time").isFalse();
    assertThat(controller.judged(0, true)).as("the operator knows better").isTrue();
    assertThat(controller.threshold()).isCloseTo(1.75 - 141 * MINUTE, EXACT);
  }

  /** Nor does a failure that is told in it. */
  @Test
  void plannedWorkNeitherLowersTheThresholdNorCounts() {
    controller = controller(OF_TWO_FAILURES_A_DAY);
    controller.advanceTo(0);
    controller.recovered(0, 0);
    notified(controller);
    for (minute = 1; minute <= 2 * DAY; minute++) {
      controller.advanceTo(millis(minute), true);
    }
    controller.failed(0, millis(2 * DAY));
    assertThat(controller.threshold()).isEqualTo(1.5);
    assertThat(controller.isFallenBack()).as("no failure for two days").isFalse();

    advanceTo(3 * DAY - 1);
    assertThat(controller.isFallenBack()).isFalse();
    advanceTo(3 * DAY + 1);
    assertThat(controller.isFallenBack()).as("no failure for a day").isTrue();
  }

  @Test
  void theStaticThresholdIsTheHighestWhereNobodyKnowsHowOftenFailuresCame() {
    controller.advanceTo(0);
    controller.recovered(0, 0);
    for (int i = 0; i < 8; i++) {
      notified(controller);
      advanceTo(minute + 150);
    }
    assertThat(controller.isFallenBack()).isTrue();
    assertThat(controller.threshold()).isBetween(2.19, 2.2);
  }

  /**
   * Four failures a day, each announced an hour before, of which some are never told: two false
   * outcomes a day raise the threshold by 0.5, and time lowers it by 0.2.
   */
  @Test
  void remediesThatNobodyToldDoNotSilenceIt() {
    assertThat(thresholdAfterFourWeeks(failure -> failure % 2 == 0, false))
        .isLessThanOrEqualTo(2.2);
  }

  @Test
  void aLogThatLosesThirtyPercentDoesNotSilenceIt() {
    assertThat(thresholdAfterFourWeeks(failure -> failure % 10 < 3, false))
        .isLessThanOrEqualTo(2.2);
  }

  /** None is false: it is at the bottom after ten days. */
  @Test
  void remediesThatAreToldCostNothing() {
    assertThat(thresholdAfterFourWeeks(failure -> failure % 2 == 0, true)).isEqualTo(-0.5);
  }

  private double thresholdAfterFourWeeks(IntPredicate averted, boolean told) {
    controller =
        controller(new BudgetController.Thresholds(1, 1.5, 2.2, 1, new FailureRate(28, 4)));
    controller.advanceTo(0);
    controller.recovered(0, 0);
    for (int failure = 0; failure < 4 * 28; failure++) {
      advanceTo(failure * DAY / 4);
      notified(controller);
      advanceTo(failure * DAY / 4 + 60);
      if (!averted.test(failure)) {
        controller.failed(0, millis(minute));
        controller.recovered(0, millis(minute));
      } else if (told) {
        controller.acted(millis(minute - 60));
      }
    }
    return controller.threshold();
  }

  @Test
  void failuresOutOfBoundsAreRefusedWithBothTimes() {
    controller.failed(0, millis(-100_000)); // no row has come yet: any time is as good
    controller.advanceTo(millis(2 * DAY));

    assertThatThrownBy(() -> controller.failed(0, millis(DAY) - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a failure can be told up to PT24H before or after")
        .hasMessageContaining("1970-01-03T00:00:00Z")
        .hasMessageContaining("1970-01-01T23:59:59.999Z");
    assertThatThrownBy(() -> controller.recovered(0, millis(3 * DAY) + 1))
        .hasMessageContaining("a recovery")
        .hasMessageContaining("1970-01-04T00:00:00.001Z");
    assertThat(controller.failed(0, millis(DAY))).isTrue();
    assertThat(controller.recovered(1, millis(3 * DAY))).isTrue();
    assertThatThrownBy(() -> controller.failed(2, millis(2 * DAY)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** What may be called next. */
  enum Call {
    ROW,
    ROW_IN_PLANNED_WORK,
    GAP,
    NOTIFIED,
    FAILED,
    RECOVERED,
    ACTED,
    JUDGED,
    RESTART
  }

  @Property(tries = 300)
  void noOrderOfCallsLeadsOutOfTheBoundsAndAResumedOneGoesOnBitForBit(
      @ForAll List<Call> calls, @ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    controller = controller(OF_TWO_FAILURES_A_DAY);
    BudgetController other = controller(OF_TWO_FAILURES_A_DAY);
    for (Call call : calls) {
      long next = random.nextLong();
      make(call, controller, new SplittableRandom(next));
      make(call, other, new SplittableRandom(next));
      other = read(OF_TWO_FAILURES_A_DAY, written(other));

      assertThat(controller.threshold()).isBetween(1 - 1.5, 2.2 + 1.0);
      assertThat(written(other)).isEqualTo(written(controller));
    }
  }

  private static void make(Call call, BudgetController controller, SplittableRandom random) {
    long now = Math.max(0, controller.lastEpochMillis());
    long near = now + millis(random.nextInt(-DAY, DAY));
    switch (call) {
      case ROW -> controller.advanceTo(now + millis(random.nextInt(300)));
      case ROW_IN_PLANNED_WORK -> controller.advanceTo(now + millis(random.nextInt(300)), true);
      case GAP -> controller.advanceTo(now + millis(random.nextInt(40 * DAY)));
      case NOTIFIED -> {
        controller.advanceTo(now);
        notified(controller);
      }
      case FAILED -> controller.failed(random.nextInt(2), near);
      case RECOVERED -> controller.recovered(random.nextInt(2), near);
      case ACTED -> controller.acted(now - millis(random.nextInt(3)));
      case JUDGED -> controller.judged(now - millis(random.nextInt(3)), random.nextBoolean());
      case RESTART -> controller.restartAtAnyTime();
    }
  }

  private static BudgetController controller(BudgetController.Thresholds thresholds) {
    return new BudgetController(thresholds, POLICY, Duration.ofMinutes(120), Duration.ofMinutes(1));
  }

  /** An incident that is on for a minute, and notifies. */
  private static void notified(BudgetController controller) {
    Episode incident = new Episode(POLICY);
    incident.accept(controller.lastEpochMillis(), true, true);
    controller.accept(incident);
  }

  private void advanceTo(int end) {
    for (; minute < end; minute++) {
      controller.advanceTo(millis(minute));
    }
    controller.advanceTo(millis(end));
  }

  private static byte[] written(BudgetController controller) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    controller.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static BudgetController read(BudgetController.Thresholds thresholds, byte[] state)
      throws IOException {
    BudgetController controller = controller(thresholds);
    controller.resume(new DataInputStream(new ByteArrayInputStream(state)));
    return controller;
  }

  /** The difference of the two times is more than a long holds. */
  @Test
  void theLongestPauseLowersTheThresholdAsAnHourDoes() {
    BudgetController hour = controller(THRESHOLDS);
    BudgetController longest = controller(THRESHOLDS);
    hour.advanceTo(0);
    longest.advanceTo(Long.MIN_VALUE + 1);

    assertThat(longest.advanceTo(Long.MAX_VALUE)).isEqualTo(hour.advanceTo(3_600_000));
  }
}
