package io.mild.alerting;

import static io.mild.alerting.EpisodePhase.ENDED;
import static io.mild.alerting.EpisodePhase.ONGOING;
import static io.mild.alerting.EpisodePhase.ONSET;
import static io.mild.alerting.EpisodePhase.QUIET;
import static io.mild.alerting.Timeline.millis;
import static io.mild.alerting.Timeline.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlerterTest {
  /** One intent, no smoothing, a quiet gap of 3 minutes, notified again after 5. */
  private static final AlertPolicy SHORT =
      new AlertPolicy(List.of(new AlertRule(1, 0.5)), Duration.ofMinutes(3), Duration.ofMinutes(5));

  private static final AlertPolicy TWO_INTENTS =
      new AlertPolicy(
          List.of(new AlertRule(3, 0.4), new AlertRule(7, 0.6)),
          Duration.ofMinutes(3),
          Duration.ofMinutes(5));

  private static final AlertPolicy UNSMOOTHED =
      new AlertPolicy(
          List.of(new AlertRule(1, 0.5), new AlertRule(1, 0.5)),
          Duration.ofMinutes(3),
          Duration.ofMinutes(5));

  private final Alerter alerter = new Alerter(SHORT);

  /**
   * On in minutes 1, 2 and 4: one off-minute is a flicker. Minute 7 is the third off-minute in a
   * row, 3 minutes after the last on.
   */
  @Test
  void anEpisodeRunsThroughFlickersAndEndsOnceWhenTheQuietGapHasPassed() {
    assertThat(phases(on(10, 1, 3, 4, 5)))
        .containsExactly(
            QUIET, ONSET, ONGOING, ONGOING, ONGOING, ONGOING, ONGOING, ENDED, QUIET, QUIET);
  }

  /** On in 0 and 3, between them 2 off-minutes; then on in 7, after 3 off-minutes. */
  @Test
  void anEpisodeBeginsOnlyAfterAWholeQuietGap() {
    assertThat(phases(on(8, 0, 1, 3, 4, 7, 8)))
        .containsExactly(ONSET, ONGOING, ONGOING, ONGOING, ONGOING, ONGOING, ENDED, ONSET);
  }

  @Test
  void anEpisodeTellsItsOnsetAndItsLastOnMinuteUntilItHasEnded() {
    phases(on(8, 1, 3, 4, 5));

    assertThat(alerter.episode(0).phase()).isEqualTo(ENDED);
    assertThat(alerter.episode(0).onsetEpochMillis()).isEqualTo(millis(1));
    assertThat(alerter.episode(0).lastOnEpochMillis()).isEqualTo(millis(4));

    alerter.accept(millis(8), new double[] {0}, true);
    assertThatThrownBy(() -> alerter.episode(0).onsetEpochMillis())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> alerter.episode(0).lastOnEpochMillis())
        .isInstanceOf(IllegalStateException.class);
  }

  /** On in 0…12: at once, then each 5 minutes. */
  @Test
  void anEpisodeThatLastsNotifiesAgainAndAgain() {
    assertThat(notifyingMinutes(on(13, 0, 13))).containsExactly(0, 5, 10);
  }

  /** Due again in minute 5, but off in 4…6: so in 7, and then 5 minutes after that. */
  @Test
  void anEpisodeDueAgainInAFlickerNotifiesWhenItIsBackOn() {
    assertThat(notifyingMinutes(on(14, 0, 5, 7, 14))).containsExactly(0, 7, 12);
  }

  @Test
  void aNewEpisodeNotifiesHoweverShortlyAfterTheLastNotification() {
    assertThat(notifyingMinutes(on(6, 0, 1, 4, 5))).containsExactly(0, 4);
  }

  @Test
  void noEpisodeBeginsBeforeOnsetsAreAllowedAndThenAtOnceIfStillOn() {
    alerter.accept(millis(0), new double[] {0.9}, false);
    assertThat(alerter.isOn(0)).isTrue();
    assertThat(alerter.episode(0).phase()).isEqualTo(QUIET);
    assertThat(alerter.episode(0).isNotification()).isFalse();

    alerter.accept(millis(1), new double[] {0.9}, true);
    assertThat(alerter.episode(0).phase()).isEqualTo(ONSET);
    assertThat(alerter.episode(0).onsetEpochMillis()).isEqualTo(millis(1));
  }

  @Test
  void aRunningEpisodeGoesOnAndNotifiesWhileOnsetsAreNotAllowed() {
    alerter.accept(millis(0), new double[] {0.9}, true);
    alerter.accept(millis(2), new double[] {0.9}, false);
    assertThat(alerter.episode(0).phase()).isEqualTo(ONGOING);
    alerter.accept(millis(5), new double[] {0.9}, false);
    assertThat(alerter.episode(0).isNotification()).isTrue();
    assertThat(alerter.episode(0).onsetEpochMillis()).isEqualTo(millis(0));
  }

  @Test
  void aGapInTimeEndsAnEpisodeEvenIfBothItsEdgesAreOn() {
    alerter.accept(millis(0), new double[] {0.9}, true);
    alerter.accept(millis(4), new double[] {0.9}, true);
    assertThat(alerter.episode(0).phase()).isEqualTo(ONSET);

    alerter.accept(millis(8), new double[] {0.9}, false);
    assertThat(alerter.episode(0).phase()).isEqualTo(ENDED);
    assertThat(alerter.episode(0).lastOnEpochMillis()).isEqualTo(millis(4));
  }

  /** Span 3 gives a = 1/2: 0.8, then (0.4 + 0.8)/2 = 0.6, then (0 + 0.6)/2 = 0.3. */
  @Test
  void theAlertIsOnWhereTheSmoothedRiskIsAtOrAboveTheThreshold() {
    Alerter smoothing = new Alerter(new AlertPolicy(List.of(new AlertRule(3, 0.6000000000000001))));
    assertThat(smoothing.smoothed(0)).isNaN();
    assertThat(smoothing.isOn(0)).isFalse();

    smoothing.accept(0, new double[] {0.8}, true);
    smoothing.accept(1, new double[] {0.4}, true);
    assertThat(smoothing.smoothed(0)).isEqualTo(0.6000000000000001);
    assertThat(smoothing.isOn(0)).isTrue();
    smoothing.accept(2, new double[] {0}, true);
    assertThat(smoothing.isOn(0)).isFalse();
  }

  @Test
  void intentsDoNotDisturbEachOther() {
    Alerter two = new Alerter(TWO_INTENTS);
    two.accept(0, new double[] {0, 1}, true);
    assertThat(two.episode(0).phase()).isEqualTo(QUIET);
    assertThat(two.episode(1).phase()).isEqualTo(ONSET);
    assertThat(two.episode(0).isNotification()).isFalse();
    assertThat(two.episode(1).isNotification()).isTrue();
  }

  /** On in 1 by the first intent and in 3 by the second; off from 4 on, so over in 6. */
  @Test
  void theIncidentIsOneEpisodeOfAllIntents() {
    Alerter two = new Alerter(UNSMOOTHED);
    two.accept(millis(0), new double[] {0.1, 0.2}, true);
    assertThat(two.incident().phase()).isEqualTo(QUIET);
    two.accept(millis(1), new double[] {0.9, 0.2}, true);
    assertThat(two.incident().phase()).isEqualTo(ONSET);
    assertThat(two.incident().isNotification()).isTrue();
    two.accept(millis(3), new double[] {0.1, 0.7}, true);
    assertThat(two.episode(1).isNotification()).isTrue();
    assertThat(two.incident().phase()).isEqualTo(ONGOING);
    assertThat(two.incident().isNotification()).isFalse();
    two.accept(millis(6), new double[] {0.1, 0.2}, true);
    assertThat(two.incident().phase()).isEqualTo(ENDED);
    assertThat(two.incident().onsetEpochMillis()).isEqualTo(millis(1));
    assertThat(two.incident().lastOnEpochMillis()).isEqualTo(millis(3));
  }

  @Property
  void theIncidentNotifiesAtTheRowsOfABatch(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] times = new long[120];
    double[][] risks = new double[2][120];
    long now = random.nextLong(-1_000_000, 1_000_000);
    for (int row = 0; row < times.length; row++) {
      times[row] = now += random.nextLong(1, millis(4));
      risks[0][row] = random.nextDouble();
      risks[1][row] = random.nextDouble();
    }
    boolean[] on = new boolean[times.length];
    for (int intent = 0; intent < 2; intent++) {
      double[] smoothed = Ewma.smooth(TWO_INTENTS.rules().get(intent).span(), risks[intent]);
      for (int row = 0; row < on.length; row++) {
        on[row] |= smoothed[row] >= TWO_INTENTS.rules().get(intent).threshold();
      }
    }
    boolean[] notifications =
        Episode.notifications(times, on, TWO_INTENTS.quietGap(), TWO_INTENTS.renotifyAfter());

    Alerter streamed = new Alerter(TWO_INTENTS);
    for (int row = 0; row < times.length; row++) {
      streamed.accept(times[row], new double[] {risks[0][row], risks[1][row]}, true);
      assertThat(streamed.incident().isNotification()).isEqualTo(notifications[row]);
    }
  }

  /** A threshold of ½ has log-odds 0; σ(2.1) = 0.891, σ(2.3) = 0.909. */
  @Test
  void thresholdsCanBeShiftedForAMinute() {
    alerter.accept(millis(0), new double[] {0.9}, true, 2.3);
    assertThat(alerter.threshold(0)).isCloseTo(0.9088770, within(1e-7));
    assertThat(alerter.isOn(0)).isFalse();
    alerter.accept(millis(1), new double[] {0.9}, true, 2.1);
    assertThat(alerter.threshold(0)).isCloseTo(0.8909032, within(1e-7));
    assertThat(alerter.episode(0).phase()).isEqualTo(ONSET);
    alerter.accept(millis(2), new double[] {0.4}, true);
    assertThat(alerter.threshold(0)).isEqualTo(0.5);
    assertThat(alerter.isOn(0)).isFalse();
  }

  @Test
  void anAlertThatIsNeverOnStaysSoUnderEachShift() {
    Alerter never = new Alerter(new AlertPolicy(List.of(AlertRule.never(1))));
    never.accept(millis(0), new double[] {1}, true, -20);
    assertThat(never.isOn(0)).isFalse();
  }

  @Test
  void aShiftThatIsNotFiniteIsRefusedAndChangesNothing() {
    byte[] before = written(alerter);
    assertThatThrownBy(() -> alerter.accept(0, new double[] {0.9}, true, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
    assertThat(written(alerter)).isEqualTo(before);
  }

  @Test
  void aRestartSeedsTheAveragesAnewAndEndsRunningEpisodesAtTheNextMinute() {
    Alerter two = new Alerter(TWO_INTENTS);
    two.accept(millis(0), new double[] {1, 0}, true);
    two.restart();
    two.accept(millis(1), new double[] {0.5, 0.7}, false);

    assertThat(two.smoothed(0)).isEqualTo(0.5);
    assertThat(two.smoothed(1)).isEqualTo(0.7);
    assertThat(two.episode(0).phase()).isEqualTo(ENDED);
    assertThat(two.episode(0).lastOnEpochMillis()).isEqualTo(millis(0));
    assertThat(two.episode(1).phase()).isEqualTo(QUIET);

    two.accept(millis(2), new double[] {0.5, 0.7}, true);
    assertThat(two.episode(0).phase()).isEqualTo(ONSET);
    assertThat(two.episode(0).onsetEpochMillis()).isEqualTo(millis(2));
  }

  @Test
  void anEpisodeThatBeginsRightAfterARestartIsANewOne() {
    alerter.accept(millis(0), new double[] {0.9}, true);
    alerter.restart();
    alerter.accept(millis(1), new double[] {0.9}, true);

    assertThat(alerter.episode(0).phase()).isEqualTo(ONSET);
    assertThat(alerter.episode(0).onsetEpochMillis()).isEqualTo(millis(1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -0.1, 1.1, Double.POSITIVE_INFINITY})
  void aRiskThatIsNoProbabilityIsRefusedAndChangesNothing(double bad) {
    Alerter two = new Alerter(TWO_INTENTS);
    two.accept(0, new double[] {0.9, 0.9}, true);
    byte[] before = written(two);

    assertThatThrownBy(() -> two.accept(1, new double[] {0.9, bad}, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("intent 1")
        .hasMessageContaining(Double.toString(bad));
    assertThat(written(two)).isEqualTo(before);
  }

  @Test
  void timeThatDoesNotAdvanceIsRefusedAndChangesNothing() {
    alerter.accept(5_000, new double[] {0.9}, true);
    byte[] before = written(alerter);

    assertThatThrownBy(() -> alerter.accept(5_000, new double[] {0.1}, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5000");
    assertThat(written(alerter)).isEqualTo(before);
  }

  @Test
  void risksOfAnotherNumberOfIntentsAreRefused() {
    assertThatThrownBy(() -> alerter.accept(0, new double[3], true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1")
        .hasMessageContaining("3");
  }

  /** Steps of up to 4 minutes cross the quiet gap of 3; every so often a restart or a warm-up. */
  @Property
  void aResumedAlerterGoesOnBitForBit(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Alerter uninterrupted = new Alerter(TWO_INTENTS);
    Alerter resumed = new Alerter(TWO_INTENTS);
    long now = random.nextLong(-1_000_000, 1_000_000);
    for (int row = 0; row < 100; row++) {
      now += random.nextLong(1, millis(4));
      double[] risks = {random.nextDouble(), random.nextDouble()};
      boolean onsetsAllowed = random.nextInt(5) > 0;
      double shift = random.nextBoolean() ? 0 : random.nextDouble(-1, 1);
      if (random.nextInt(20) == 0) {
        uninterrupted.restart();
        resumed.restart();
      }
      resumed = read(TWO_INTENTS, written(resumed));
      uninterrupted.accept(now, risks, onsetsAllowed, shift);
      resumed.accept(now, risks, onsetsAllowed, shift);
      assertThat(written(resumed)).isEqualTo(written(uninterrupted));
      assertThat(observed(resumed)).isEqualTo(observed(uninterrupted));
    }
  }

  @Test
  void aStateOfAnotherVersionIsRefused() {
    byte[] state = written(alerter);
    state[3] = 9;
    assertThatThrownBy(() -> readChecked(SHORT, state))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("of 9");
  }

  @Test
  void aStateOfAnotherNumberOfIntentsIsRefused() {
    byte[] state = written(alerter);
    assertThatThrownBy(() -> readChecked(TWO_INTENTS, state))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2 intents")
        .hasMessageContaining("1");
  }

  @Test
  void aStateCutShortIsRefused() {
    alerter.accept(0, new double[] {0.9}, true);
    byte[] state = written(alerter);
    for (int length = 0; length < state.length; length++) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatThrownBy(() -> readChecked(SHORT, cut)).isInstanceOf(EOFException.class);
    }
  }

  /**
   * Layout: version 4, intents 4, now 8, shift 8, smoothed 8, phase 1, interrupted 1, onset 8, …
   */
  @Test
  void aStateThatContradictsItselfIsRefused() {
    alerter.accept(1_000, new double[] {0.5}, true);

    byte[] shift = written(alerter);
    shift[16] = 0x7f;
    shift[17] = (byte) 0xf0;
    assertThatThrownBy(() -> readChecked(SHORT, shift))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Infinity");

    byte[] smoothed = written(alerter);
    smoothed[33] = 0x7e; // an exponent far above that of 1
    assertThatThrownBy(() -> readChecked(SHORT, smoothed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("intent 0");

    byte[] phase = written(alerter);
    phase[41] = 4;
    assertThatThrownBy(() -> readChecked(SHORT, phase))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("phase")
        .hasMessageContaining("4");

    byte[] onset = written(alerter);
    onset[43] = 1; // the highest byte of a time: far in the future
    assertThatThrownBy(() -> readChecked(SHORT, onset))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1000");
  }

  @Test
  void withoutDataNothingBeginsOrNotifiesAndWhatRunsEndsAfterTheQuietGap() {
    alerter.accept(millis(0), new double[] {0.9}, true);

    List<EpisodeState> states = new ArrayList<>();
    for (int minute = 1; minute < 9; minute++) {
      alerter.acceptNoData(millis(minute), 0);
      states.add(alerter.state().episode(0));
    }

    assertThat(states)
        .extracting(EpisodeState::phase)
        .containsExactly(ONGOING, ONGOING, ENDED, QUIET, QUIET, QUIET, QUIET, QUIET);
    assertThat(states).noneMatch(EpisodeState::isNotification);
    assertThat(states)
        .extracting(EpisodeState::isWithoutData)
        .containsExactly(true, true, true, false, false, false, false, false);
  }

  @Test
  void anEpisodeThatIsOverByTheTimeDataComeBackEndedWithoutThem() {
    alerter.accept(millis(0), new double[] {0.9}, true);
    alerter.missed();
    alerter.accept(millis(60), new double[] {0.1}, true);

    assertThat(alerter.state().episode(0).phase()).isEqualTo(ENDED);
    assertThat(alerter.state().episode(0).isWithoutData()).isTrue();
  }

  @Test
  void anEpisodeThatWasOffForLongerThanDarkEndedAsOthersDo() {
    alerter.accept(millis(0), new double[] {0.9}, true);
    alerter.accept(millis(1), new double[] {0.1}, true);
    alerter.accept(millis(2), new double[] {0.1}, true);
    alerter.acceptNoData(millis(3), 0);

    assertThat(alerter.state().episode(0).phase()).isEqualTo(ENDED);
    assertThat(alerter.state().episode(0).isWithoutData()).isFalse();
  }

  @Test
  void afterAShortDarknessAnEpisodeGoesOn() {
    alerter.accept(millis(0), new double[] {0.9}, true);
    alerter.acceptNoData(millis(1), 0);
    alerter.accept(millis(2), new double[] {0.9}, true);

    assertThat(alerter.state().episode(0).phase()).isEqualTo(ONGOING);
    assertThat(alerter.state().episode(0).isWithoutData()).isFalse();
  }

  /** The average of before would be 0.55 in minute 9, above its threshold. */
  @Test
  void afterADarknessOfTheQuietGapRisksOfBeforeCountNoMore() {
    Alerter smoothed = new Alerter(TWO_INTENTS);
    smoothed.accept(millis(0), new double[] {0.9, 0}, true);
    for (int minute = 1; minute < 9; minute++) {
      smoothed.acceptNoData(millis(minute), 0);
      assertThat(smoothed.smoothed(0)).isEqualTo(0.9);
    }
    assertThat(smoothed.forgetsAt(millis(9))).isTrue();
    smoothed.accept(millis(9), new double[] {0.2, 0}, true);

    assertThat(smoothed.smoothed(0)).isEqualTo(0.2);
    assertThat(smoothed.incident().phase()).isEqualTo(QUIET);
  }

  @Test
  void afterARestartAtAnyTimeAnEpisodeEndsNoLaterThanTheNextMinute() {
    alerter.accept(millis(60), new double[] {0.9}, true);
    alerter.restartAtAnyTime();
    Alerter resumed = read(SHORT, written(alerter));
    resumed.accept(millis(5), new double[] {0.1}, true);

    EpisodeState ended = resumed.state().episode(0);
    assertThat(ended.phase()).isEqualTo(ENDED);
    assertThat(ended.isWithoutData()).isTrue();
    assertThat(ended.lastOnEpochMillis()).isEqualTo(millis(5));
    assertThat(ended.onsetEpochMillis()).isEqualTo(millis(5));
  }

  private List<EpisodePhase> phases(boolean[] state) {
    List<EpisodePhase> phases = new ArrayList<>();
    for (int minute = 0; minute < state.length; minute++) {
      alerter.accept(millis(minute), new double[] {state[minute] ? 0.9 : 0.1}, true);
      phases.add(alerter.episode(0).phase());
    }
    return phases;
  }

  private List<Integer> notifyingMinutes(boolean[] state) {
    List<Integer> minutes = new ArrayList<>();
    for (int minute = 0; minute < state.length; minute++) {
      alerter.accept(millis(minute), new double[] {state[minute] ? 0.9 : 0.1}, true);
      if (alerter.episode(0).isNotification()) {
        minutes.add(minute);
      }
    }
    return minutes;
  }

  private static List<Object> observed(Alerter alerter) {
    List<Object> observed = new ArrayList<>();
    for (int intent = 0; intent < 2; intent++) {
      observed.add(alerter.smoothed(intent));
      observed.add(alerter.isOn(intent));
      observed.add(alerter.threshold(intent));
      observed.add(alerter.episode(intent).phase());
      observed.add(alerter.episode(intent).isNotification());
      if (alerter.episode(intent).phase() != QUIET) {
        observed.add(alerter.episode(intent).onsetEpochMillis());
        observed.add(alerter.episode(intent).lastOnEpochMillis());
      }
    }
    return observed;
  }

  private static byte[] written(Alerter alerter) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      alerter.writeTo(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Alerter read(AlertPolicy policy, byte[] state) {
    try {
      return readChecked(policy, state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Alerter readChecked(AlertPolicy policy, byte[] state) throws IOException {
    Alerter alerter = new Alerter(policy);
    alerter.resume(new DataInputStream(new ByteArrayInputStream(state)));
    return alerter;
  }
}
