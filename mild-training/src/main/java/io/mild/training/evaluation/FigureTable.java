package io.mild.training.evaluation;

import io.mild.training.alerting.AlertMetrics;
import io.mild.training.evaluation.FailureOutcome.Interval;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** An evaluation's figures as a small table: all failures, and the co-drifts among them. */
public final class FigureTable {
  private static final Duration LEAD_CAP = Duration.ofMinutes(120);

  private final StringBuilder text = new StringBuilder();
  private final List<FailureOutcome> all;
  private final List<FailureOutcome> codrifts;

  private FigureTable(AlertEvaluation evaluation) {
    this.all = evaluation.outcomes();
    this.codrifts = all.stream().filter(FailureOutcome::codrift).toList();
  }

  /** The table, each line ended. */
  public static String of(AlertEvaluation evaluation) {
    return new FigureTable(evaluation).print(evaluation);
  }

  private String print(AlertEvaluation evaluation) {
    line("%-44s %-18s %s", "", "all", "co-drifts");
    line("%-44s %-18d %d", "failures", all.size(), codrifts.size());
    share("alert of any intent", f -> true, FailureOutcome::isIncidentDetected);
    share("alert of the root intent (detection)", f -> true, FailureOutcome::isDetected);
    mean("lead, mean over detected (min)", FailureOutcome::leadMinutes, false);
    mean("lead120, missed as 0 (min)", FailureOutcome::leadMinutes, true);
    mean("incident lead120, missed as 0 (min)", FailureOutcome::incidentLeadMinutes, true);
    verdict("root cause right at the incident's alert", VerdictTime.INCIDENT);
    verdict("root cause right 30 minutes later", VerdictTime.PLUS30);
    verdict("root cause right 60 minutes later", VerdictTime.PLUS60);
    verdict("root cause right in the last minute", VerdictTime.FINAL);
    verdict("root cause right at the intent's own alert", VerdictTime.OWN);
    line("%-44s %-18s %s", "changes of the named root cause, mean", flips(all), flips(codrifts));
    intervals("time left held at the first alert", 1);
    intervals("time left held in all minutes", Integer.MAX_VALUE);
    line(
        "%-44s %.2f",
        "false positives a day, sum of intents", evaluation.falsePositivesPerDaySum());
    line(
        "%-44s %.2f",
        "false positives a day, incident stream", evaluation.incidentFalsePositivesPerDay());
    line("%-44s %.2f", "days", evaluation.days());
    return text.toString();
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

  private static String mean(
      List<FailureOutcome> outcomes, ToDoubleFunction<FailureOutcome> lead, boolean capped) {
    double[] leads = outcomes.stream().mapToDouble(lead).toArray();
    double mean =
        capped
            ? AlertMetrics.cappedLeadMinutes(leads, LEAD_CAP)
            : AlertMetrics.meanLeadMinutes(leads);
    return FigureText.number(mean, 1);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append("\n");
  }
}
