package io.mild.features;

import static io.mild.features.Telemetry.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SeasonalProfileTest {
  private static final double NONE = Double.NaN;
  private static final Instant SATURDAY = MONDAY.plus(Duration.ofDays(5));

  /** Powers of two, of which no sum can be mistaken for another. */
  private static SeasonalProfile powersOfTwo(double median, double scale) {
    double[] coefficients = new double[14];
    for (int i = 0; i < 14; i++) {
      coefficients[i] = 1 << i;
    }
    return new SeasonalProfile(
        ZoneOffset.UTC, new double[] {median}, new double[] {scale}, new double[][] {coefficients});
  }

  /**
   * By hand, at 06:00, θ = π/2: the terms 1, sin θ, …, cos 3θ are 1, 1, 0, 0, −1, −1, 0. So 1 + 2 −
   * 16 − 32 = −45 are expected over the median on weekdays, and 128 times that more at weekends.
   */
  @Test
  void aResidualIsTheDistanceFromWhatIsExpectedInScales() {
    SeasonalProfile profile = powersOfTwo(1000, 500);
    Duration six = Duration.ofHours(6);

    assertThat(residual(profile, MONDAY.plus(six), 2000)).isCloseTo(1045 / 500.0, within(1e-12));
    assertThat(residual(profile, SATURDAY.plus(six), -3000))
        .isCloseTo((-3000 - 1000 + 45 + 128 * 45) / 500.0, within(1e-11));
  }

  /** As above: 1000 − 45 on a weekday. */
  @Test
  void whatIsExpectedIsInTheUnitOfTheKpi() {
    double[] expected = new double[1];
    powersOfTwo(1000, 500).expected(MONDAY.plus(Duration.ofHours(6)).toEpochMilli(), expected);

    assertThat(expected[0]).isCloseTo(955, within(1e-9));
  }

  @Property
  void termsAreThoseOfTheTimeOfDayAndTheWeekend(
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long epochMillis,
      @ForAll @IntRange(min = -18, max = 18) int hours) {
    ZoneOffset zone = ZoneOffset.ofHours(hours);
    double[] c = powersOfTwo(0, 1).coefficients()[0];
    SeasonalProfile profile =
        new SeasonalProfile(zone, new double[1], new double[] {1e5}, new double[][] {c});
    double[] terms = design(epochMillis, zone);
    double expected = 0;
    for (int i = 0; i < 14; i++) {
      expected += c[i] * terms[i];
    }

    assertThat(residual(profile, Instant.ofEpochMilli(epochMillis), 0))
        .isCloseTo(-expected / 1e5, within(1e-12));
  }

  /** The 14 columns by their definition. */
  static double[] design(long epochMillis, ZoneOffset zone) {
    OffsetDateTime time = Instant.ofEpochMilli(epochMillis).atOffset(zone);
    double angle = 2 * Math.PI * time.toLocalTime().toNanoOfDay() / 86.4e12;
    double weekend = time.getDayOfWeek().getValue() >= 6 ? 1 : 0;
    double[] row = new double[14];
    row[0] = 1;
    for (int harmonic = 1; harmonic <= 3; harmonic++) {
      row[2 * harmonic - 1] = Math.sin(harmonic * angle);
      row[2 * harmonic] = Math.cos(harmonic * angle);
    }
    for (int i = 0; i < 7; i++) {
      row[7 + i] = weekend * row[i];
    }
    return row;
  }

  @Test
  void residualsAreClipped() {
    SeasonalProfile profile = flat(5, 0.5);

    assertThat(residual(profile, MONDAY, 14.5)).isEqualTo(19);
    assertThat(residual(profile, MONDAY, 15.5)).isEqualTo(20);
    assertThat(residual(profile, MONDAY, -1e300)).isEqualTo(-20);
  }

  @Test
  void whatIsMissingStaysMissing() {
    assertThat(residual(flat(5, 0.5), MONDAY, NONE)).isNaN();
    assertThat(residual(flat(5, 0), MONDAY, NONE)).isNaN();
  }

  @Property
  void withoutAScaleAnyValueIsAsExpected(
      @ForAll @DoubleRange(min = -1e300, max = 1e300) double value) {
    assertThat(residual(flat(5, 0), MONDAY, value)).isZero();
  }

  @Test
  void kpisOfARowAreApart() {
    SeasonalProfile profile =
        new SeasonalProfile(
            ZoneOffset.UTC, new double[] {1, 10}, new double[] {1, 2}, new double[2][14]);
    double[] residuals = new double[2];

    profile.residuals(MONDAY.toEpochMilli(), new double[] {4, 4}, residuals);

    assertThat(residuals).containsExactly(3, -3);
  }

  /** The same load, told by a clock on the wall in one place and in another. */
  @Property(tries = 20)
  void theOffsetShiftsTheDay(@ForAll @IntRange(min = -64, max = 64) int quarters) {
    Duration offset = Duration.ofMinutes(15L * quarters);
    ZoneOffset zone = ZoneOffset.ofTotalSeconds((int) offset.toSeconds());
    Duration period = Duration.ofMinutes(30);
    Telemetry utc = Telemetry.of(MONDAY, period, 14, Telemetry::rhythm).withNoise(2, 1);
    Telemetry there = Telemetry.of(MONDAY.minus(offset), period, 14, time -> 0);

    SeasonalProfile profile =
        SeasonalProfile.fit(zone, there.epochMillis(), utc.values(), row -> true);

    assertThat(profile.coefficients()).isDeepEqualTo(utc.profile().coefficients());
    assertThat(new Telemetry(there.epochMillis(), utc.values()).residuals(profile))
        .isEqualTo(utc.residuals(utc.profile()));
  }

  @Test
  void profilesOfTheSameNumbersAreEqual() {
    assertThat(powersOfTwo(1, 2))
        .isEqualTo(powersOfTwo(1, 2))
        .hasSameHashCodeAs(powersOfTwo(1, 2))
        .isNotEqualTo(powersOfTwo(2, 2))
        .isNotEqualTo(powersOfTwo(1, 3))
        .isNotEqualTo(flat(1, 2))
        .isNotEqualTo(
            new SeasonalProfile(
                ZoneOffset.ofHours(1),
                new double[] {1},
                new double[] {2},
                powersOfTwo(1, 2).coefficients()));
  }

  @Test
  void whatIsReadOrGivenIsACopy() {
    double[] medians = {1};
    double[] scales = {2};
    double[][] coefficients = new double[1][14];
    SeasonalProfile profile = new SeasonalProfile(ZoneOffset.UTC, medians, scales, coefficients);

    medians[0] = scales[0] = coefficients[0][0] = 100;
    profile.medians()[0] = 100;
    profile.scales()[0] = 100;
    profile.coefficients()[0][0] = 100;

    assertThat(profile).isEqualTo(flat(1, 2));
    assertThat(residual(profile, MONDAY, 5)).isEqualTo(2);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    double[][] c = new double[1][14];
    assertRefused(new double[0], new double[0], new double[0][], "0, 0 and 0");
    assertRefused(new double[1], new double[2], c, "1, 2 and 1");
    assertRefused(new double[1], new double[1], new double[2][14], "1, 1 and 2");
    assertRefused(new double[1], new double[1], new double[1][13], "KPI 0", "14", "had 13");
    assertRefused(new double[] {NONE}, new double[1], c, "median of KPI 0", "NaN");
    assertRefused(new double[1], new double[] {-0.5}, c, "scale of KPI 0", "-0.5");
    assertRefused(
        new double[1], new double[] {Double.POSITIVE_INFINITY}, c, "scale of KPI 0", "Infinity");
    double[][] broken = new double[1][14];
    broken[0][13] = NONE;
    assertRefused(new double[1], new double[1], broken, "coefficient 13 of KPI 0", "NaN");
  }

  /** What is expected would be infinite, or not even that. */
  @Test
  void coefficientsWhoseSumOverflowsAreRefused() {
    double[][] huge = new double[1][14];
    huge[0][1] = 1e308;
    huge[0][8] = -1e308;
    assertRefused(new double[1], new double[1], huge, "sum", "1.0E308");
  }

  private static void assertRefused(
      double[] medians, double[] scales, double[][] coefficients, String... named) {
    assertThatThrownBy(() -> new SeasonalProfile(ZoneOffset.UTC, medians, scales, coefficients))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(named);
  }

  @Test
  void rowsOfTheWrongLengthAreRefused() {
    assertThatThrownBy(() -> flat(1, 1).residuals(0, new double[2], new double[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("values must have length 1, but had 2");
    assertThatThrownBy(() -> flat(1, 1).residuals(0, new double[1], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("residuals must have length 1, but had 3");
  }

  /** A profile without seasons. */
  static SeasonalProfile flat(double median, double scale) {
    return new SeasonalProfile(
        ZoneOffset.UTC, new double[] {median}, new double[] {scale}, new double[1][14]);
  }

  private static double residual(SeasonalProfile profile, Instant time, double value) {
    double[] row = {value};
    profile.residuals(time.toEpochMilli(), row, row);
    return row[0];
  }
}
