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
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BudgetControllerTest {
  private static final BudgetController.Thresholds THRESHOLDS =
      new BudgetController.Thresholds(1, 1.5, 2.2, 1);
  private static final Offset<Double> EXACT = within(1e-9);

  /** What a minute takes: 0.25 · 0.85 / 1440. */
  private static final double MINUTE = 0.25 * 0.85 / 1440;

  private final BudgetController controller = new BudgetController(THRESHOLDS);
  private int minute;

  /**
   * δ: 0.5 at first; 0.5 − 60 m at minute 60, where a notification is made; 0.5 − 300 m at minute
   * 300, where it is judged false: 0.75 − 300 m; 0.75 − 420 m at minute 420. With m = 0.000147569
   * that is 0.491146, 0.455729, 0.705729 and 0.688021.
   */
  @Test
  void aFalseNotificationRaisesTheThresholdAndTimeLowersIt() {
    assertThat(controller.advanceTo(0)).isEqualTo(1.5);
    advanceTo(60);
    assertThat(controller.threshold()).isCloseTo(1.491145833, EXACT);
    controller.notified();
    advanceTo(300);
    assertThat(controller.threshold()).isCloseTo(1.455729167, EXACT);
    assertThat(controller.judged(millis(60), true)).isTrue();
    assertThat(controller.threshold()).isCloseTo(1.705729167, EXACT);
    advanceTo(420);
    assertThat(controller.threshold()).isCloseTo(1.688020833, EXACT);
  }

  @Test
  void aTrueNotificationLeavesTheThreshold() {
    controller.advanceTo(0);
    controller.notified();
    advanceTo(240);
    assertThat(controller.judged(0, false)).isTrue();
    assertThat(controller.threshold()).isCloseTo(1.5 - 240 * MINUTE, EXACT);
  }

  @Test
  void aVerdictCountsOnceAndOnlyOnAKnownNotification() {
    controller.advanceTo(0);
    controller.notified();
    assertThat(controller.judged(0, true)).isTrue();
    assertThat(controller.judged(0, true)).isFalse();
    assertThat(controller.judged(1, true)).isFalse();
    assertThat(controller.threshold()).isCloseTo(1.75, EXACT);
  }

  /** From δ = 0.5 six steps of 0.25 reach 2; a seventh and an eighth don't. */
  @Test
  void theThresholdStaysWithinTwoOfTheNaiveOne() {
    for (int i = 0; i < 8; i++) {
      controller.advanceTo(i);
      controller.notified();
      controller.judged(i, true);
    }
    assertThat(controller.threshold()).isEqualTo(3);
  }

  /** 0.5 are used up in 0.5 / 0.2125 = 2.35 days. */
  @Test
  void withoutFalseNotificationsTheThresholdSinksToTheNaiveOne() {
    controller.advanceTo(0);
    advanceTo(2 * 1440);
    assertThat(controller.threshold()).isCloseTo(1.075, EXACT);
    advanceTo(3 * 1440);
    assertThat(controller.threshold()).isEqualTo(1);
  }

  /** Twice the budget, twice the pace: at 1.7 false ones a day it stands still. */
  @Test
  void thePaceFollowsTheBudget() {
    BudgetController two = new BudgetController(new BudgetController.Thresholds(1, 1.5, 2.2, 2));
    two.advanceTo(0);
    assertThat(two.advanceTo(millis(60))).isCloseTo(1.5 - 120 * MINUTE, EXACT);
  }

  @Test
  void aLongPauseCountsAsAnHour() {
    controller.advanceTo(0);
    assertThat(controller.advanceTo(millis(10 * 1440))).isCloseTo(1.5 - 60 * MINUTE, EXACT);
  }

  /**
   * Notifications in hours 0, 1 and 2 of the first day, none judged: the third is due in hour 26. δ
   * is then kept at 2.2 − 1. A late verdict leaves two of three: δ goes on down from there.
   */
  @Test
  void whenVerdictsStopItFallsBackToTheStaticThresholdAndGoesOnFromThere() {
    controller.advanceTo(0);
    controller.notified();
    advanceTo(60);
    controller.notified();
    advanceTo(120);
    controller.notified();
    advanceTo(26 * 60 - 1);
    assertThat(controller.isFallenBack()).isFalse();
    assertThat(controller.threshold()).isCloseTo(1.5 - (26 * 60 - 1) * MINUTE, EXACT);
    advanceTo(26 * 60);
    assertThat(controller.isFallenBack()).isTrue();
    assertThat(controller.threshold()).isCloseTo(2.2, EXACT);
    advanceTo(10 * 1440);
    assertThat(controller.threshold()).isCloseTo(2.2, EXACT);

    assertThat(controller.judged(millis(60), false)).isTrue();
    assertThat(controller.isFallenBack()).isFalse();
    advanceTo(10 * 1440 + 60);
    assertThat(controller.threshold()).isCloseTo(2.2 - 60 * MINUTE, EXACT);
  }

  @Test
  void aThresholdAboveTheStaticOneSinksToItWhenItFallsBack() {
    controller.advanceTo(0);
    for (int i = 1; i <= 9; i++) {
      advanceTo(i);
      controller.notified();
      if (i <= 6) {
        controller.judged(millis(i), true);
      }
    }
    advanceTo(1449);
    assertThat(controller.isFallenBack()).isTrue();
    assertThat(controller.threshold()).isBetween(2.7, 2.8);
    advanceTo(10 * 1440);
    assertThat(controller.threshold()).isCloseTo(2.2, EXACT);
  }

  /** Two in ten may stay unjudged; older ones are forgotten. */
  @Test
  void aFewMissingVerdictsAreBorne() {
    for (int i = 0; i < 30; i++) {
      advanceTo(60 * i);
      controller.notified();
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
   * 0.85 a day.
   */
  @Test
  void theBudgetIsKeptWhereTheTunedThresholdWouldBreakIt() {
    double naive = Math.log((36 - 2.5) / 2.5);
    BudgetController closed =
        new BudgetController(new BudgetController.Thresholds(naive, naive, naive + 0.5, 1));
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
        closed.notified();
        notified[row] = true;
        falsePositives += row >= 10 * 36 ? 1 : 0;
      }
    }
    assertThat(falsePositives / 90.0).isCloseTo(0.85, within(0.1));
  }

  @Test
  void aResumedControllerGoesOnBitForBit() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    BudgetController resumed = new BudgetController(THRESHOLDS);
    for (int i = 0; i < 500; i++) {
      long now = millis(30 * i);
      controller.advanceTo(now);
      resumed = read(THRESHOLDS, written(resumed));
      assertThat(resumed.advanceTo(now)).isEqualTo(controller.threshold());
      if (random.nextInt(20) == 0) {
        controller.notified();
        resumed.notified();
      }
      long judged = millis(30 * random.nextInt(i + 1));
      assertThat(resumed.judged(judged, true)).isEqualTo(controller.judged(judged, true));
      assertThat(written(resumed)).isEqualTo(written(controller));
    }
  }

  @Test
  void whatWasLearnedIsKeptWhenThresholdsAreTunedAnew() throws IOException {
    controller.advanceTo(0);
    controller.notified();
    controller.judged(0, true);
    BudgetController retrained =
        read(new BudgetController.Thresholds(3, 3.1, 3.2, 1), written(controller));
    assertThat(retrained.threshold()).isCloseTo(3.75, EXACT);
  }

  /** Layout: version 4, delta 8, now 8, count 4, time 8, judged 1. */
  @Test
  void aStateThatIsCutOrContradictsItselfIsRefused() throws IOException {
    controller.advanceTo(1_000);
    controller.notified();
    byte[] state = written(controller);
    for (int length = 0; length < state.length; length++) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatThrownBy(() -> read(THRESHOLDS, cut)).isInstanceOf(EOFException.class);
    }
    for (int position : new int[] {0, 4, 20, 24}) {
      byte[] bad = state.clone();
      bad[position] = position == 24 ? 0x01 : (byte) 0xff;
      assertThatThrownBy(() -> read(THRESHOLDS, bad))
          .isExactlyInstanceOf(IOException.class)
          .hasMessageContaining("but");
    }
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(controller::notified).isInstanceOf(IllegalStateException.class);
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
    BudgetController controller = new BudgetController(thresholds);
    controller.resume(new DataInputStream(new ByteArrayInputStream(state)));
    return controller;
  }

  /** The difference of the two times is more than a long holds. */
  @Test
  void theLongestPauseLowersTheThresholdAsAnHourDoes() {
    BudgetController hour = new BudgetController(THRESHOLDS);
    BudgetController longest = new BudgetController(THRESHOLDS);
    hour.advanceTo(0);
    longest.advanceTo(Long.MIN_VALUE + 1);

    assertThat(longest.advanceTo(Long.MAX_VALUE)).isEqualTo(hour.advanceTo(3_600_000));
  }
}
