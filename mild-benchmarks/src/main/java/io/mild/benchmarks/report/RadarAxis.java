package io.mild.benchmarks.report;

import io.mild.benchmarks.experiment.AlertResult;
import io.mild.benchmarks.experiment.FoldResult;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the radar shows (the paper's figure 5), each 0 to 1, the more the better. */
enum RadarAxis {
  DETECTION(
      "Detection",
      alerts -> alerts.figures().detection().getOrDefault(AlertResult.ALL, Double.NaN)),
  LEAD("Lead", alerts -> alerts.figures().incidentLead() / 120),
  /** The paper only says "normalised"; this is 1 without false positives and ½ at one a day. */
  RELIABILITY(
      "Reliability",
      alerts -> 1 / (1 + alerts.fpPerDay().getOrDefault(AlertResult.INCIDENT, Double.NaN))),
  FIRST_CAUSE("First cause", alerts -> alerts.figures().rootCause("incident", AlertResult.ALL)),
  LAST_CAUSE("Last cause", alerts -> alerts.figures().rootCause("final", AlertResult.ALL));

  private final String label;
  private final ToDoubleFunction<AlertResult> figure;

  RadarAxis(String label, ToDoubleFunction<AlertResult> figure) {
    this.label = label;
    this.figure = figure;
  }

  String label() {
    return label;
  }

  /** Mean over the folds, all under a budget for the incident stream; NaN if there is none. */
  double of(List<FoldResult> folds) {
    return Spread.over(folds, fold -> figure.applyAsDouble(Curves.comparable(fold))).mean();
  }
}
