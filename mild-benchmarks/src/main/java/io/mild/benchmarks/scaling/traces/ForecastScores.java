package io.mild.benchmarks.scaling.traces;

import io.mild.benchmarks.scaling.evaluation.Estimate;
import io.mild.benchmarks.scaling.evaluation.ForecastMethod;
import io.mild.benchmarks.scaling.evaluation.Scenario;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The scores of all methods on the same days. */
final class ForecastScores {
  private final List<Scenario> scenarios;
  private final List<Long> seeds;

  ForecastScores(List<Scenario> scenarios, List<Long> seeds) {
    this.scenarios = scenarios;
    this.seeds = seeds;
  }

  /**
   * What a method did on one kind of days.
   *
   * @param days for people
   * @param pinball mean pinball loss over the mean rate
   * @param change of that against persistence, paired by days
   * @param coverage of the 90 % quantile
   * @param trusted share of the time in which its forecast was shown
   */
  record Line(
      String days,
      String method,
      Estimate pinball,
      Estimate change,
      Estimate coverage,
      Estimate trusted) {}

  int days() {
    return scenarios.size() * seeds.size();
  }

  /**
   * Scores all.
   *
   * @param dayDone called after each day, by any thread
   */
  List<Line> run(Runnable dayDone) {
    List<Line> lines = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      List<Map<ForecastMethod, ForecastScore>> scores =
          seeds.parallelStream()
              .map(
                  seed -> {
                    Map<ForecastMethod, ForecastScore> of =
                        ForecastScore.of(scenario, ServiceModel.DEFAULT, seed);
                    dayDone.run();
                    return of;
                  })
              .toList();
      double[] floor = values(scores, ForecastMethod.PERSISTENCE, ForecastScore::pinball);
      for (ForecastMethod method : ForecastMethod.values()) {
        double[] pinball = values(scores, method, ForecastScore::pinball);
        lines.add(
            new Line(
                scenario.title(),
                method.label(),
                Estimate.of(pinball),
                Estimate.ofChange(floor, pinball),
                Estimate.of(values(scores, method, ForecastScore::coverage)),
                Estimate.of(values(scores, method, ForecastScore::trusted))));
      }
    }
    return lines;
  }

  private static double[] values(
      List<Map<ForecastMethod, ForecastScore>> scores,
      ForecastMethod method,
      ToDoubleFunction<ForecastScore> figure) {
    return scores.stream().mapToDouble(of -> figure.applyAsDouble(of.get(method))).toArray();
  }
}
