package io.mild.training.departures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.features.Standardizer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RobustScaleTest {

  /** Median 3, distances 2 1 0 1 997: their median 1; but the standard deviation is 398.8. */
  @Test
  void medianAndMedianDeviationUnlessThatIsBelowATenthOfTheStandardDeviation() {
    Standardizer scale = fit(1, 2, 3, 4, 1_000);

    assertThat(scale.mean()[0]).isEqualTo(3);
    assertThat(scale.deviation()[0]).isCloseTo(39.9, within(0.1));
  }

  /** Median 2.5, distances 1.5 0.5 0.5 1.5: their median 1. */
  @Test
  void ofAnEvenNumberTheMedianIsBetweenTheMiddleTwo() {
    Standardizer scale = fit(4, 1, 3, 2);

    assertThat(scale.mean()[0]).isEqualTo(2.5);
    assertThat(scale.deviation()[0]).isCloseTo(1.4826, within(1e-12));
  }

  @Test
  void missingValuesDoNotCount() {
    assertThat(fit(4, Double.NaN, 1, 3, 2).mean()[0]).isEqualTo(2.5);
  }

  /** Of 0 … 49,999 in order every fourth is kept, 0 … 49,996: the median is 24,998. */
  @Test
  void ofManyRowsEverySoManyThIsEnough() {
    Standardizer scale = fit(IntStream.range(0, 50_000).asDoubleStream().toArray());

    assertThat(scale.mean()[0]).isEqualTo(24_998);
    assertThat(scale.deviation()[0]).isCloseTo(1.4826 * 12_500, within(10.0));
  }

  @Test
  void aConstantStaysConstant() {
    assertThat(fit(7, 7, 7).deviation()[0]).isZero();
  }

  private static Standardizer fit(double... values) {
    List<double[]> rows = Arrays.stream(values).mapToObj(value -> new double[] {value}).toList();
    return RobustScale.fit(rows);
  }
}
