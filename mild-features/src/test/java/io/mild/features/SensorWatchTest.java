package io.mild.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.features.SensorWatch.Fault;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A latency of 60 to 260 ms that moves by 20 at most from minute to minute and never stood still,
 * with a horizon of two hours: a jump counts for 30 minutes, the signs of a broken sensor for five.
 */
class SensorWatchTest {
  private static final long MINUTE = 60_000;
  private static final double NONE = Double.NaN;
  private static final KpiLimit LATENCY = new KpiLimit(60, 260, 20, 0);

  private SensorWatch watch = watchOf(LATENCY);
  private long now = 1_700_000_000_000L;
  private boolean alerting;

  private static SensorWatch watchOf(KpiLimit limit) {
    return new SensorWatch(List.of(limit), Duration.ofMinutes(1), Duration.ofHours(2));
  }

  /** The value as it counts. */
  private double row(double value) {
    double[] checked = {0};
    watch.accept(now, new double[] {value}, alerting, checked);
    now += MINUTE;
    return checked[0];
  }

  private double rows(int count, double... values) {
    double last = NONE;
    for (int i = 0; i < count; i++) {
      last = row(values[i % values.length]);
    }
    return last;
  }

  private void calm() {
    rows(60, 100, 110);
  }

  @Test
  void valuesLikeThoseOfTheHistoryCountAsTheyAre() {
    assertThat(row(60)).isEqualTo(60);
    assertThat(row(260)).as("a jump within the range").isEqualTo(260);
    assertThat(watch.isFaulty()).isFalse();
  }

  @Test
  void aMissingValueIsCalledMissing() {
    row(100);

    assertThat(row(NONE)).isNaN();
    assertThat(watch.fault(0)).isEqualTo(Fault.MISSING);
    assertThat(watch.latest(0)).isEqualTo(100);
  }

  @Test
  void aValueThatDriftsOutOfRangeCountsHoweverFarItGoes() {
    row(250);
    for (double value = 265; value < 900; value += 15) {
      assertThat(row(value)).isEqualTo(value);
    }

    assertThat(watch.fault(0)).isEqualTo(Fault.OUT_OF_RANGE);
    assertThat(watch.isIgnored(0)).isFalse();
  }

  @Test
  void aJumpToWhereNoValueWasCountsForAQuarterOfTheHorizon() {
    calm();

    assertThat(rows(30, 700, 705)).isEqualTo(705);
    assertThat(row(703)).isNaN();
    assertThat(watch.fault(0)).isEqualTo(Fault.OUT_OF_RANGE);
    assertThat(watch.isIgnored(0)).isTrue();
  }

  /** 300 is 50 beyond the range and its margin of 10; no step was so great. */
  @Test
  void aJumpNotFurtherBeyondTheRangeThanItIsWideIsADrift() {
    calm();
    row(225);
    row(250);

    for (double value = 300; value < 2_000; value += 25) {
      assertThat(rows(2, value + 30, value)).isEqualTo(value);
    }
    assertThat(watch.fault(0)).isEqualTo(Fault.OUT_OF_RANGE);
  }

  /** Noise grows with the level, and values are missing now and then. */
  @Test
  void aClimbThatGetsNoisierCounts() {
    SplittableRandom random = new SplittableRandom(5);
    calm();
    for (double level = 250; level < 9_000; level *= 1.02) {
      double value = level * (0.75 + 0.5 * random.nextDouble());
      assertThat(row(value)).isEqualTo(value);
      if (random.nextInt(8) == 0) {
        row(NONE);
      }
    }
  }

  @Test
  void afterASpikeAClimbCounts() {
    calm();
    row(5_000);
    for (double value = 290; value < 900; value += 5) {
      assertThat(row(value)).isEqualTo(value);
    }
  }

  @Test
  void aJumpAfterAJumpDoesNotCountForLonger() {
    calm();
    rows(31, 5_000, 5_100);

    assertThat(row(400)).isEqualTo(400);
    assertThat(row(5_000)).isNaN();
  }

  @Test
  void aLeapFromADriftIsAJump() {
    calm();
    rows(10, 300);

    assertThat(rows(31, 300_000, 310_000)).isNaN();
  }

  @Test
  void afterAZeroAClimbCounts() {
    calm();
    row(0);

    assertThat(rows(60, 300, 310)).isEqualTo(310);
  }

  /** A link reads 1 until it fails; what was the greatest in the history may stand, too. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.8})
  void aValueThatIsFullMayStandForAHorizon(double full) {
    watch = watchOf(new KpiLimit(0.1, 0.8, 0.07, 0));
    for (double value = 0.5; value < full; value += 0.05) {
      row(value);
    }

    assertThat(rows(121, full)).isEqualTo(full);
    assertThat(row(full)).isNaN();
    assertThat(watch.fault(0)).isEqualTo(Fault.STALE);
  }

  /** Wind: 0.14 to 20 m/s by an anemometer whose zero is a little off. */
  @Test
  void aValueALittleBelowZeroCountsIfAUsualStepLedThere() {
    watch = watchOf(new KpiLimit(0.14, 19.7, 2.8, 0));
    rows(10, 1, 0.6);

    assertThat(row(-0.2)).isEqualTo(-0.2);
    assertThat(row(-0.35)).isEqualTo(-0.35);
    row(NONE);
    assertThat(row(-0.1)).isEqualTo(-0.1);
    assertThat(row(0.2)).isEqualTo(0.2);
    assertThat(row(-1)).as("what programs write for none").isNaN();
    row(0.2);
    assertThat(row(-3.1)).as("too great a step").isNaN();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.105, 100_000, 110_000, 102.4 * 1024, 6_000})
  void aJumpToZeroOrToAnotherUnitCountsForFiveMinutes(double broken) {
    calm();

    assertThat(rows(5, broken)).isEqualTo(broken);
    assertThat(row(broken)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {-1, -0.001, 0x1p31 - 1, 0x1p32 - 1, 0x1p63, 0x1p64, 1e200, Double.MAX_VALUE})
  void whatNoFailureMakesDoesNotCountAtAll(double broken) {
    calm();

    assertThat(row(broken)).isNaN();
    assertThat(watch.fault(0)).isEqualTo(Fault.OUT_OF_RANGE);
    assertThat(row(110)).isEqualTo(110);
    assertThat(watch.isFaulty()).isFalse();
  }

  @Test
  void afterAnImpossibleValueAFailureCounts() {
    calm();
    row(-1);

    assertThat(rows(40, 300, 310)).as("not known how it got there, and not far").isEqualTo(310);
  }

  @Test
  void aNegativeValueIsPossibleWhereOneWas() {
    watch = watchOf(new KpiLimit(-5, 40, 3, 0));
    rows(10, 0, 1);

    assertThat(row(-6)).isEqualTo(-6);
  }

  @Test
  void whileAnAlertRunsAJumpCountsForAHorizon() {
    calm();
    alerting = true;

    assertThat(rows(120, 0, 0.5)).isEqualTo(0.5);
    assertThat(row(0)).isNaN();
  }

  @Test
  void aSensorThatReadsWellAgainCountsAtOnce() {
    calm();
    rows(60, 0);

    assertThat(row(105)).isEqualTo(105);
    assertThat(watch.fault(0)).isEqualTo(Fault.NONE);
  }

  @Test
  void aStreamThatBeginsFarOutBeginsWithABrokenSensor() {
    assertThat(rows(30, 4, 4.1)).isEqualTo(4.1);
    assertThat(row(4)).isNaN();
  }

  @Test
  void aStreamThatBeginsALittleOutMayBeginInAFailure() {
    assertThat(rows(200, 400, 410)).isEqualTo(410);
    assertThat(watch.fault(0)).isEqualTo(Fault.OUT_OF_RANGE);
  }

  /** The step across an hour without values is no step. */
  @Test
  void afterAGapNothingIsKnownOfTheValueBefore() {
    calm();
    now += 60 * MINUTE;
    assertThat(rows(60, 330, 340)).isEqualTo(340);
    rows(60, NONE);
    assertThat(rows(60, 350, 340)).isEqualTo(340);
  }

  @Test
  void aValueThatStandsStillAlthoughItNeverDidIsStaleUntilItMoves() {
    calm();

    assertThat(rows(6, 120)).isEqualTo(120);
    assertThat(row(120)).isNaN();
    assertThat(watch.fault(0)).isEqualTo(Fault.STALE);
    assertThat(watch.isIgnored(0)).isTrue();
    assertThat(row(121)).isEqualTo(121);
    assertThat(watch.fault(0)).isEqualTo(Fault.NONE);
  }

  @Test
  void aValueThatStoodStillBeforeMayDoSoForTwiceAsLong() {
    watch = watchOf(new KpiLimit(0, 5, 5, 100));
    row(1);

    assertThat(rows(2 * 100 + 6, 0)).isEqualTo(0);
    assertThat(row(0)).isNaN();
  }

  /** It is asked every ten seconds, and its sensor every minute. */
  @Test
  void standstillIsMeasuredInTimeNotInRows() {
    for (int i = 0; i < 360; i++) {
      double[] checked = {0};
      watch.accept(now + i * 10_000L, new double[] {100 + i / 6 % 10}, false, checked);
      assertThat(checked[0]).isNotNaN();
    }
  }

  @Test
  void aValueThatWasMissingHasNotStoodStill() {
    calm();
    row(120);
    rows(20, NONE);

    assertThat(row(120)).isEqualTo(120);
  }

  @Test
  void aKpiThatNeverMovedHasNoLimit() {
    watch = watchOf(KpiLimit.NONE);

    assertThat(rows(500, 4)).isEqualTo(4);
    assertThat(row(-1e9)).isEqualTo(-1e9);
    assertThat(watch.isFaulty()).isFalse();
  }

  @Test
  void aWatchGoesOnBitForBit() {
    SplittableRandom random = new SplittableRandom(3);
    double[] readings = {100, 110, 120, 300, 0, -1, 0.1, 700, NONE, 0x1p64, 110, 110, 110};
    SensorWatch resumed = watchOf(LATENCY);
    for (int i = 0; i < 3_000; i++) {
      double value = random.nextInt(3) == 0 ? readings[random.nextInt(readings.length)] : 110;
      double[] expected = {0};
      double[] found = {0};
      resumed = copy(resumed);
      watch.accept(now, new double[] {value}, i % 7 == 0, expected);
      resumed.accept(now, new double[] {value}, i % 7 == 0, found);
      now += MINUTE;

      assertThat(found).isEqualTo(expected);
      assertThat(resumed.fault(0)).isEqualTo(watch.fault(0));
      assertThat(resumed.isFaulty()).isEqualTo(watch.isFaulty());
      assertThat(state(resumed)).isEqualTo(state(watch));
    }
  }

  @Test
  void aStateThatIsCutShortOrCorruptIsRefused() throws IOException {
    row(700);
    byte[] state = state(watch);
    assertThat(state).hasSize(13 + 17 + 8);
    for (int length = 0; length < state.length; length++) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatThrownBy(() -> resume(watchOf(LATENCY), cut)).isInstanceOf(EOFException.class);
    }
    state[13] = 7;
    assertThatThrownBy(() -> resume(watchOf(LATENCY), state))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("7");
  }

  @Test
  void limitsAreThoseOfTheHistory() {
    KpiLimitFitter fitter = new KpiLimitFitter(1, Duration.ofMinutes(1));
    double[] values = {3, 5, 5, 5, 9, NONE, 1, 1};
    for (double value : values) {
      fitter.accept(now, new double[] {value});
      now += MINUTE;
    }
    now += 10 * MINUTE;
    fitter.accept(now, new double[] {20});

    KpiLimit limit = fitter.limits().get(0);
    assertThat(limit.least()).isEqualTo(1);
    assertThat(limit.greatest()).isEqualTo(20);
    assertThat(limit.step()).as("not across missing values and gaps").isEqualTo(4);
    assertThat(limit.standstill()).isCloseTo(2, within(1e-12));
  }

  @Test
  void aKpiThatNeverMovedOrNeverCameHasNoLimits() {
    KpiLimitFitter fitter = new KpiLimitFitter(2, Duration.ofMinutes(1));
    for (int i = 0; i < 9; i++) {
      fitter.accept(now + i * MINUTE, new double[] {4, NONE});
    }

    assertThat(fitter.limits()).containsExactly(KpiLimit.NONE, KpiLimit.NONE);
  }

  @Test
  void limitsThatAreNoneOfAHistoryAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new KpiLimit(2, 2, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new KpiLimit(1, 2, -1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new KpiLimit(1, 2, 0, NONE));
  }

  private static SensorWatch copy(SensorWatch watch) {
    try {
      return resume(watchOf(LATENCY), state(watch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SensorWatch resume(SensorWatch into, byte[] state) throws IOException {
    into.resume(new DataInputStream(new ByteArrayInputStream(state)));
    return into;
  }

  private static byte[] state(SensorWatch watch) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      watch.writeTo(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
