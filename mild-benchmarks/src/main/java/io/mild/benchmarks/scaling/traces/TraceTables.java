package io.mild.benchmarks.scaling.traces;

import io.mild.benchmarks.scaling.evaluation.Contender;
import io.mild.benchmarks.scaling.evaluation.Contenders;
import io.mild.benchmarks.scaling.evaluation.EqualService;
import io.mild.benchmarks.scaling.evaluation.Estimate;
import io.mild.benchmarks.scaling.evaluation.RunFigure;
import io.mild.benchmarks.scaling.evaluation.ScalingResults;
import io.mild.benchmarks.scaling.evaluation.Scenario;
import io.mild.benchmarks.scaling.traces.EstimateTable.Column;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What came of the traces, in four tables. */
final class TraceTables {
  /** The goal that floors by different methods are compared at. */
  private static final double GOAL = 5;

  private static final Column VIOLATIONS = Column.of("violations, %", "violations_percent");
  private static final Column COST = Column.of("cost, replica-hours", "cost_replica_hours");

  private TraceTables() {}

  static EstimateTable forecasts(List<ForecastScores.Line> lines) {
    EstimateTable table =
        new EstimateTable(
            "Forecasts at start-up lead",
            "forecasts.csv",
            List.of("days", "method"),
            List.of(
                Column.of("pinball loss, % of the mean rate", "pinball_percent_of_mean_rate"),
                Column.ofChange("against persistence", "change_percent_against_persistence"),
                Column.of("90 % quantile held, %", "quantile_90_held_percent"),
                Column.of("shown, % of the time", "shown_percent")));
    for (ForecastScores.Line line : lines) {
      table.row(
          List.of(line.days(), line.method()),
          line.pinball().times(100),
          line.change(),
          line.coverage().times(100),
          line.trusted().times(100));
    }
    return table;
  }

  /** Floors that keep a goal by each method's forecasts. */
  static EstimateTable floors(ScalingResults results) {
    EstimateTable table =
        new EstimateTable(
            "Floors that keep a goal of 5 %, by forecaster",
            "forecast-floors.csv",
            List.of("day", "method"),
            List.of(
                VIOLATIONS,
                COST,
                Column.ofChange(
                    "cost at the service level of no forecast",
                    "cost_change_percent_at_the_service_level_of_no_forecast")));
    String none = TraceStudy.keeping(GOAL, TraceStudy.NO_FORECAST).name();
    for (Scenario day : results.scenarios()) {
      double[] usual = results.values(day, none, RunFigure.REPLICA_HOURS);
      for (String method : TraceStudy.methods()) {
        String name = TraceStudy.keeping(GOAL, method).name();
        List<String> front =
            TraceStudy.FEW_GOALS.stream()
                .map(goal -> TraceStudy.keeping(goal, method).name())
                .toList();
        table.row(
            List.of(day.title(), method),
            results.estimate(day, name, RunFigure.VIOLATIONS),
            results.estimate(day, name, RunFigure.REPLICA_HOURS),
            Estimate.ofChange(
                usual, EqualService.figure(results, day, front, none, RunFigure.REPLICA_HOURS)));
      }
    }
    return table;
  }

  /** What floors that keep a goal take at the service level of others. */
  static EstimateTable equalService(ScalingResults results) {
    EstimateTable table =
        new EstimateTable(
            "Floors that keep a goal, at the service level of others",
            "equal-service.csv",
            List.of("day", "at the service level of"),
            List.of(
                VIOLATIONS,
                Column.ofChange("cost", "cost_change_percent"),
                Column.ofChange("used/provisioned", "used_over_provisioned_change_percent")));
    List<String> front =
        TraceStudy.GOALS.stream()
            .map(goal -> Contender.goal(goal, Contenders.RECOMMENDED).name())
            .toList();
    List<String> baselines =
        Stream.concat(
                Stream.of(Contenders.traditional()),
                TraceStudy.TARGETS.stream()
                    .map(target -> Contender.hpa(target, Contenders.RECOMMENDED)))
            .map(Contender::name)
            .toList();
    for (String baseline : baselines) {
      double[][] levels = new double[results.scenarios().size()][];
      double[][] costs = new double[levels.length][];
      double[][] uses = new double[levels.length][];
      for (int i = 0; i < levels.length; i++) {
        Scenario day = results.scenarios().get(i);
        levels[i] = results.values(day, baseline, RunFigure.VIOLATIONS);
        costs[i] = changes(results, day, front, baseline, RunFigure.REPLICA_HOURS);
        uses[i] = changes(results, day, front, baseline, RunFigure.UTILIZATION);
        table.row(
            List.of(day.title(), baseline),
            Estimate.of(levels[i]),
            Estimate.of(costs[i]),
            Estimate.of(uses[i]));
      }
      table.row(
          List.of("mean of all", baseline),
          Estimate.of(means(levels)),
          Estimate.of(means(costs)),
          Estimate.of(means(uses)));
    }
    return table;
  }

  /** By how much a figure is higher at a baseline's service level, one value a seed. */
  private static double[] changes(
      ScalingResults results, Scenario day, List<String> front, String baseline, RunFigure figure) {
    double[] from = results.values(day, baseline, figure);
    double[] to = EqualService.figure(results, day, front, baseline, figure);
    double[] changes = new double[from.length];
    Arrays.setAll(changes, i -> to[i] / from[i] - 1);
    return changes;
  }

  /** The mean of each column. */
  private static double[] means(double[][] rows) {
    double[] means = new double[rows[0].length];
    Arrays.setAll(
        means, i -> Arrays.stream(rows).mapToDouble(row -> row[i]).average().orElseThrow());
    return means;
  }

  static EstimateTable sensitivity(List<Sensitivity.Line> lines) {
    EstimateTable table =
        new EstimateTable(
            "Sensitivity, means over the traces",
            "sensitivity.csv",
            List.of("axis", "level", "contender"),
            List.of(
                VIOLATIONS,
                COST,
                Column.ofChange("violations against HPA", "violations_change_percent_against_hpa"),
                Column.ofChange("cost against HPA", "cost_change_percent_against_hpa"),
                Column.ofChange(
                    "violations against threshold", "violations_change_percent_against_threshold"),
                Column.ofChange(
                    "cost against threshold", "cost_change_percent_against_threshold")));
    for (Sensitivity.Line line : lines) {
      table.row(
          List.of(line.axis(), line.level(), line.contender()),
          line.violations(),
          line.cost(),
          line.violationsToHpa(),
          line.costToHpa(),
          line.violationsToThreshold(),
          line.costToThreshold());
    }
    return table;
  }
}
