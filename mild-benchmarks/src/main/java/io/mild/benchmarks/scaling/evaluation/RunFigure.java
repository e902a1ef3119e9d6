package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.RunFigures;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is reported of each run. */
public enum RunFigure {
  MEAN_MILLIS("mean response time", "ms", RunFigures::meanMillis),
  P99_MILLIS("99 % quantile of the response time", "ms", RunFigures::p99Millis),
  THROUGHPUT("throughput", "requests/s", RunFigures::throughput),
  GOODPUT("goodput, within the SLO", "requests/s", RunFigures::goodput),
  UTILIZATION("CPU used over provisioned", "%", f -> 100 * f.utilization()),
  VIOLATIONS("SLO violations, of requests", "%", f -> 100 * f.violations()),
  VIOLATED_MINUTES("minutes in violation", "%", f -> 100 * f.violatedMinutes()),
  DECISION_LATENCY("decision latency", "s", RunFigures::decisionLatency),
  COMPUTE_MICROS("time to compute a decision", "µs", RunFigures::computeMicros),
  REPLICA_HOURS("cost", "replica-hours", RunFigures::replicaHours),
  REPLICA_HOURS_PER_MILLION_GOOD(
      "cost of a million good requests", "replica-hours", RunFigures::replicaHoursPerMillionGood),
  ACTIONS_PER_HOUR("scaling actions", "an hour", RunFigures::actionsPerHour),
  FALSE_FLOOR_HOURS("false floors", "hours", RunFigures::falseFloorHours);

  private final String title;
  private final String unit;
  private final ToDoubleFunction<RunFigures> value;

  RunFigure(String title, String unit, ToDoubleFunction<RunFigures> value) {
    this.title = title;
    this.unit = unit;
    this.value = value;
  }

  /** The name in files, such as {@code p99Millis}. */
  String label() {
    StringBuilder label = new StringBuilder();
    for (String word : name().split("_")) {
      String lower = word.toLowerCase(Locale.ROOT);
      label.append(
          label.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return label.toString();
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  double of(RunFigures figures) {
    return value.applyAsDouble(figures);
  }
}
