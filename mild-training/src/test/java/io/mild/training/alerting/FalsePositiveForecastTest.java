package io.mild.training.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.PascalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalsePositiveForecastTest {
  @Property
  void forAWholeShapeTheDistributionIsCommonsMathsPascal(
      @ForAll @IntRange(min = 1, max = 300) int r,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double p,
      @ForAll @IntRange(min = 0, max = 200) int count) {
    assertThat(new NegativeBinomial(r, p).cumulativeProbability(count))
        .isCloseTo(new PascalDistribution(r, p).cumulativeProbability(count), within(1e-10));
  }

  /** {@code P(0) = p^r}, {@code P(x + 1) = P(x) (x + r)/(x + 1) (1 − p)}. */
  @Property
  void forARealShapeTheDistributionIsTheSumOfItsProbabilities(
      @ForAll @DoubleRange(min = 0.5, max = 150.5) double r,
      @ForAll @DoubleRange(min = 0.1, max = 0.99) double p,
      @ForAll @IntRange(min = 0, max = 200) int count) {
    double probability = Math.pow(p, r);
    double sum = probability;
    for (int x = 0; x < count; x++) {
      probability *= (x + r) / (x + 1) * (1 - p);
      sum += probability;
    }
    assertThat(new NegativeBinomial(r, p).cumulativeProbability(count))
        .isCloseTo(sum, within(1e-10));
  }

  /** {@code ∫ Poisson(≤ 2; 10 λ) Gamma(λ; 3.5, 20) dλ}: 3 seen in 20 days, by Simpson's rule. */
  @Test
  void theForecastIsAPoissonCountUnderTheGammaPosteriorOfItsRate() {
    double step = 1e-4;
    double mean = 0;
    double total = 0;
    for (int i = 1; i < 20_000; i++) {
      double rate = i * step;
      double density = (i % 2 == 0 ? 2 : 4) * Math.pow(rate, 2.5) * Math.exp(-20 * rate);
      double count = 10 * rate;
      total += density;
      mean += density * Math.exp(-count) * (1 + count + count * count / 2);
    }
    assertThat(new FalsePositiveForecast(3, 20, 1).probabilityWithin(0.2, 10))
        .isCloseTo(mean / total, within(1e-6));
  }

  /** r = ½, p = ½: P(0) = √½ = 0.70711, P(1) = ½ · ½ · P(0) = 0.17678. */
  @Test
  void noneSeenDoesNotPromiseNone() {
    FalsePositiveForecast none = new FalsePositiveForecast(0, 10, 1);
    assertThat(none.probabilityWithin(0, 10)).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(none.probabilityWithin(0.1, 10)).isCloseTo(1.25 * Math.sqrt(0.5), within(1e-12));
    assertThat(none.expectedPerDay()).isEqualTo(0.05);
    assertThat(none.upperBoundPerDay(0.7, 10)).isZero();
    assertThat(none.upperBoundPerDay(0.8, 10)).isEqualTo(0.1);
  }

  /** 12 in clusters of 4 are 3; of 14 allowed ⌊14/4⌋ = 3 clusters fit: as 3 of 3 unclustered. */
  @Test
  void clusteredFalsePositivesAreCountedInClusters() {
    FalsePositiveForecast clustered = new FalsePositiveForecast(12, 20, 4);
    FalsePositiveForecast plain = new FalsePositiveForecast(3, 20, 1);
    assertThat(clustered.probabilityWithin(1, 14)).isEqualTo(plain.probabilityWithin(3 / 14.0, 14));
    assertThat(clustered.upperBoundPerDay(0.9, 14)).isEqualTo(4 * plain.upperBoundPerDay(0.9, 14));
    assertThat(clustered.expectedPerDay()).isEqualTo(4 * plain.expectedPerDay());
    assertThat(clustered.perDay()).isEqualTo(0.6);
  }

  /** 0.29 · 100 is 28.999999999999996 in doubles; 1.9 of 2 days are one whole false positive. */
  @Test
  void theBudgetOfTheNextDaysIsRoundedDownToWholeFalsePositives() {
    FalsePositiveForecast some = new FalsePositiveForecast(25, 100, 1);
    NegativeBinomial next = new NegativeBinomial(25.5, 0.5);
    assertThat(some.probabilityWithin(0.29, 100)).isEqualTo(next.cumulativeProbability(29));
    assertThat(some.probabilityWithin(0.2899, 100)).isEqualTo(next.cumulativeProbability(28));
  }

  @Property
  void theUpperBoundIsTheLeastBudgetOfThatConfidence(
      @ForAll @IntRange(min = 0, max = 60) int falsePositives,
      @ForAll @DoubleRange(min = 0.5, max = 0.99) double confidence) {
    FalsePositiveForecast forecast = new FalsePositiveForecast(falsePositives, 30, 1);
    double bound = forecast.upperBoundPerDay(confidence, 14);
    assertThat(forecast.probabilityWithin(bound, 14)).isGreaterThanOrEqualTo(confidence);
    if (bound > 0) {
      assertThat(forecast.probabilityWithin(bound - 1 / 14.0, 14)).isLessThan(confidence);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, 10, 1, -1", "0, 0, 1, 0.0", "0, NaN, 1, NaN", "0, 10, 0.5, 0.5"})
  void valuesOutOfRangeAreRefused(int count, double days, double dispersion, String named) {
    assertThatThrownBy(() -> new FalsePositiveForecast(count, days, dispersion))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void aBudgetThatIsNoneIsRefused(double bad) {
    assertThatThrownBy(() -> new FalsePositiveForecast(0, 1, 1).probabilityWithin(bad, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Double.toString(bad));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, Double.NaN})
  void aConfidenceThatIsNoneIsRefused(double bad) {
    assertThatThrownBy(() -> new FalsePositiveForecast(0, 1, 1).upperBoundPerDay(bad, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Double.toString(bad));
  }
}
