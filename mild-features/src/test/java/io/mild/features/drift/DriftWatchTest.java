package io.mild.features.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.features.SeasonalProfile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A KPI that was 50 on average, and 10 away from there. */
class DriftWatchTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HORIZON = Duration.ofMinutes(120);
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final List<UsualLevel> USUAL = List.of(new UsualLevel(50, 10));

  private final DriftWatch watch = new DriftWatch(USUAL, Optional.empty(), MINUTE, HORIZON);
  private long now;

  /** Rows for some hours; returns the hours after which it has drifted first, or -1. */
  private double hours(double hours, LongToDoubleFunction value) {
    return rows(watch, MINUTE, hours, value);
  }

  private double rows(DriftWatch fed, Duration period, double hours, LongToDoubleFunction value) {
    long begin = now;
    double drifted = -1;
    for (; now < begin + hours * HOUR; now += period.toMillis()) {
      fed.advanceTo(now);
      if (drifted < 0 && fed.isDrifted(0)) {
        drifted = (double) (now - begin) / HOUR;
      }
      fed.add(0, value.applyAsDouble(now));
    }
    return drifted;
  }

  /** 3 (1 − exp(−n/12)) is above 1.6 from n = 9.2 on. */
  @Test
  void aShiftOfThreeDeviationsIsToldAfterTenHours() {
    assertThat(hours(24, at -> 80)).isEqualTo(10);
    assertThat(watch.deviations(0)).isCloseTo(3 * (1 - Math.exp(-23 / 12.0)), within(1e-9));
  }

  @Test
  void aShiftDownIsTold() {
    assertThat(hours(24, at -> 20)).isEqualTo(10);
    assertThat(watch.deviations(0)).isNegative();
  }

  @Test
  void aShiftOfOneDeviationIsNotTold() {
    assertThat(hours(1000, at -> 60)).isEqualTo(-1);
  }

  @Test
  void aFailureOfHoursIsNotTold() {
    hours(24, at -> 50);

    assertThat(hours(5, at -> 1e9)).isEqualTo(-1);
    assertThat(hours(48, at -> 50)).isEqualTo(-1);
  }

  /** From 2.9 or so back below 1.1. */
  @Test
  void itIsOverWhenItIsBack() {
    hours(48, at -> 80);
    assertThat(watch.isDrifted(0)).isTrue();

    hours(9, at -> 50);
    assertThat(watch.isDrifted(0)).as("1.6 is behind").isTrue();
    hours(5, at -> 50);
    assertThat(watch.isDrifted(0)).isFalse();
  }

  @Test
  void aGapChangesNothing() {
    hours(9, at -> 80);
    double before = watch.deviations(0);
    now += 1000 * HOUR;
    hours(1, at -> Double.NaN);
    hours(1.1, at -> 50);

    assertThat(before).isPositive();
    assertThat(watch.deviations(0))
        .as("the open hour before the gap, and one of 50")
        .isCloseTo((3 - (3 - before) * Math.exp(-1 / 12.0)) * Math.exp(-1 / 12.0), within(1e-9));
  }

  /** Row after row, or every third: it is the time that counts. */
  @ParameterizedTest
  @ValueSource(longs = {10, 60, 300, 1200})
  void theSamplingPeriodDoesNotMatter(long seconds) {
    Duration period = Duration.ofSeconds(seconds);
    DriftWatch fed = new DriftWatch(USUAL, Optional.empty(), period, HORIZON);

    assertThat(rows(fed, period, 24, at -> 80)).isEqualTo(10);
  }

  /** Ten rows, as there are ten hours. */
  @Test
  void rowsOfSixHoursCountAsAnHourEach() {
    Duration period = Duration.ofHours(6);
    DriftWatch fed = new DriftWatch(USUAL, Optional.empty(), period, HORIZON);

    assertThat(rows(fed, period, 240, at -> 80)).isEqualTo(60);
  }

  /**
   * It lasts a horizon of ten days, at four deviations: of twelve days an average would tell it.
   */
  @Test
  void whatLeadsUpToAFailureIsNoDrift() {
    Duration horizon = Duration.ofDays(10);
    Duration period = Duration.ofDays(1);
    DriftWatch fed = new DriftWatch(USUAL, Optional.empty(), period, horizon);

    assertThat(rows(fed, period, 240, at -> 90)).isEqualTo(-1);
    assertThat(fed.deviations(0)).isCloseTo(4 * (1 - Math.exp(-9 / 60.0)), within(1e-9));
  }

  /** Of an amplitude of three deviations, which without the profile are there for hours. */
  @Test
  void aDailyRhythmThatIsKnownIsTakenOut() {
    double[] coefficients = new double[SeasonalProfile.COEFFICIENTS];
    coefficients[1] = 30; // the sine of the day
    SeasonalProfile profile =
        new SeasonalProfile(
            ZoneOffset.UTC, new double[] {50}, new double[] {10}, new double[][] {coefficients});
    List<UsualLevel> residuals = List.of(new UsualLevel(0, 1));
    DriftWatch knowing = new DriftWatch(residuals, Optional.of(profile), MINUTE, HORIZON);

    assertThat(rows(knowing, MINUTE, 240, DriftWatchTest::daily)).isEqualTo(-1);
    assertThat(Math.abs(knowing.deviations(0))).isLessThan(0.2);
  }

  private static double daily(long at) {
    return 50 + 30 * Math.sin(2 * Math.PI * at / (24.0 * HOUR));
  }

  @Test
  void whereNothingIsKnownNothingIsTold() {
    DriftWatch unknowing =
        new DriftWatch(List.of(UsualLevel.UNKNOWN), Optional.empty(), MINUTE, HORIZON);

    assertThat(rows(unknowing, MINUTE, 100, at -> 1e300)).isEqualTo(-1);
    assertThat(unknowing.deviations(0)).isZero();
  }

  @Test
  void valuesWhoseSumIsNoNumberAreNoHour() {
    hours(5, at -> at / 60_000 % 2 == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE);
    hours(5, at -> Double.MAX_VALUE);
    hours(5, at -> at / 60_000 % 7 == 0 ? Double.MAX_VALUE : Double.NaN);

    assertThat(watch.deviations(0)).isBetween(0.0, DriftWatch.MOST);
  }

  @Test
  void itGoesOnFromItsBytes() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    hours(30.4, at -> 75 + random.nextInt(10));
    DriftWatch other = new DriftWatch(USUAL, Optional.empty(), MINUTE, HORIZON);
    other.resume(new DataInputStream(new ByteArrayInputStream(bytes(watch))));
    long cut = now;
    hours(20, at -> at % 7);
    now = cut;
    rows(other, MINUTE, 20, at -> at % 7);

    assertThat(bytes(other)).isEqualTo(bytes(watch));
    assertThat(bytes(watch)).hasSize(30 + 16 + 4);
  }

  @Test
  void bytesOfOthersAreRefused() throws IOException {
    byte[] bytes = bytes(new DriftWatch(List.of(), Optional.empty(), MINUTE, HORIZON));

    assertThatThrownBy(() -> watch.resume(new DataInputStream(new ByteArrayInputStream(bytes))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1 and 1 KPIs, but was of 1 and 0");
  }

  private static byte[] bytes(DriftWatch watch) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    watch.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
