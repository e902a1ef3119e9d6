package io.mild.training.departures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.data.KpiHistory;
import io.mild.features.SeasonalProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Quantiles and deviations by numpy. */
class RobustProfileTest {
  private static final IntPredicate ALL = row -> true;

  /** 0 to 100: quartiles of 25 and 75; 0.3 deviations are 8.7. */
  @Test
  void theScaleIsTheInterquartileRangeAsANormalDistributionsDeviation() {
    SeasonalProfile profile = fit(101, row -> row, ALL);

    assertThat(profile.medians()[0]).isEqualTo(50);
    assertThat(profile.scales()[0]).isCloseTo(50 / 1.349, within(1e-9));
  }

  /** Of 200 values 194 are 0, five 100 and one a million, which is taken for 100. */
  @Test
  void aKpiThatHardlyEverLeavesItsMedianHasAShareOfItsWinsorisedDeviation() {
    SeasonalProfile profile = fit(200, row -> row == 50 ? 1e6 : row % 40 == 7 ? 100 : 0, ALL);

    assertThat(profile.scales()[0]).isCloseTo(5.117617, within(1e-6));
  }

  /** 1,000 ± 0.1: three in a thousand of it are 3. */
  @Test
  void aKpiThatHardlyChangesAtAllHasAShareOfItsMedian() {
    for (int sign : new int[] {1, -1}) {
      SeasonalProfile profile = fit(200, row -> sign * (1_000 + 0.1 * Math.sin(row)), ALL);
      assertThat(profile.scales()[0]).isCloseTo(3, within(1e-3));
    }
  }

  /** An availability of 100 % that is 97 once is as far out as one that was 99.9 before. */
  @Test
  void aKpiThatNeverMovedHasAShareOfItsMedianToo() {
    for (IntToDoubleFunction still :
        List.<IntToDoubleFunction>of(row -> 1_000, row -> 1_000 + 1e-10 * (row % 2))) {
      assertThat(fit(200, still, ALL).scales()[0]).isCloseTo(3, within(1e-9));
      assertThat(RobustProfile.constant(history(200, still))).containsExactly(true);
    }
    assertThat(RobustProfile.constant(history(200, row -> 1_000 + 1e-5 * (row % 2))))
        .containsExactly(false);
  }

  @Test
  void whatNeverLeftZeroOrWasNeverThereHasNoScale() {
    for (IntToDoubleFunction none : List.<IntToDoubleFunction>of(row -> 0, row -> Double.NaN)) {
      assertThat(fit(200, none, ALL).scales()[0]).isZero();
      assertThat(RobustProfile.constant(history(200, none))).containsExactly(true);
    }
  }

  /** Where goals have levels, the median is none. */
  @Test
  void besideLevelsAKpiThatNeverMovedHasNoScale() {
    assertThat(RobustProfile.fitLevels(history(200, row -> 1_000), ALL).scales()[0]).isZero();
  }

  /** It changes in the last rows only, which fail. */
  @Test
  void aKpiThatChangesInFailingRowsOnlyIsNotConstant() {
    assertThat(fit(200, row -> row < 190 ? 1_000 : 2_000, row -> row < 190).scales()[0])
        .isCloseTo(3, within(1e-12));
  }

  /** Of 200 rows ten fail, with 8 errors: a standard deviation of 8 · √(0.05 · 0.95). */
  @Test
  void errorsThatFailuresAloneCauseHaveAShareOfTheirDeviationInAllRows() {
    assertThat(fit(200, row -> row < 190 ? 0 : 8, row -> row < 190).scales()[0])
        .isCloseTo(0.3 * 8 * Math.sqrt(0.05 * 0.95), within(1e-12));
  }

  @Test
  void missingAndFailingRowsDoNotCount() {
    SeasonalProfile profile =
        fit(151, row -> row > 100 ? 1e5 : row % 7 == 3 ? Double.NaN : row, row -> row <= 100);

    // numpy.quantile of them: 25.5 and 75.5
    assertThat(profile.scales()[0]).isCloseTo(50 / 1.349, within(1e-9));
    assertThat(profile.medians()[0]).isEqualTo(50);
  }

  @Test
  void ofFewerThanTwoHealthyRowsAllCount() {
    assertThat(fit(101, row -> row, row -> row == 3).medians()[0]).isEqualTo(50);
  }

  /** A wave a day, in rows of an hour. */
  @Test
  void lessThanAWeekHasNoRhythm() {
    IntToDoubleFunction wave = row -> 10 * Math.sin(2 * Math.PI * row / 24);

    assertThat(fit(Duration.ofHours(1), 167, wave, ALL).coefficients()[0]).containsOnly(0);
    double[] known = fit(Duration.ofHours(1), 168, wave, ALL).coefficients()[0];
    assertThat(known[1]).isCloseTo(10, within(0.1)); // sin θ
    assertThat(Arrays.stream(known).map(Math::abs).sum()).isCloseTo(10, within(0.5));
  }

  private static SeasonalProfile fit(int rows, IntToDoubleFunction value, IntPredicate healthy) {
    return fit(Duration.ofMinutes(1), rows, value, healthy);
  }

  private static SeasonalProfile fit(
      Duration period, int rows, IntToDoubleFunction value, IntPredicate healthy) {
    return RobustProfile.fit(history(period, rows, value), healthy, Duration.ofHours(4));
  }

  private static KpiHistory history(int rows, IntToDoubleFunction value) {
    return history(Duration.ofMinutes(1), rows, value);
  }

  private static KpiHistory history(Duration period, int rows, IntToDoubleFunction value) {
    Instant start = Instant.parse("2026-01-05T00:00:00Z"); // a Monday
    return KpiHistory.of(
        List.of("cpu"),
        IntStream.range(0, rows).mapToObj(row -> start.plus(period.multipliedBy(row))).toList(),
        IntStream.range(0, rows)
            .mapToObj(row -> new double[] {value.applyAsDouble(row)})
            .toArray(double[][]::new));
  }
}
