package io.mild.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;

/**
 * The features against their definition, computed anew for every row with Commons Math.
 *
 * <p><b>Tolerance.</b> Values are at most M. A window of n slots is joined in at most n + 2 steps,
 * each of which rounds the mean by at most two units of 2^-53·M: the mean errs by e = (n +
 * 2)·2^-52·M at most. The deviation is the norm of the steps' weighted differences of means, of
 * which each errs by 2e at most, so it errs by at most 4e with the weights. With M = 1e9 and n =
 * 300 that is 7e-5 and 3e-4; sums of squares would err by up to √(1e18·2^-53·n) = 180.
 */
class FeatureEngineerAccuracyTest {
  private static final double OFFSET = 1e9;

  @Property(tries = 200)
  void featuresEqualTheirDefinition(
      @ForAll @IntRange(min = 2, max = 300) int shorter,
      @ForAll @IntRange(min = 1, max = 100) int longerBy,
      @ForAll @DoubleRange(max = 1) double shareMissing,
      @ForAll @IntRange(min = -3, max = 5) int magnitudeOfNoise,
      @ForAll long seed) {
    int longer = shorter + longerBy;
    double noise = Math.pow(10, magnitudeOfNoise);
    SplittableRandom random = new SplittableRandom(seed);
    Feed feed =
        Feed.to(new FeatureEngineer(Feed.specOfWindows(List.of("a", "b"), shorter, longer)));
    List<double[]> slots = new ArrayList<>();

    for (int i = 0; i < 2 * longer + 5; i++) {
      if (i > 0 && random.nextInt(50) == 0) {
        int missed = random.nextInt(longer);
        feed.miss(missed);
        for (int m = 0; m < missed; m++) {
          slots.add(new double[] {Double.NaN, Double.NaN});
        }
      }
      double[] row = new double[2];
      for (int kpi = 0; kpi < 2; kpi++) {
        boolean missing = random.nextDouble() < shareMissing;
        row[kpi] = missing ? Double.NaN : OFFSET + noise * (2 * random.nextDouble() - 1);
      }
      slots.add(row);
      assertDefined(feed.row(row), slots, new int[] {shorter, longer}, OFFSET + noise);
    }
  }

  /** Checks all features of the latest slot, in the order of the layout. */
  private static void assertDefined(
      double[] features, List<double[]> slots, int[] windows, double magnitude) {
    int kpis = 2;
    for (int kpi = 0; kpi < kpis; kpi++) {
      double[] widest = present(slots, kpi, windows[1]);
      double raw = widest.length == 0 ? Double.NaN : widest[widest.length - 1];
      assertThat(features[kpi]).isEqualTo(Double.valueOf(raw));
      for (int w = 0; w < windows.length; w++) {
        double[] values = present(slots, kpi, windows[w]);
        assertMoments(
            features[(1 + 2 * w) * kpis + kpi],
            features[(2 + 2 * w) * kpis + kpi],
            values.length == 0 ? widest : values,
            (windows[w] + 2) * 0x1p-52 * magnitude);
      }
    }
  }

  private static double[] present(List<double[]> slots, int kpi, int window) {
    return slots.subList(Math.max(0, slots.size() - window), slots.size()).stream()
        .mapToDouble(row -> row[kpi])
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  private static void assertMoments(
      double mean, double deviation, double[] values, double tolerance) {
    if (values.length == 0) {
      assertThat(mean).isNaN();
      assertThat(deviation).isNaN();
      return;
    }
    DescriptiveStatistics expected = new DescriptiveStatistics(values);
    assertThat(mean).isCloseTo(expected.getMean(), within(tolerance));
    assertThat(deviation)
        .isCloseTo(Math.sqrt(expected.getPopulationVariance()), within(4 * tolerance));
  }

  @Test
  void nothingDriftsOverTenMillionRows() {
    int[] windows = {5, 15, 1000};
    FeatureEngineer engineer = new FeatureEngineer(Feed.specOfWindows(List.of("x"), windows));
    SplittableRandom random = new SplittableRandom(42);
    double[] history = new double[1000];
    double[] row = new double[1];
    double[] features = new double[engineer.spec().featureCount()];
    int checked = 0;

    for (int i = 1; i <= 10_000_000; i++) {
      row[0] = OFFSET + random.nextDouble();
      history[i % history.length] = row[0];
      engineer.accept(i * 60_000L, row, features);
      if (i % 999_983 == 0) {
        for (int w = 0; w < windows.length; w++) {
          double[] values = new double[windows[w]];
          for (int age = 0; age < values.length; age++) {
            values[age] = history[(i - age) % history.length];
          }
          double tolerance = (windows[w] + 2) * 0x1p-52 * (OFFSET + 1);
          assertMoments(features[1 + 2 * w], features[2 + 2 * w], values, tolerance);
          checked++;
        }
      }
    }
    assertThat(checked).isEqualTo(30);
  }

  @Property
  void aConstantHasItselfAsMeanAndNoDeviation(
      @ForAll @DoubleRange(min = -Double.MAX_VALUE, max = Double.MAX_VALUE) double constant,
      @ForAll @IntRange(min = 2, max = 50) int window,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Feed feed = Feed.ofWindows(window);
    feed.row(constant);

    for (int i = 0; i < 3 * window; i++) {
      double[] features = feed.row(random.nextInt(4) == 0 ? Double.NaN : constant);
      if (!Double.isNaN(features[0])) {
        assertThat(features).containsExactly(constant, constant, 0);
      }
    }
  }

  /** Ten such values, added up, give 0.9999999999999999. */
  @Test
  void aConstantThatIsNoBinaryFractionStaysExact() {
    Feed feed = Feed.ofWindows(7, 1440);
    double[] features = {};
    for (int i = 0; i < 10_000; i++) {
      features = feed.row(0.1);
    }
    assertThat(Arrays.stream(features).boxed()).containsExactly(0.1, 0.1, 0.0, 0.1, 0.0);
  }
}
