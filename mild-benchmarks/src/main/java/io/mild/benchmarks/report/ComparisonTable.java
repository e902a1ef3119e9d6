package io.mild.benchmarks.report;

import static io.mild.cli.page.Html.text;
import static io.mild.training.evaluation.FigureText.number;

import io.mild.benchmarks.experiment.BudgetKind;
import io.mild.benchmarks.experiment.Comparison;
import io.mild.benchmarks.experiment.Comparison.Metric;
import io.mild.benchmarks.experiment.Comparisons;
import io.mild.benchmarks.experiment.ExperimentSettings;
import io.mild.internal.io.Markup;
import io.mild.internal.io.TimeScale;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The leader against every other model: differences, their intervals and their p. */
final class ComparisonTable {
  private ComparisonTable() {}

  /** The table, or a word where there is but one model. */
  static String html(Entry leader, List<Entry> entries, ExperimentSettings settings) {
    if (entries.size() < 2) {
      return "<p>There is one model only: nothing to compare.</p>";
    }
    return text(
        "<div class=\"wide\"><table class=\"models\">%n<thead>%n<tr><th>%s against</th>%s</tr>%n"
            + "</thead>%n<tbody>%n%s</tbody>%n</table></div>%n",
        Markup.escaped(leader.name()),
        Arrays.stream(Metric.values())
            .map(metric -> "<th>" + heading(metric, TimeScale.of(settings.horizon())) + "</th>")
            .collect(Collectors.joining()),
        entries.stream()
            .filter(entry -> !entry.equals(leader))
            .map(entry -> row(leader, entry, settings))
            .collect(Collectors.joining()));
  }

  private static String row(Entry leader, Entry other, ExperimentSettings settings) {
    List<Comparison> comparisons =
        Comparisons.of(
            leader.name(), leader.folds(), other.name(), other.folds(), settings.horizonMinutes());
    String budget =
        comparisons.get(0).budget() == BudgetKind.INCIDENT
            ? ""
            : "<small>budget per intent</small>";
    return text(
        "<tr><td>%s%s</td>%s</tr>%n",
        Markup.escaped(other.name()),
        budget,
        comparisons.stream()
            .map(comparison -> cell(comparison, TimeScale.of(settings.horizon())))
            .collect(Collectors.joining()));
  }

  private static String cell(Comparison comparison, TimeScale scale) {
    int decimals = decimals(comparison.metric());
    double unit = unit(comparison.metric(), scale);
    String difference = signed(unit * comparison.difference(), decimals);
    boolean forLeader = comparison.difference() > 0 == comparison.metric().isMoreBetter();
    return text(
        "<td>%s<small>[%s, %s]</small><small>p %s, n %d</small></td>",
        comparison.isSignificant()
            ? text("<b class=\"%s\">%s</b>", forLeader ? "good" : "bad", difference)
            : difference,
        signed(unit * comparison.low(), decimals),
        signed(unit * comparison.high(), decimals),
        comparison.p() < 0.001 ? "&lt; 0.001" : number(comparison.p(), 3),
        comparison.n());
  }

  private static int decimals(Metric metric) {
    return switch (metric) {
      case ECE, BRIER -> 3;
      case FALSE_POSITIVES, FLIPS -> 2;
      default -> 1;
    };
  }

  /** What one of a metric is told as: shares in percent, leads in the unit of the horizon. */
  private static double unit(Metric metric, TimeScale scale) {
    return switch (metric) {
      case DETECTION, ROOT_CAUSE_OWN, ROOT_CAUSE_INCIDENT, ROOT_CAUSE_FINAL -> 100;
      case INCIDENT_LEAD, INCIDENT_LEAD_AT_ONE_PER_DAY -> scale.inUnits(1);
      case FALSE_POSITIVES, FLIPS, ECE, BRIER -> 1;
    };
  }

  private static String heading(Metric metric, TimeScale scale) {
    return switch (metric) {
      case INCIDENT_LEAD -> "Incident lead (" + scale.symbol() + ")";
      case INCIDENT_LEAD_AT_ONE_PER_DAY -> "the same at 1 a day (" + scale.symbol() + ")";
      case FALSE_POSITIVES -> "False positives a day";
      case DETECTION -> "Detection (points of %)";
      case ROOT_CAUSE_OWN -> "Cause, own alert (points)";
      case ROOT_CAUSE_INCIDENT -> "Cause, first alert (points)";
      case ROOT_CAUSE_FINAL -> "Cause, last " + Column.row(scale) + " (points)";
      case FLIPS -> "Flips an incident";
      case ECE -> "ECE";
      case BRIER -> "Brier score";
    };
  }

  private static String signed(double value, int decimals) {
    return number("%+." + decimals + "f", value);
  }
}
