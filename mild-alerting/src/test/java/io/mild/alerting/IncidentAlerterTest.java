package io.mild.alerting;

import static io.mild.alerting.Alerter.Phase.ENDED;
import static io.mild.alerting.Alerter.Phase.ONGOING;
import static io.mild.alerting.Alerter.Phase.ONSET;
import static io.mild.alerting.Alerter.Phase.QUIET;
import static io.mild.alerting.Timeline.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentAlerterTest {
  /** No smoothing, on from a risk of ½, a quiet gap of 3 minutes, notified again after 5. */
  private static final IncidentPolicy SHORT =
      new IncidentPolicy(1, 0, Duration.ofMinutes(3), Duration.ofMinutes(5));

  private static final IncidentPolicy SMOOTH =
      new IncidentPolicy(4, 0.3, Duration.ofMinutes(3), Duration.ofMinutes(5));

  private final IncidentAlerter alerter = new IncidentAlerter(SHORT, 2);

  @Property
  void notifiesAtTheRowsWhereTheBatchMetricsDo(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] times = new long[120];
    double[][] risks = new double[3][120];
    long now = random.nextLong(-1_000_000, 1_000_000);
    for (int row = 0; row < times.length; row++) {
      times[row] = now += random.nextLong(1, millis(4));
      for (double[] risk : risks) {
        risk[row] = random.nextDouble();
      }
    }
    ScoredBlock block = new ScoredBlock(times, risks, new boolean[120], List.of());
    boolean[][] states = SMOOTH.states(block);
    boolean[] notifications =
        AlertMetrics.notifications(
            times, AlertMetrics.incidentState(states), SMOOTH.quietGap(), SMOOTH.renotifyAfter());
    double[] scores = SMOOTH.scores(block);

    IncidentAlerter streamed = new IncidentAlerter(SMOOTH, 3);
    for (int i = 0; i < times.length; i++) {
      int row = i;
      streamed.accept(
          times[row], Arrays.stream(risks).mapToDouble(risk -> risk[row]).toArray(), true);
      assertThat(streamed.isNotification()).isEqualTo(notifications[row]);
      assertThat(streamed.score()).isEqualTo(scores[row]);
      for (int intent = 0; intent < 3; intent++) {
        assertThat(streamed.isAbove(intent)).isEqualTo(states[intent][row]);
      }
    }
  }

  /** On in 1 by the first intent and in 3 by the second; off from 4 on, so over in 6. */
  @Test
  void anEpisodeIsOneForAllIntentsAndIsAttributedToThoseAboveTheThresholdInIt() {
    step(0, 0.1, 0.2);
    assertThat(alerter.phase()).isEqualTo(QUIET);
    assertThat(alerter.leadingIntent()).isEqualTo(1);

    step(1, 0.9, 0.2);
    assertThat(alerter.phase()).isEqualTo(ONSET);
    assertThat(alerter.isNotification()).isTrue();
    assertThat(involved()).containsExactly(true, false);

    step(2, 0.1, 0.2);
    assertThat(alerter.isOn()).isFalse();
    assertThat(involved()).containsExactly(true, false);

    step(3, 0.1, 0.7);
    assertThat(alerter.phase()).isEqualTo(ONGOING);
    assertThat(alerter.isNotification()).isFalse();
    assertThat(involved()).containsExactly(true, true);

    step(6, 0.1, 0.2);
    assertThat(alerter.phase()).isEqualTo(ENDED);
    assertThat(alerter.onsetEpochMillis()).isEqualTo(millis(1));
    assertThat(alerter.lastOnEpochMillis()).isEqualTo(millis(3));
    assertThat(involved()).containsExactly(true, true);

    step(7, 0.1, 0.2);
    assertThat(alerter.phase()).isEqualTo(QUIET);
    assertThat(involved()).containsExactly(false, false);
  }

  @Test
  void anEpisodeThatFollowsAnotherAtOnceIsAttributedAnew() {
    step(0, 0.9, 0.1);
    step(9, 0.1, 0.9);
    assertThat(alerter.phase()).isEqualTo(ONSET);
    assertThat(involved()).containsExactly(false, true);
  }

  /** Logit 0.9 is 2.2. */
  @Test
  void aThresholdCanBeGivenForAMinute() {
    alerter.accept(millis(0), new double[] {0.9, 0}, true, 2.3);
    assertThat(alerter.isOn()).isFalse();
    assertThat(alerter.threshold()).isEqualTo(2.3);
    alerter.accept(millis(1), new double[] {0.9, 0}, true, 2.1);
    assertThat(alerter.phase()).isEqualTo(ONSET);
    alerter.accept(millis(2), new double[] {0.4, 0}, true);
    assertThat(alerter.threshold()).isZero();
    assertThat(alerter.isOn()).isFalse();
  }

  @Test
  void neverIsReachedByNoRisk() {
    IncidentAlerter never = new IncidentAlerter(SHORT.withThreshold(IncidentPolicy.NEVER), 1);
    never.accept(0, new double[] {1}, true);
    assertThat(never.isOn()).isFalse();
  }

  @Test
  void nothingIsOnBeforeTheFirstMinuteOrAfterARestart() {
    assertThat(alerter.score()).isNaN();
    assertThat(alerter.isOn()).isFalse();
    step(0, 0.9, 0.1);
    alerter.restart();
    assertThat(alerter.isOn()).isFalse();
    step(1, 0.9, 0.1);
    assertThat(alerter.phase()).isEqualTo(ONSET);
    assertThat(alerter.onsetEpochMillis()).isEqualTo(millis(1));
  }

  @Test
  void noEpisodeBeginsBeforeOnsetsAreAllowed() {
    alerter.accept(millis(0), new double[] {0.9, 0}, false);
    assertThat(alerter.phase()).isEqualTo(QUIET);
    assertThat(involved()).containsExactly(false, false);
    alerter.accept(millis(1), new double[] {0.9, 0}, true);
    assertThat(alerter.phase()).isEqualTo(ONSET);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -0.1, 1.1})
  void aRiskThatIsNoProbabilityIsRefusedAndChangesNothing(double bad) {
    step(0, 0.9, 0.1);
    byte[] before = written(alerter);
    assertThatThrownBy(() -> step(1, 0.9, bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("intent 1")
        .hasMessageContaining(Double.toString(bad));
    assertThatThrownBy(() -> alerter.accept(millis(1), new double[2], true, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> step(0, 0.9, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("advance");
    assertThat(written(alerter)).isEqualTo(before);
  }

  @Property(tries = 200)
  void aResumedAlerterGoesOnBitForBit(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    IncidentAlerter uninterrupted = new IncidentAlerter(SMOOTH, 2);
    IncidentAlerter resumed = new IncidentAlerter(SMOOTH, 2);
    long now = 0;
    for (int row = 0; row < 100; row++) {
      now += random.nextLong(1, millis(4));
      double[] risks = {random.nextDouble(), random.nextDouble()};
      double threshold = random.nextDouble(-1, 1);
      boolean onsetsAllowed = random.nextInt(5) > 0;
      if (random.nextInt(20) == 0) {
        uninterrupted.restart();
        resumed.restart();
      }
      resumed = read(SMOOTH, 2, written(resumed));
      assertThat(resumed.isOn()).isEqualTo(uninterrupted.isOn());
      assertThat(resumed.isNotification()).isEqualTo(uninterrupted.isNotification());
      uninterrupted.accept(now, risks, onsetsAllowed, threshold);
      resumed.accept(now, risks, onsetsAllowed, threshold);
      assertThat(written(resumed)).isEqualTo(written(uninterrupted));
    }
  }

  /** Layout: version 4, intents 4, now 8, threshold 8, smoothed 8, … */
  @Test
  void aStateThatIsCutOrOfAnotherKindOrContradictsItselfIsRefused() {
    step(0, 0.9, 0.5);
    byte[] state = written(alerter);
    for (int length = 0; length < state.length; length++) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatThrownBy(() -> readChecked(SHORT, 2, cut)).isInstanceOf(EOFException.class);
    }
    assertThatThrownBy(() -> readChecked(SHORT, 3, state))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("3 intents");
    byte[] version = state.clone();
    version[3] = 9;
    assertThatThrownBy(() -> readChecked(SHORT, 2, version))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("9");
    byte[] smoothed = state.clone();
    smoothed[24] = 0x7e;
    assertThatThrownBy(() -> readChecked(SHORT, 2, smoothed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("intent 0");
    byte[] threshold = state.clone();
    threshold[16] = 0x7f;
    threshold[17] = (byte) 0xf0;
    assertThatThrownBy(() -> readChecked(SHORT, 2, threshold))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Infinity");
  }

  private void step(int minute, double... risks) {
    alerter.accept(millis(minute), risks, true);
  }

  private boolean[] involved() {
    return new boolean[] {alerter.isInvolved(0), alerter.isInvolved(1)};
  }

  private static byte[] written(IncidentAlerter alerter) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      alerter.writeTo(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static IncidentAlerter read(IncidentPolicy policy, int intents, byte[] state) {
    try {
      return readChecked(policy, intents, state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IncidentAlerter readChecked(IncidentPolicy policy, int intents, byte[] state)
      throws IOException {
    return IncidentAlerter.readFrom(
        policy, intents, new DataInputStream(new ByteArrayInputStream(state)));
  }
}
