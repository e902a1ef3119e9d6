package io.mild.training.evaluation;

import io.mild.internal.io.Digits;
import io.mild.internal.io.TimeScale;
import io.mild.training.alerting.AlertMetrics;
import io.mild.training.evaluation.FailureOutcome.Interval;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * An evaluation's figures as a small table: all failures, and the co-drifts among them. Times are
 * in the unit that fits the horizon: {@code lead120} with a horizon of 120 minutes is {@code
 * lead30} with one of 30 hours, and so on.
 */
public final class FigureTable {
  private final StringBuilder text = new StringBuilder();
  private final Duration horizon;
  private final TimeScale scale;
  private final List<FailureOutcome> all;
  private final List<FailureOutcome> codrifts;

  private FigureTable(AlertEvaluation evaluation) {
    this.horizon = evaluation.horizon();
    this.scale = TimeScale.of(horizon);
    this.all = evaluation.outcomes();
    this.codrifts = all.stream().filter(FailureOutcome::codrift).toList();
  }

  /** The table, each line ended. */
  public static String of(AlertEvaluation evaluation) {
    return new FigureTable(evaluation).print(evaluation);
  }

  private String print(AlertEvaluation evaluation) {
    // What horizons of minutes are of has always been called so, and there it nearly always is.
    String row = scale.symbol().equals("min") ? "minute" : "row";
    line("%-44s %-18s %s", "", "all", "co-drifts");
    line("%-44s %-18d %d", "failures", all.size(), codrifts.size());
    share("alert of any intent", f -> true, FailureOutcome::isIncidentDetected);
    share("alert of the root intent (detection)", f -> true, FailureOutcome::isDetected);
    String unit = " (" + scale.symbol() + ")";
    String capped = "lead" + scale.number(horizon) + ", missed as 0" + unit;
    mean("lead, mean over detected" + unit, FailureOutcome::leadMinutes, false);
    mean(capped, FailureOutcome::leadMinutes, true);
    mean("incident " + capped, FailureOutcome::incidentLeadMinutes, true);
    verdict("root cause right at the incident's alert", VerdictTime.INCIDENT);
    verdict(later(VerdictTime.QUARTER), VerdictTime.QUARTER);
    verdict(later(VerdictTime.HALF), VerdictTime.HALF);
    verdict("root cause right in the last " + row, VerdictTime.FINAL);
    verdict("root cause right at the intent's own alert", VerdictTime.OWN);
    line("%-44s %-18s %s", "changes of the named root cause, mean", flips(all), flips(codrifts));
    intervals("time left held at the first alert", 1);
    intervals("time left held in all " + row + "s", Integer.MAX_VALUE);
    rate("false positives a day, sum of intents", evaluation.falsePositivesPerDaySum());
    rate("false positives a day, incident stream", evaluation.incidentFalsePositivesPerDay());
    line("%-44s %.2f", "days", evaluation.days());
    line("%-44s %.2f", "days that no failure is near", evaluation.unprotectedDays());
    return text.toString();
  }

  private String later(VerdictTime time) {
    return "root cause right " + TimeScale.words(time.afterAlert(horizon)) + " later";
  }

  private void verdict(String name, VerdictTime verdict) {
    share(name, outcome -> outcome.has(verdict), outcome -> outcome.isRight(verdict));
  }

  private void share(String name, Predicate<FailureOutcome> of, Predicate<FailureOutcome> holds) {
    line("%-44s %-18s %s", name, share(all, of, holds), share(codrifts, of, holds));
  }

  private static <T> String share(List<T> all, Predicate<T> of, Predicate<T> holds) {
    long total = all.stream().filter(of).count();
    long count = all.stream().filter(of).filter(holds).count();
    return total == 0
        ? FigureText.NONE
        : String.format(Locale.ROOT, "%.3f (%d/%d)", (double) count / total, count, total);
  }

  private static String flips(List<FailureOutcome> outcomes) {
    double mean =
        outcomes.stream()
            .filter(FailureOutcome::isIncidentDetected)
            .mapToDouble(FailureOutcome::flips)
            .average()
            .orElse(Double.NaN);
    return FigureText.number(mean, 1);
  }

  private void intervals(String name, int ofEach) {
    line("%-44s %-18s %s", name, held(all, ofEach), held(codrifts, ofEach));
  }

  private static String held(List<FailureOutcome> outcomes, int ofEach) {
    List<Interval> told =
        outcomes.stream().flatMap(outcome -> outcome.intervals().stream().limit(ofEach)).toList();
    return share(told, interval -> true, Interval::held);
  }

  private void mean(String name, ToDoubleFunction<FailureOutcome> lead, boolean capped) {
    line("%-44s %-18s %s", name, mean(all, lead, capped), mean(codrifts, lead, capped));
  }

  private String mean(
      List<FailureOutcome> outcomes, ToDoubleFunction<FailureOutcome> lead, boolean capped) {
    double[] leads = outcomes.stream().mapToDouble(lead).toArray();
    double mean =
        capped
            ? AlertMetrics.cappedLeadMinutes(leads, horizon)
            : AlertMetrics.meanLeadMinutes(leads);
    return FigureText.number(scale.inUnits(mean), 1);
  }

  private void rate(String name, double perDay) {
    line("%-44s %s", name, Digits.two(perDay));
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append("\n");
  }
}
