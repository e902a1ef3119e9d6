package io.mild.benchmarks.report;

import static io.mild.cli.evaluation.FigureText.number;
import static io.mild.cli.page.Html.escape;
import static io.mild.cli.page.Html.text;

import io.mild.benchmarks.experiment.BudgetKind;
import io.mild.benchmarks.experiment.Comparison;
import io.mild.benchmarks.experiment.Comparison.Metric;
import io.mild.benchmarks.experiment.Comparisons;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The leader against every other model: differences, their intervals and their p. */
final class ComparisonTable {
  private ComparisonTable() {}

  /** The table, or a word where there is but one model. */
  static String html(Entry leader, List<Entry> entries) {
    if (entries.size() < 2) {
      return "<p>There is one model only: nothing to compare.</p>";
    }
    return text(
        "<div class=\"wide\"><table class=\"models\">%n<thead>%n<tr><th>%s against</th>%s</tr>%n"
            + "</thead>%n<tbody>%n%s</tbody>%n</table></div>%n",
        escape(leader.name()),
        Arrays.stream(Metric.values())
            .map(metric -> "<th>" + heading(metric) + "</th>")
            .collect(Collectors.joining()),
        entries.stream()
            .filter(entry -> !entry.equals(leader))
            .map(entry -> row(leader, entry))
            .collect(Collectors.joining()));
  }

  private static String row(Entry leader, Entry other) {
    List<Comparison> comparisons =
        Comparisons.of(leader.name(), leader.folds(), other.name(), other.folds());
    String budget =
        comparisons.get(0).budget() == BudgetKind.INCIDENT
            ? ""
            : "<small>budget per intent</small>";
    return text(
        "<tr><td>%s%s</td>%s</tr>%n",
        escape(other.name()),
        budget,
        comparisons.stream().map(ComparisonTable::cell).collect(Collectors.joining()));
  }

  private static String cell(Comparison comparison) {
    int decimals = decimals(comparison.metric());
    double unit = isShare(comparison.metric()) ? 100 : 1;
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

  private static boolean isShare(Metric metric) {
    return switch (metric) {
      case DETECTION, ROOT_CAUSE_OWN, ROOT_CAUSE_INCIDENT, ROOT_CAUSE_FINAL -> true;
      case INCIDENT_LEAD, INCIDENT_LEAD_AT_ONE_PER_DAY, FALSE_POSITIVES, FLIPS, ECE, BRIER -> false;
    };
  }

  private static String heading(Metric metric) {
    return switch (metric) {
      case INCIDENT_LEAD -> "Incident lead (min)";
      case INCIDENT_LEAD_AT_ONE_PER_DAY -> "the same at 1 a day (min)";
      case FALSE_POSITIVES -> "False positives a day";
      case DETECTION -> "Detection (points of %)";
      case ROOT_CAUSE_OWN -> "Cause, own alert (points)";
      case ROOT_CAUSE_INCIDENT -> "Cause, first alert (points)";
      case ROOT_CAUSE_FINAL -> "Cause, last minute (points)";
      case FLIPS -> "Flips an incident";
      case ECE -> "ECE";
      case BRIER -> "Brier score";
    };
  }

  private static String signed(double value, int decimals) {
    return number("%+." + decimals + "f", value);
  }
}
