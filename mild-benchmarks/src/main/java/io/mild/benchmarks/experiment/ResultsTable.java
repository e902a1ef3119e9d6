package io.mild.benchmarks.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Results for a terminal: a line a model, means over the folds. */
public final class ResultsTable {
  private ResultsTable() {}

  /** One fold of one model in a line. */
  public static String line(FoldResult result) {
    return String.format(
        Locale.ROOT,
        "%s fold %d: %d failures, detection %s, incident lead %s min, false positives a day %.2f"
            + " (incidents %.2f), %.0f s",
        result.model(),
        result.fold(),
        result.failures(),
        share(all(result.alerts().detection())),
        number("%.0f", result.alerts().incidentLead()),
        all(result.alerts().fpPerDay(), AlertResult.SUM),
        all(result.alerts().fpPerDay(), AlertResult.INCIDENT),
        result.trainSeconds());
  }

  /** The table, each line ended. */
  public static String of(Results results) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%-11s %9s %6s %8s %8s %7s %7s %5s %6s %6s %6s %6s %6s%n",
            "",
            "detection",
            "lead",
            "incident",
            "at 1/day",
            "FP sum",
            "FP inc.",
            "held",
            "own",
            "first",
            "last",
            "ECE",
            "Brier"));
    for (Map.Entry<String, List<FoldResult>> model : results.folds().entrySet()) {
      List<FoldResult> folds = model.getValue();
      text.append(
          String.format(
              Locale.ROOT,
              "%-11s %9s %6s %8s %8s %7.2f %7.2f %5s %6s %6s %6s %6s %6s%n",
              model.getKey(),
              share(mean(folds, f -> all(f.alerts().detection()))),
              number("%.1f", mean(folds, f -> all(f.alerts().lead()))),
              number("%.1f", mean(folds, f -> f.alerts().incidentLead())),
              number("%.1f", mean(folds, FoldResult::incidentLeadAtOnePerDay)),
              mean(folds, f -> all(f.alerts().fpPerDay(), AlertResult.SUM)),
              mean(folds, f -> all(f.alerts().fpPerDay(), AlertResult.INCIDENT)),
              folds.stream().filter(f -> f.alerts().budgetHeld()).count() + "/" + folds.size(),
              share(mean(folds, f -> rootCause(f, "own"))),
              share(mean(folds, f -> rootCause(f, "incident"))),
              share(mean(folds, f -> rootCause(f, "final"))),
              share(mean(folds, FoldResult::ece)),
              share(mean(folds, FoldResult::brier))));
    }
    text.append(
        """
        Means over the folds. lead: minutes, own alert, over those detected; incident: first alert of
        any intent, capped at 120, missed as 0; at 1/day: the same at one false positive a day on the
        test block; held: blocks within the budget; own, first, last: root cause named right.
        """);
    return text.toString();
  }

  private static double mean(List<FoldResult> folds, ToDoubleFunction<FoldResult> figure) {
    return folds.stream().mapToDouble(figure).filter(Double::isFinite).average().orElse(Double.NaN);
  }

  private static double rootCause(FoldResult fold, String verdict) {
    return all(fold.alerts().rootCause().getOrDefault(verdict, Map.of()));
  }

  private static double all(Map<String, Double> figures) {
    return all(figures, AlertResult.ALL);
  }

  private static double all(Map<String, Double> figures, String name) {
    return figures.getOrDefault(name, Double.NaN);
  }

  private static String share(double value) {
    return number("%.3f", value).replaceFirst("^0", "");
  }

  private static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
  }
}
