package io.mild.benchmarks.report;

import io.mild.benchmarks.experiment.AlertResult;
import io.mild.benchmarks.experiment.FoldResult;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** What the radar shows (the paper's figure 5), each 0 to 1, the more the better. */
enum RadarAxis {
  DETECTION(
      "Detection",
      (alerts, horizon) -> alerts.figures().detection().getOrDefault(AlertResult.ALL, Double.NaN)),
  LEAD("Lead", (alerts, horizon) -> alerts.figures().incidentLead() / horizon),
  /** The paper only says "normalised"; this is 1 without false positives and ½ at one a day. */
  RELIABILITY(
      "Reliability",
      (alerts, horizon) ->
          1 / (1 + alerts.fpPerDay().getOrDefault(AlertResult.INCIDENT, Double.NaN))),
  FIRST_CAUSE(
      "First cause", (alerts, horizon) -> alerts.figures().rootCause("incident", AlertResult.ALL)),
  LAST_CAUSE(
      "Last cause", (alerts, horizon) -> alerts.figures().rootCause("final", AlertResult.ALL));

  private final String label;
  private final ToDoubleBiFunction<AlertResult, Double> figure;

  RadarAxis(String label, ToDoubleBiFunction<AlertResult, Double> figure) {
    this.label = label;
    this.figure = figure;
  }

  String label() {
    return label;
  }

  /**
   * Mean over the folds, all under a budget for the incident stream; NaN if there is none.
   *
   * @param horizonMinutes the lead that is 1
   */
  double of(List<FoldResult> folds, double horizonMinutes) {
    return Spread.over(folds, fold -> figure.applyAsDouble(Curves.comparable(fold), horizonMinutes))
        .mean();
  }
}
