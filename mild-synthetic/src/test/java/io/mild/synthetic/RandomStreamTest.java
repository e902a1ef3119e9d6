package io.mild.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  private static final int DRAWS = 5_000;

  private final RandomStream random = new RandomStream(42, "test");

  @Test
  void seedAndNameFixTheSequence() {
    assertThat(uniforms(new RandomStream(42, "test"))).isEqualTo(uniforms(random));
  }

  @Test
  void anotherNameOrSeedGivesAnUnrelatedSequence() {
    double[] draws = uniforms(random);

    // five standard deviations of unrelated sequences: 5/√5000
    assertThat(correlation(draws, uniforms(new RandomStream(42, "tesu"))))
        .isCloseTo(0, within(0.07));
    assertThat(correlation(draws, uniforms(new RandomStream(43, "test"))))
        .isCloseTo(0, within(0.07));
  }

  @Test
  void uniformDrawsFollowTheirDistribution() {
    assertFollows(new UniformRealDistribution(-3, 5), () -> random.uniform(-3, 5));
  }

  @Test
  void gaussianDrawsFollowTheirDistribution() {
    assertFollows(new NormalDistribution(0, 1), random::gaussian);
  }

  @Test
  void exponentialDrawsFollowTheirDistribution() {
    assertFollows(new ExponentialDistribution(300), () -> random.exponential(300));
  }

  @Test
  void integersAreEquallyLikelyBothEndsIncluded() {
    long[] counts = new long[6];
    IntStream.range(0, DRAWS).forEach(i -> counts[random.integer(5, 10) - 5]++);

    double[] equal = IntStream.range(0, 6).mapToDouble(i -> DRAWS / 6.0).toArray();
    assertThat(new ChiSquareTest().chiSquareTest(equal, counts)).isGreaterThan(0.001);
  }

  @Test
  void signsComeWithTheirProbability() {
    long plus = IntStream.range(0, DRAWS).filter(i -> random.sign(0.55) == 1).count();

    // four standard deviations: 4·√(0.55·0.45/5000)
    assertThat(plus / (double) DRAWS).isCloseTo(0.55, within(0.028));
  }

  @Test
  void ar1HasUnitVarianceAndDecaysByPhi() {
    double[] series = random.ar1(400_000, 0.8);

    assertThat(new Variance().evaluate(series)).isCloseTo(1, within(0.02));
    for (int lag = 1; lag <= 3; lag++) {
      double[] earlier = Arrays.copyOf(series, series.length - lag);
      double[] later = Arrays.copyOfRange(series, lag, series.length);
      assertThat(correlation(earlier, later)).isCloseTo(Math.pow(0.8, lag), within(0.01));
    }
  }

  @Test
  void ar1IsStationaryFromItsFirstValue() {
    double[] first =
        IntStream.range(0, DRAWS)
            .mapToDouble(i -> new RandomStream(i, "first").ar1(1, 0.995)[0])
            .toArray();

    assertThat(new Variance().evaluate(first)).isCloseTo(1, within(0.08));
  }

  private static void assertFollows(RealDistribution distribution, DoubleSupplier draw) {
    double[] sample = DoubleStream.generate(draw).limit(DRAWS).toArray();
    assertThat(new KolmogorovSmirnovTest().kolmogorovSmirnovTest(distribution, sample))
        .as("p-value of Kolmogorov and Smirnov")
        .isGreaterThan(0.001);
  }

  private static double[] uniforms(RandomStream stream) {
    return DoubleStream.generate(stream::uniform).limit(DRAWS).toArray();
  }

  private static double correlation(double[] x, double[] y) {
    return new PearsonsCorrelation().correlation(x, y);
  }
}
