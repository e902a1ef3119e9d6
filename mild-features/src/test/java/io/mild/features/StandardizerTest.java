package io.mild.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;

class StandardizerTest {
  private static final double NONE = Double.NaN;

  /** By hand: of 1, 3, 5, 7 the mean is 4 and the deviation √5. */
  @Test
  void featuresGetZeroMeanAndUnitDeviation() {
    Standardizer standardizer = Standardizer.fit(new double[][] {{1}, {3}, {5}, {7}});

    assertThat(standardizer.mean()).containsExactly(4);
    assertThat(standardizer.deviation()).containsExactly(Math.sqrt(5));
    assertThat(standardized(standardizer, 4)).containsExactly(0);
    assertThat(standardized(standardizer, 9)).containsExactly((float) Math.sqrt(5));
  }

  /**
   * The mean errs by at most n·2^-52·M, the deviation by four times that (see {@link
   * FeatureEngineerAccuracyTest}); sums of squares would err by up to √(1e18·2^-53·n) = 330.
   */
  @Property(tries = 100)
  void aLargeMeanCostsNoAccuracy(
      @ForAll long seed, @ForAll @IntRange(min = 100, max = 1000) int rowCount) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = new double[rowCount][2];
    for (double[] row : rows) {
      row[0] = 1e9 + 1000 * random.nextDouble();
      row[1] = random.nextBoolean() ? NONE : random.nextDouble();
    }
    Standardizer standardizer = Standardizer.fit(rows);

    for (int feature = 0; feature < 2; feature++) {
      int column = feature;
      double[] values =
          Arrays.stream(rows)
              .mapToDouble(row -> row[column])
              .filter(value -> !Double.isNaN(value))
              .toArray();
      if (values.length > 0) {
        DescriptiveStatistics expected = new DescriptiveStatistics(values);
        double tolerance = rowCount * 0x1p-52 * (expected.getMax() + 1);
        assertThat(standardizer.mean()[feature]).isCloseTo(expected.getMean(), within(tolerance));
        assertThat(standardizer.deviation()[feature])
            .isCloseTo(Math.sqrt(expected.getPopulationVariance()), within(4 * tolerance));
      }
    }
  }

  @Test
  void whatIsNotKnownCountsAsTheMeanAndIsNotFittedTo() {
    Standardizer standardizer = Standardizer.fit(new double[][] {{NONE}, {1}, {NONE}, {3}});

    assertThat(standardizer.mean()).containsExactly(2);
    assertThat(standardizer.deviation()).containsExactly(1);
    assertThat(standardized(standardizer, NONE)).containsExactly(0);
  }

  @Property
  void aConstantFeatureIsAlwaysZero(
      @ForAll @DoubleRange(min = -1e300, max = 1e300) double constant,
      @ForAll @IntRange(min = 1, max = 1000) int rows,
      @ForAll double later) {
    Standardizer standardizer =
        Standardizer.fit(Collections.nCopies(rows, new double[] {constant}));

    assertThat(standardizer.deviation()).containsExactly(0);
    assertThat(standardized(standardizer, later)).containsExactly(0);
  }

  @Test
  void aFeatureThatIsNeverKnownIsAlwaysZero() {
    Standardizer standardizer = Standardizer.fit(new double[][] {{NONE}, {NONE}});

    assertThat(standardized(standardizer, 5)).containsExactly(0);
  }

  /** 0.1 + 0.2 is one unit in the last place above 0.3: deviation / mean = 1e-16. */
  @Test
  void aDeviationOfTheSizeOfRoundingIsNone() {
    Standardizer standardizer =
        Standardizer.fit(new double[][] {{0.3, -0.3}, {0.1 + 0.2, -0.1 - 0.2}});

    assertThat(standardizer.deviation()).containsExactly(0, 0);
    assertThat(standardized(standardizer, 0.30001, 0.30001)).containsExactly(0, 0);
  }

  @Test
  void aSmallDeviationThatIsNotRoundingIsKept() {
    Standardizer standardizer =
        Standardizer.fit(new double[][] {{1e6, -1e-30}, {1e6 + 0.01, 1e-30}});

    assertThat(standardizer.deviation()[0]).isCloseTo(0.005, within(1e-9));
    assertThat(standardizer.deviation()[1]).isEqualTo(1e-30);
  }

  @Test
  void standardizedFeaturesAreClipped() {
    Standardizer standardizer = new Standardizer(new double[] {0, 0}, new double[] {1, 1e-300});

    assertThat(standardized(standardizer, 10.5, -1)).containsExactly(10, -10);
    assertThat(standardized(standardizer, -9.5, 0)).containsExactly(-9.5f, 0);
    assertThat(standardized(standardizer, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY))
        .containsExactly(10, -10);
  }

  @Test
  void aRowCanBeWrittenIntoAFlatMatrix() {
    Standardizer standardizer = new Standardizer(new double[] {1, 1}, new double[] {1, 2});
    float[] matrix = new float[6];

    standardizer.apply(new double[] {2, 2}, matrix, 2);

    assertThat(matrix).containsExactly(0, 0, 1, 0.5f, 0, 0);
  }

  @Test
  void rowsMayShareOneArray() {
    double[] shared = new double[1];
    Iterable<double[]> rows =
        () ->
            IntStream.of(1, 3, 5, 7)
                .mapToObj(
                    value -> {
                      shared[0] = value;
                      return shared;
                    })
                .iterator();

    assertThat(Standardizer.fit(rows).mean()).containsExactly(4);
    assertThat(Standardizer.fit(rows).deviation()).containsExactly(Math.sqrt(5));
  }

  @Test
  void whatIsReadOrGivenIsACopy() {
    double[] mean = {1};
    double[] deviation = {2};
    Standardizer standardizer = new Standardizer(mean, deviation);

    mean[0] = 100;
    deviation[0] = 100;
    standardizer.mean()[0] = 100;
    standardizer.deviation()[0] = 100;

    assertThat(standardized(standardizer, 5)).containsExactly(2);
  }

  @Test
  void noRowsToFitToAreRefused() {
    assertThatThrownBy(() -> Standardizer.fit(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one row");
  }

  @Test
  void rowsOfDifferentLengthsAreRefused() {
    assertThatThrownBy(() -> Standardizer.fit(new double[][] {{1, 2}, {1, 2, 3}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 features")
        .hasMessageContaining("had 3");
  }

  @Test
  void aFitThatOverflowsIsRefused() {
    assertThatThrownBy(() -> Standardizer.fit(new double[][] {{1, -1e200}, {2, 1e200}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deviation of feature 1")
        .hasMessageContaining("Infinity");
  }

  @Test
  void scalesOutOfRangeAreRefused() {
    assertScalesRefused(new double[] {1, 2}, new double[] {1}, "2 and 1");
    assertScalesRefused(new double[] {1, NONE}, new double[] {1, 1}, "mean of feature 1", "NaN");
    assertScalesRefused(new double[] {1, 1}, new double[] {1, NONE}, "deviation of feature 1");
    assertScalesRefused(new double[] {1}, new double[] {-0.5}, "deviation of feature 0", "-0.5");
  }

  @Test
  void aRowOfTheWrongLengthIsRefused() {
    Standardizer standardizer = new Standardizer(new double[2], new double[2]);

    assertThatThrownBy(() -> standardizer.apply(new double[3], new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 features")
        .hasMessageContaining("had 3");
    assertThatThrownBy(() -> standardizer.apply(new double[2], new float[3], 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static void assertScalesRefused(double[] mean, double[] deviation, String... named) {
    assertThatThrownBy(() -> new Standardizer(mean, deviation))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(named);
  }

  private static float[] standardized(Standardizer standardizer, double... features) {
    float[] standardized = new float[features.length];
    standardizer.apply(features, standardized);
    return standardized;
  }

  /** 100 ± 1e-10, and of the other KPI ± 0.5; features: both, their means, their deviations. */
  @Test
  void theRollingDeviationOfRoundingIsConstantToo() {
    FeatureSpec spec =
        FeatureSpec.of(List.of("ratio", "load")).withWindows(List.of(Duration.ofMinutes(5)));
    double[][] rows = {
      {100 + 1e-10, 0.5, 100, 0, 1e-10, 0.1}, {100 - 1e-10, -0.5, 100, 0.2, 2e-10, 0.2}
    };
    Standardizer fitted = Standardizer.fit(rows);

    assertThat(fitted.deviation()[4]).isPositive();
    double[] expected = fitted.deviation();
    expected[4] = 0;
    assertThat(fitted.withoutRounding(spec).deviation()).isEqualTo(expected);
    assertThat(fitted.withoutRounding(spec).mean()).isEqualTo(fitted.mean());
  }
}
