package io.mild.training.alerting;

import static io.mild.training.alerting.Timeline.minutes;
import static io.mild.training.alerting.Timeline.on;
import static io.mild.training.alerting.Timeline.risk;
import static io.mild.training.alerting.Timeline.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.alerting.Alerter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AlertMetricsTest {
  private static final Duration QUIET_GAP = Duration.ofMinutes(30);
  private static final Duration RENOTIFY_AFTER = Duration.ofMinutes(120);

  /** Off in [10, 39): 29 quiet minutes, no notification; off in [45, 75): 30, a notification. */
  @Test
  void aStateNotifiesWhenItGoesOnAfterThirtyQuietMinutes() {
    assertThat(notifyingMinutes(on(100, 5, 10, 39, 45, 75, 76))).containsExactly(5, 75);
  }

  @Test
  void aStateThatFlickersForHoursIsOneEpisode() {
    assertThat(notifyingMinutes(on(120, 0, 1, 29, 30, 58, 59, 87, 88, 116, 117)))
        .containsExactly(0);
  }

  /** On from 10 to the end of a day, 1430 minutes: at 10, 130, … 10 + 11·120 = 1330. */
  @Test
  void aStuckAlarmIsCountedAgainEveryTwoHours() {
    assertThat(notifyingMinutes(on(1440, 10, 1440)))
        .containsExactly(10, 130, 250, 370, 490, 610, 730, 850, 970, 1090, 1210, 1330);
  }

  @Test
  void quietTimeGoesByTheClockNotByTheRows() {
    long[] epochMillis = minutes(4);
    epochMillis[2] = Timeline.millis(32); // 31 minutes after row 1
    epochMillis[3] = Timeline.millis(152);

    assertThat(AlertMetrics.notifications(epochMillis, on(4, 0, 3), QUIET_GAP, RENOTIFY_AFTER))
        .containsExactly(true, false, true, false);
    assertThat(AlertMetrics.notifications(epochMillis, on(4, 2, 4), QUIET_GAP, Duration.ofDays(1)))
        .as("row 3 is 120 minutes after row 2")
        .containsExactly(false, false, true, true);
  }

  @Test
  void timesAndRowsMustBeAsMany() {
    assertThatThrownBy(
            () -> AlertMetrics.notifications(minutes(3), on(4), QUIET_GAP, RENOTIFY_AFTER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3")
        .hasMessageContaining("4");
    assertThatThrownBy(() -> AlertMetrics.leadMinutes(minutes(3), on(4), window(0, 0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * Two days. Notifications at 100 (unprotected), 300 (protected), 600, 720, 840 (a long one of
   * which 840 is protected): 100, 600 and 720 are false, 1.5 a day.
   */
  @Test
  void onlyNotificationsInUnprotectedMinutesAreFalse() {
    boolean[] state = on(2880, 100, 110, 300, 310, 600, 900);
    ScoredBlock block = block(state, on(2880, 250, 400, 800, 1000));

    assertThat(AlertMetrics.falsePositivesPerDay(block, state, QUIET_GAP, RENOTIFY_AFTER))
        .isEqualTo(1.5);
  }

  @Test
  void anAlarmRaisedInProtectedMinutesIsFalseOnlyWhenItNotifiesAgainAfterThem() {
    boolean[] state = on(1440, 0, 200);

    assertThat(
            AlertMetrics.falsePositivesPerDay(
                block(state, on(1440, 0, 121)), state, QUIET_GAP, RENOTIFY_AFTER))
        .isZero();
    assertThat(
            AlertMetrics.falsePositivesPerDay(
                block(state, on(1440, 0, 120)), state, QUIET_GAP, RENOTIFY_AFTER))
        .isEqualTo(1);
  }

  /** Window [100, 200): first on in 130, so 70; on until 100 or from 200 is outside. */
  @Test
  void theLeadIsFromTheFirstOnMinuteOfTheWindowToTheFailure() {
    DetectionWindow failure = window(0, 100, 200);

    assertThat(AlertMetrics.leadMinutes(minutes(300), on(300, 130, 135, 150, 199), failure))
        .isEqualTo(70);
    assertThat(AlertMetrics.leadMinutes(minutes(300), on(300, 50, 101), failure)).isEqualTo(100);
    assertThat(AlertMetrics.leadMinutes(minutes(300), on(300, 199, 200), failure)).isEqualTo(1);
    assertThat(AlertMetrics.leadMinutes(minutes(300), on(300, 50, 100, 200, 300), failure)).isNaN();
  }

  @Test
  void theWindowOfAnOnsetBetweenTwoRowsBeginsAtTheLaterRow() {
    DetectionWindow failure =
        new DetectionWindow(0, Timeline.millis(100) - 1, Timeline.millis(110) + 30_000);

    assertThat(AlertMetrics.leadMinutes(minutes(200), on(200, 99, 101), failure)).isEqualTo(10.5);
  }

  /** Intent 0 is on 20 minutes before its failure at 200, intent 1 90 minutes before the same. */
  @Test
  void anIntentsOwnLeadIsItsOwnAndTheIncidentsIsTheFirstOfAny() {
    boolean[][] states = {on(600, 180, 190), on(600, 110, 120)};
    ScoredBlock block =
        new ScoredBlock(
            minutes(600),
            new double[2][600],
            on(600),
            List.of(window(0, 100, 200), window(1, 400, 500), window(0, 550, 601)));

    assertThat(AlertMetrics.ownLeadMinutes(block, states)).containsExactly(20, Double.NaN);
    assertThat(AlertMetrics.incidentLeadMinutes(block, states)).containsExactly(90, Double.NaN);
    assertThat(AlertMetrics.incidentState(states)).isEqualTo(on(600, 110, 120, 180, 190));
    assertThat(states[0]).as("unchanged").isEqualTo(on(600, 180, 190));
  }

  /** Leads 200, 40, missed, 60. Detected 3 of 4; mean 300/3; capped at 120: (120+40+0+60)/4. */
  @Test
  void aMissedFailureCountsAsZeroInTheCappedLeadAndNotAtAllInTheMean() {
    double[] leads = {200, 40, Double.NaN, 60};

    assertThat(AlertMetrics.detection(leads)).isEqualTo(0.75);
    assertThat(AlertMetrics.meanLeadMinutes(leads)).isEqualTo(100);
    assertThat(AlertMetrics.cappedLeadMinutes(leads, Duration.ofMinutes(120))).isEqualTo(55);
  }

  @Test
  void withoutFailuresThereAreNoFigures() {
    assertThat(AlertMetrics.detection(new double[0])).isNaN();
    assertThat(AlertMetrics.meanLeadMinutes(new double[] {Double.NaN})).isNaN();
    assertThat(AlertMetrics.cappedLeadMinutes(new double[0], RENOTIFY_AFTER)).isNaN();
  }

  /** Span 3 gives a = 1/2: of 0, 1, 1, 0, 0 it makes 0, 0.5, 0.75, 0.375, 0.1875. */
  @Test
  void statesAreOnWhereTheSmoothedRiskReachesTheThreshold() {
    ScoredBlock block =
        new ScoredBlock(
            minutes(5), new double[][] {{0, 1, 1, 0, 0}, {1, 0, 0, 0, 1}}, on(5), List.of());
    AlertPolicy policy = new AlertPolicy(List.of(new AlertRule(3, 0.375), AlertRule.never(1)));

    assertThat(AlertMetrics.states(policy, block))
        .isDeepEqualTo(new boolean[][] {on(5, 1, 4), on(5)});
  }

  @Test
  void aPolicyOfAnotherNumberOfIntentsIsRefused() {
    AlertPolicy policy = new AlertPolicy(List.of(new AlertRule(3, 0.5), new AlertRule(3, 0.5)));
    ScoredBlock block = block(on(5), on(5));

    assertThatThrownBy(() -> AlertMetrics.states(policy, block))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 intents")
        .hasMessageContaining("2");
  }

  /** The rule of the class's Javadoc, word by word, on the distances between on-rows. */
  @Property
  void notificationsAreThoseOfTheDefinition(@ForAll long seed) {
    Course course = Course.random(seed);
    List<Integer> expected = new ArrayList<>();
    int lastOn = -1;
    int lastNotification = -1;
    for (int row = 0; row < course.state().length; row++) {
      if (course.state()[row]) {
        long now = course.epochMillis()[row];
        boolean afterQuiet =
            lastOn < 0 || now - course.epochMillis()[lastOn] > QUIET_GAP.toMillis();
        boolean due =
            lastNotification >= 0
                && now - course.epochMillis()[lastNotification] >= RENOTIFY_AFTER.toMillis();
        if (afterQuiet || due) {
          expected.add(row);
          lastNotification = row;
        }
        lastOn = row;
      }
    }
    assertThat(course.notifyingRows()).isEqualTo(expected);
  }

  @Property
  void aStreamNotifiesAtTheRowsOfTheBlock(@ForAll long seed) {
    Course course = Course.random(seed);
    Alerter alerter = new Alerter(new AlertPolicy(List.of(new AlertRule(1, 0.5))));
    double[] risk = risk(course.state(), 0.8, 0.2);
    List<Integer> streamed = new ArrayList<>();
    for (int row = 0; row < risk.length; row++) {
      alerter.accept(course.epochMillis()[row], new double[] {risk[row]}, true);
      if (alerter.episode(0).isNotification()) {
        streamed.add(row);
      }
    }
    assertThat(streamed).isEqualTo(course.notifyingRows());
  }

  /** Runs of on and off of random length, some rows minutes apart. */
  private record Course(long[] epochMillis, boolean[] state) {
    static Course random(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] epochMillis = new long[600];
      boolean[] state = new boolean[epochMillis.length];
      long now = 0;
      boolean on = false;
      for (int row = 0; row < state.length; row++) {
        now += Timeline.millis(random.nextInt(10) == 0 ? random.nextInt(1, 50) : 1);
        on ^= random.nextInt(15) == 0;
        epochMillis[row] = now;
        state[row] = on;
      }
      return new Course(epochMillis, state);
    }

    List<Integer> notifyingRows() {
      return rows(AlertMetrics.notifications(epochMillis, state, QUIET_GAP, RENOTIFY_AFTER));
    }
  }

  private static List<Integer> notifyingMinutes(boolean[] state) {
    return rows(
        AlertMetrics.notifications(minutes(state.length), state, QUIET_GAP, RENOTIFY_AFTER));
  }

  private static List<Integer> rows(boolean[] flags) {
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < flags.length; row++) {
      if (flags[row]) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static ScoredBlock block(boolean[] state, boolean[] protectedRows) {
    return new ScoredBlock(
        minutes(state.length), new double[][] {risk(state, 0.8, 0.2)}, protectedRows, List.of());
  }
}
