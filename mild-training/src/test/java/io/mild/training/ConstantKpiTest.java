package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.SmallService;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.report.Preset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

  private static final Map<Kind, Mild> TRAINED = new EnumMap<>(Kind.class);

  /**
   * Of model, by preset and length of history; one of a week has about as many rows, further apart.
   */
  enum Kind {
    PAPER(Preset.PAPER, 1, 2_000),
    SHORT_HISTORY(Preset.RECOMMENDED, 1, 2_000),
    RECOMMENDED(Preset.RECOMMENDED, 5, 2_100);

    private final Preset preset;
    private final int minutesARow;
    private final int rows;

    Kind(Preset preset, int minutesARow, int rows) {
      this.preset = preset;
      this.minutesARow = minutesARow;
      this.rows = rows;
    }

    Mild trained(double offset) {
      return SmallTraining.trainer()
          .preset(preset)
          .train(history(offset, value -> value), new FailureLog(failures()));
    }

    private List<Failure> failures() {
      return SmallService.failures().failures().stream()
          .map(f -> Failure.of(f.incident(), f.intent(), time(f.time())).withRole(f.role()))
          .toList();
    }

    /** With the constants changed from a row on, and all others moved. */
    KpiHistory history(double offset, DoubleUnaryOperator change) {
      KpiHistory small = SmallService.history();
      SplittableRandom random = new SplittableRandom(6);
      List<String> kpis = new ArrayList<>(small.kpis());
      kpis.addAll(List.of("limit", "ratio"));
      List<Instant> times = new ArrayList<>();
      double[][] values = new double[rows][kpis.size()];
      for (int row = 0; row < rows; row++) {
        double[] moving = small.values(row);
        for (int kpi = 0; kpi < moving.length; kpi++) {
          values[row][kpi] = moving[kpi] + offset;
        }
        double ratio = RATIO * (1 + ROUNDING * random.nextDouble(-1, 1));
        values[row][moving.length] = row < CHANGE ? LIMIT : change.applyAsDouble(LIMIT);
        values[row][moving.length + 1] = row < CHANGE ? ratio : change.applyAsDouble(ratio);
        times.add(time(small.time(row)));
      }
      return KpiHistory.of(kpis, times, values);
    }

    private Instant time(Instant time) {
      Duration since = Duration.between(SmallService.START, time);
      return SmallService.START.plus(since.multipliedBy(minutesARow));
    }
  }

  /** A change in the seventh digit is a hundred thousand times what either ever moved. */
  @ParameterizedTest
  @EnumSource
  void aTinyChangeOfAConstantMovesNoRisk(Kind kind) {
    assertThat(risks(kind, value -> value * (1 + 1e-7))).isEqualTo(risks(kind, value -> value));
  }

  /** Nobody knows what it means: the report has said that nothing is learned from it. */
  @ParameterizedTest
  @EnumSource
  void aLargeChangeOfAConstantMovesNoRiskEither(Kind kind) {
    List<Double> expected = risks(kind, value -> value);

    assertThat(risks(kind, value -> 10 * value)).isEqualTo(expected);
    assertThat(risks(kind, value -> -1e300)).isEqualTo(expected);
    assertThat(trained(kind).report().warnings())
        .anySatisfy(warning -> assertThat(warning).contains("'limit'", "constant"))
        .anySatisfy(warning -> assertThat(warning).contains("'ratio'", "constant"));
  }

  /**
   * All KPIs ten millions higher: that of errors deviates by a hundred-millionth of its value. What
   * training makes of the lost digits is more than they are. A short history is left out: it takes
   * less than three thousandths of a KPI's median for nothing.
   */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SHORT_HISTORY")
  void anOffsetManyTimesTheScaleHardlyMovesARisk(Kind kind) {
    List<Double> expected = risks(kind, value -> value);
    List<Double> found = risks(kind.trained(1e7), kind.history(1e7, value -> value));

    assertThat(Collections.max(expected) - Collections.min(expected)).isGreaterThan(0.1);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i)).isCloseTo(expected.get(i), within(0.03));
    }
  }

  private static Mild trained(Kind kind) {
    return TRAINED.computeIfAbsent(kind, it -> it.trained(0));
  }

  private static List<Double> risks(Kind kind, DoubleUnaryOperator change) {
    return risks(trained(kind), kind.history(0, change));
  }

  /** Of all rows, horizons and intents. */
  private static List<Double> risks(Mild mild, KpiHistory history) {
    AssuranceStream stream = mild.openStream();
    List<Double> risks = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      Assessment now = stream.accept(history.time(row), history.values(row));
      mild.horizons()
          .forEach(horizon -> now.intents(horizon).forEach(intent -> risks.add(intent.risk())));
    }
    return risks;
  }
}
