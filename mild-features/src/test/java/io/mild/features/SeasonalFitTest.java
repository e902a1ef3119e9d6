package io.mild.features;

import static io.mild.features.Telemetry.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link SeasonalProfile#fit} fits. */
class SeasonalFitTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final double[] CONSTANT_ONLY = new double[13];

  /** The recipe step by step, with the least squares of Commons Math. */
  @Test
  void theFitIsARobustHarmonicRegression() {
    Telemetry telemetry = rhythm(14).withNoise(3, 42).without(row -> row % 17 == 0 || row > 1900);
    for (int row = 500; row < 540; row++) {
      telemetry.values()[row] += 60; // an incident
    }

    SeasonalProfile profile = telemetry.profile();

    int[] present =
        IntStream.range(0, telemetry.values().length)
            .filter(row -> !Double.isNaN(telemetry.values()[row]))
            .toArray();
    double median = new Median().evaluate(at(telemetry.values(), present));
    double[] first = leastSquares(telemetry, present, median);
    double scale = 1.4826 * new Median().evaluate(distances(telemetry, present, median, first));
    int[] kept =
        Arrays.stream(present)
            .filter(row -> distances(telemetry, new int[] {row}, median, first)[0] < 2.5 * scale)
            .toArray();
    double[] second = leastSquares(telemetry, kept, median);
    assertThat(kept.length).isBetween(present.length - 120, present.length - 40);
    assertThat(profile.medians()).containsExactly(median);
    assertThat(profile.coefficients()[0]).containsExactly(second, within(1e-8));
    assertThat(profile.scales()[0])
        .isCloseTo(
            1.4826 * new Median().evaluate(distances(telemetry, present, median, second)),
            within(1e-8))
        .isCloseTo(3, within(0.15));
  }

  /** A ridge is a row more for each coefficient. */
  private static double[] leastSquares(Telemetry telemetry, int[] rows, double median) {
    double[][] design = new double[rows.length + 13][];
    double[] targets = new double[rows.length + 13];
    double atWeekends = 0;
    for (int i = 0; i < rows.length; i++) {
      design[i] = design(telemetry, rows[i]);
      targets[i] = telemetry.values()[rows[i]] - median;
      atWeekends += design[i][7];
    }
    for (int i = 1; i < 14; i++) {
      design[rows.length + i - 1] = new double[14];
      design[rows.length + i - 1][i] = Math.sqrt(1e-3 * (i < 7 ? rows.length : atWeekends));
    }
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.setNoIntercept(true);
    regression.newSampleData(targets, design);
    return regression.estimateRegressionParameters();
  }

  private static double[] distances(
      Telemetry telemetry, int[] rows, double median, double[] coefficients) {
    return Arrays.stream(rows)
        .mapToDouble(
            row -> {
              double[] terms = design(telemetry, row);
              double distance = telemetry.values()[row] - median;
              for (int i = 0; i < 14; i++) {
                distance -= terms[i] * coefficients[i];
              }
              return Math.abs(distance);
            })
        .toArray();
  }

  private static double[] design(Telemetry telemetry, int row) {
    return SeasonalProfileTest.design(telemetry.epochMillis()[row], ZoneOffset.UTC);
  }

  private static double[] at(double[] values, int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
  }

  /** Of noise, to a scale that is right within 5 %, on weeks that were not fitted. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20, 60})
  void aRhythmIsRemovedWhateverThePeriod(int minutes) {
    Duration period = Duration.ofMinutes(minutes);
    SplittableRandom gaps = new SplittableRandom(7);
    SeasonalProfile profile =
        Telemetry.of(MONDAY, period, 28, Telemetry::rhythm)
            .withNoise(2, 1)
            .without(row -> gaps.nextInt(3) == 0)
            .profile();
    Telemetry later =
        Telemetry.of(MONDAY.plus(Duration.ofDays(70)), period, 14, Telemetry::rhythm)
            .withNoise(2, 2);

    assertThat(deviation(later.residuals(profile))).isCloseTo(1, within(minutes < 60 ? 0.05 : 0.1));
  }

  /** Three days are enough to see a strong rhythm, and none of it is left a week later. */
  @Test
  void threeDaysAreEnoughForAStrongRhythm() {
    SeasonalProfile profile = rhythm(3).withNoise(2, 1).profile();
    Telemetry later =
        Telemetry.of(MONDAY.plus(Duration.ofDays(7)), TEN_MINUTES, 5, Telemetry::rhythm)
            .withNoise(2, 2);

    assertThat(deviation(later.residuals(profile))).isCloseTo(1, within(0.15));
  }

  @Property(tries = 50)
  void noiseIsFittedByNothingButItsLevelAndScale(@ForAll long seed) {
    SeasonalProfile profile =
        Telemetry.of(MONDAY, Duration.ofMinutes(1), 3, time -> 50).withNoise(4, seed).profile();

    assertThat(harmonics(profile)).isEqualTo(CONSTANT_ONLY);
    assertThat(profile.medians()[0] + profile.coefficients()[0][0]).isCloseTo(50, within(0.3));
    assertThat(profile.scales()[0]).isCloseTo(4, within(0.3));
  }

  /** A KPI that wanders with a memory of hours looks like a rhythm for some days. */
  @Test
  void wanderingIsSeldomTakenForARhythm() {
    int taken = 0;
    for (int seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] level = {random.nextGaussian()};
      Telemetry wandering =
          Telemetry.of(
              MONDAY,
              TEN_MINUTES,
              3,
              time -> {
                level[0] = 0.95 * level[0] + Math.sqrt(1 - 0.95 * 0.95) * random.nextGaussian();
                return level[0];
              });
      taken += Arrays.equals(harmonics(wandering.profile()), CONSTANT_ONLY) ? 0 : 1;
    }
    assertThat(taken).isLessThan(25);
  }

  @Test
  void lessThanTwoDaysTellOfNoRhythm() {
    assertThat(harmonics(rhythm(1.85).profile())).isEqualTo(CONSTANT_ONLY);
    assertThat(harmonics(rhythm(2).profile())[0]).isNotZero();
  }

  /** Two days' worth, however far apart their hours. */
  @Test
  void aGapIsNoHistory() {
    Telemetry gappy = rhythm(10).without(row -> row > 200 && row < 1400);

    assertThat(harmonics(gappy.profile())).isEqualTo(CONSTANT_ONLY);
  }

  @Test
  void theWeekendNeedsTwoDaysAtWeekendsAndTwoOnWeekdays() {
    assertThat(weekend(rhythm(6).profile())).as("Monday to Saturday").containsOnly(0);
    assertThat(weekend(rhythm(7).profile())).as("Monday to Sunday").doesNotContain(0);
    Telemetry fromFriday =
        Telemetry.of(MONDAY.plus(Duration.ofDays(4)), TEN_MINUTES, 3, Telemetry::rhythm);
    assertThat(weekend(fromFriday.profile())).as("Friday to Sunday").containsOnly(0);
  }

  @Test
  void aHistoryOfWeekendsOnlyIsFittedAsAnyDays() {
    Telemetry weekends =
        Telemetry.of(MONDAY.plus(Duration.ofDays(5)), TEN_MINUTES, 2, Telemetry::rhythm)
            .withNoise(1, 1);
    SeasonalProfile profile = weekends.profile();

    assertThat(weekend(profile)).containsOnly(0);
    assertThat(deviation(weekends.residuals(profile))).isCloseTo(1, within(0.15));
  }

  @Test
  void aWeekendLikeAnyOtherDayGetsNoTerms() {
    Telemetry sameEveryDay =
        Telemetry.of(
                MONDAY,
                TEN_MINUTES,
                21,
                time -> 5 * Math.sin(2 * Math.PI * time / Telemetry.DAY_MILLIS))
            .withNoise(1, 3);
    SeasonalProfile profile = sameEveryDay.profile();

    assertThat(weekend(profile)).containsOnly(0);
    assertThat(harmonics(profile)[0]).isCloseTo(5, within(0.1));
  }

  /** Values of office hours say nothing of the night; without a ridge it could be anything. */
  @Property(tries = 50)
  void coefficientsStayBoundedWhereOnlyAPartOfTheDayIsKnown(
      @ForAll @DoubleRange(min = 2.05, max = 6) double days, @ForAll long seed) {
    double[] officeHours =
        rhythm(days)
            .withNoise(3, seed)
            .without(row -> row % 144 < 54 || row % 144 > 102)
            .profile()
            .coefficients()[0];

    assertThat(Arrays.stream(officeHours).map(Math::abs).max().orElseThrow()).isLessThan(150);
  }

  @Property(tries = 200)
  void aConstantHasNoScale(
      @ForAll @DoubleRange(min = -1e300, max = 1e300) double constant,
      @ForAll @DoubleRange(min = 0.05, max = 4) double days) {
    SeasonalProfile profile =
        Telemetry.of(MONDAY, Duration.ofHours(1), days, time -> constant).profile();

    assertThat(profile.medians()).containsExactly(constant);
    assertThat(profile.scales()).containsExactly(0);
    assertThat(profile.coefficients()[0]).containsOnly(0);
  }

  @Test
  void aRhythmOfTheSizeOfRoundingHasNoScale() {
    SeasonalProfile profile =
        Telemetry.of(MONDAY, TEN_MINUTES, 7, time -> 1e12 + Telemetry.rhythm(time)).profile();

    assertThat(profile.scales()).containsExactly(0);
  }

  @Test
  void aKpiThatWasNeverSeenIsAlwaysAsExpected() {
    SeasonalProfile profile = rhythm(3).without(row -> true).profile();

    assertThat(profile).isEqualTo(SeasonalProfileTest.flat(0, 0));
  }

  /** The median distance is 0; the standard deviation is not. */
  @Test
  void aKpiThatIsMostlyConstantIsScaledByItsStandardDeviation() {
    SplittableRandom random = new SplittableRandom(5);
    Telemetry errors = rhythm(7);
    for (int row = 0; row < errors.values().length; row++) {
      errors.values()[row] = random.nextInt(10) == 0 ? 5 : 0;
    }
    SeasonalProfile profile = errors.profile();

    assertThat(profile.medians()).containsExactly(0);
    assertThat(profile.coefficients()[0]).containsOnly(0);
    assertThat(profile.scales()[0])
        .isCloseTo(new StandardDeviation(false).evaluate(errors.values()), within(1e-12));
  }

  @Test
  void onlyTheChosenRowsCount() {
    Telemetry telemetry = rhythm(14).withNoise(1, 1);
    int rows = telemetry.values().length;
    double[] spoilt = telemetry.values().clone();
    Arrays.fill(spoilt, 0, 300, Double.POSITIVE_INFINITY);
    Arrays.fill(spoilt, rows - 100, rows, -1e9);

    SeasonalProfile profile =
        SeasonalProfile.fit(
            ZoneOffset.UTC, telemetry.epochMillis(), spoilt, row -> row >= 300 && row < rows - 100);

    assertThat(profile)
        .isEqualTo(
            SeasonalProfile.fit(
                Arrays.copyOfRange(telemetry.epochMillis(), 300, rows - 100),
                Arrays.copyOfRange(telemetry.values(), 300, rows - 100)));
  }

  @Test
  void eachKpiIsFittedAlone() {
    Telemetry first = rhythm(7).withNoise(1, 1);
    Telemetry second = rhythm(7).withNoise(20, 2).without(row -> row % 3 == 0);
    int rows = first.values().length;
    double[] both = new double[2 * rows];
    for (int row = 0; row < rows; row++) {
      both[2 * row] = first.values()[row];
      both[2 * row + 1] = second.values()[row];
    }

    SeasonalProfile profile = SeasonalProfile.fit(first.epochMillis(), both);

    assertThat(profile.coefficients())
        .isDeepEqualTo(
            new double[][] {first.profile().coefficients()[0], second.profile().coefficients()[0]});
    assertThat(profile.scales())
        .containsExactly(first.profile().scales()[0], second.profile().scales()[0]);
  }

  @Test
  void whatCannotBeFittedIsRefused() {
    assertThatThrownBy(() -> SeasonalProfile.fit(new long[0], new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 values and 0 times");
    assertThatThrownBy(() -> SeasonalProfile.fit(new long[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 values and 2 times");
    assertThatThrownBy(
            () -> SeasonalProfile.fit(ZoneOffset.UTC, new long[2], new double[2], row -> false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of 2 rows none");
    assertThatThrownBy(
            () ->
                SeasonalProfile.fit(
                    new long[] {0, 60_000}, new double[] {1, 2, 3, Double.NEGATIVE_INFINITY}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("KPI 1 is -Infinity at 1970-01-01T00:01:00Z; a missing value is NaN");
  }

  private static Telemetry rhythm(double days) {
    return Telemetry.of(MONDAY, TEN_MINUTES, days, Telemetry::rhythm);
  }

  /** All coefficients but the constant. */
  private static double[] harmonics(SeasonalProfile profile) {
    return Arrays.copyOfRange(profile.coefficients()[0], 1, 14);
  }

  private static double[] weekend(SeasonalProfile profile) {
    return Arrays.copyOfRange(profile.coefficients()[0], 7, 14);
  }

  private static double deviation(double[] residuals) {
    return new StandardDeviation(false).evaluate(residuals, 0);
  }
}
