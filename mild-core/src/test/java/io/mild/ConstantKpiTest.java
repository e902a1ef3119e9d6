package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * KPIs that never moved while the model learned, or by no more than rounding: the service of {@link
 * SmallService} with a limit that is always the same, and a ratio that is but for its last digits.
 */
class ConstantKpiTest {
  private static final double LIMIT = 4096.1;
  private static final double RATIO = 99.5;
  private static final double ROUNDING = 1e-12;
  private static final int ROWS = 400;
  private static final int CHANGE = 100;

  /** A change in the seventh digit is a hundred thousand times what either ever moved. */
  @ParameterizedTest
  @EnumSource(Preset.class)
  void aTinyChangeOfAConstantMovesNoRisk(Preset preset) {
    Mild mild = trained(preset);

    assertThat(risks(mild, value -> value * (1 + 1e-7))).isEqualTo(risks(mild, value -> value));
  }

  /** Nobody knows what it means: the report has said that nothing is learned from it. */
  @ParameterizedTest
  @EnumSource(Preset.class)
  void aLargeChangeOfAConstantMovesNoRiskEither(Preset preset) {
    Mild mild = trained(preset);

    assertThat(risks(mild, value -> 10 * value)).isEqualTo(risks(mild, value -> value));
    assertThat(risks(mild, value -> -1e300)).isEqualTo(risks(mild, value -> value));
    assertThat(mild.report().warnings())
        .anySatisfy(warning -> assertThat(warning).contains("'limit'", "constant"))
        .anySatisfy(warning -> assertThat(warning).contains("'ratio'", "constant"));
  }

  /**
   * All KPIs ten millions higher: that of errors deviates by a hundred-millionth of its value. What
   * training makes of the lost digits is more than they are.
   */
  @ParameterizedTest
  @EnumSource(Preset.class)
  void anOffsetManyTimesTheScaleHardlyMovesARisk(Preset preset) {
    Mild near = trained(preset, 0);
    Mild far = trained(preset, 1e7);
    List<Double> expected = risks(near, value -> value);
    List<Double> found = risks(far, 1e7, value -> value);

    assertThat(Collections.max(expected) - Collections.min(expected)).isGreaterThan(0.1);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i)).isCloseTo(expected.get(i), within(0.01));
    }
  }

  private static Mild trained(Preset preset) {
    return trained(preset, 0);
  }

  private static Mild trained(Preset preset, double offset) {
    return SmallService.trainer()
        .preset(preset)
        .train(history(offset, value -> value), SmallService.failures());
  }

  private static List<Double> risks(Mild mild, DoubleUnaryOperator change) {
    return risks(mild, 0, change);
  }

  /** Of all rows, intents and horizons, with the constants changed from a row on. */
  private static List<Double> risks(Mild mild, double offset, DoubleUnaryOperator change) {
    KpiHistory history = history(offset, change);
    AssuranceStream stream = mild.openStream();
    List<Double> risks = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      Assessment now = stream.accept(history.time(row), history.values(row));
      mild.horizons()
          .forEach(horizon -> now.intents(horizon).forEach(intent -> risks.add(intent.risk())));
    }
    return risks;
  }

  private static KpiHistory history(double offset, DoubleUnaryOperator change) {
    KpiHistory small = SmallService.history();
    SplittableRandom random = new SplittableRandom(6);
    List<String> kpis = new ArrayList<>(small.kpis());
    kpis.addAll(List.of("limit", "ratio"));
    List<Instant> times = new ArrayList<>();
    double[][] rows = new double[small.rows()][kpis.size()];
    for (int row = 0; row < rows.length; row++) {
      double[] values = small.values(row);
      for (int kpi = 0; kpi < values.length; kpi++) {
        rows[row][kpi] = values[kpi] + offset;
      }
      DoubleUnaryOperator now = row < CHANGE ? value -> value : change;
      rows[row][values.length] = now.applyAsDouble(LIMIT);
      rows[row][values.length + 1] =
          now.applyAsDouble(RATIO * (1 + ROUNDING * random.nextDouble(-1, 1)));
      times.add(small.time(row));
    }
    return KpiHistory.of(kpis, times, rows);
  }
}
