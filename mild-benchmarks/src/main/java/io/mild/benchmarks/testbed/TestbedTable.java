package io.mild.benchmarks.testbed;

import io.mild.benchmarks.experiment.AlertResult;
import io.mild.benchmarks.experiment.AlertResult.Outcome;
import io.mild.benchmarks.experiment.Comparison;
import io.mild.benchmarks.experiment.Comparison.Metric;
import io.mild.benchmarks.experiment.Comparisons;
import io.mild.benchmarks.experiment.FoldResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;

/** A study's figures as tables in Markdown; both ways together. */
public final class TestbedTable {
  private static final double LOW = 2.5;
  private static final double HIGH = 97.5;
  private static final String NONE = "–";

  private final TestbedStudy study;

  private TestbedTable(TestbedStudy study) {
    this.study = study;
  }

  /** All tables. */
  public static String of(TestbedStudy study) {
    TestbedTable table = new TestbedTable(study);
    return table.models() + "\n" + table.causes() + "\n" + table.kinds();
  }

  private String models() {
    StringBuilder text =
        new StringBuilder(
            """
            | model | failures | detected | announced | lead at 1/day | … less than MILD's by | lead, own threshold | false alarms a day | first verdict | … worse than MILD's by | last verdict |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
            """);
    study
        .folds()
        .forEach(
            (model, folds) -> {
              List<Outcome> outcomes = outcomes(folds);
              text.append(
                  "| %s | %d | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n"
                      .formatted(
                          model,
                          outcomes.size(),
                          share(outcomes, outcome -> !Double.isNaN(outcome.lead())),
                          share(outcomes, outcome -> !Double.isNaN(outcome.incidentLead())),
                          interval("%.1f", leads(folds)),
                          difference("%.1f", Metric.INCIDENT_LEAD_AT_ONE_PER_DAY, model),
                          number("%.1f", StatUtils.mean(capped(outcomes))),
                          number("%.2f", falsePositives(folds)),
                          verdict(outcomes, "incident"),
                          difference("%.2f", Metric.ROOT_CAUSE_INCIDENT, model),
                          verdict(outcomes, "final")));
            });
    return text.toString();
  }

  private static List<Outcome> outcomes(List<FoldResult> folds) {
    return folds.stream().flatMap(fold -> fold.alerts().outcomes().stream()).toList();
  }

  private static double[] leads(List<FoldResult> folds) {
    return folds.stream()
        .flatMap(fold -> fold.incidentLeadsAtOnePerDay().stream())
        .mapToDouble(lead -> lead)
        .toArray();
  }

  private double[] capped(List<Outcome> outcomes) {
    return outcomes.stream()
        .mapToDouble(
            outcome ->
                Double.isNaN(outcome.incidentLead())
                    ? 0
                    : Math.min(outcome.incidentLead(), minutes()))
        .toArray();
  }

  private double minutes() {
    return study.horizon().toMillis() / (double) Duration.ofMinutes(1).toMillis();
  }

  private static double falsePositives(List<FoldResult> folds) {
    return folds.stream()
        .mapToDouble(
            fold -> fold.alerts().fpPerDay().getOrDefault(AlertResult.INCIDENT, Double.NaN))
        .average()
        .orElse(Double.NaN);
  }

  private static String share(List<Outcome> outcomes, Predicate<Outcome> counted) {
    return number("%.2f", outcomes.stream().filter(counted).count() / (double) outcomes.size());
  }

  private static String verdict(List<Outcome> outcomes, String verdict) {
    double[] right =
        outcomes.stream()
            .filter(outcome -> outcome.named(verdict).isPresent())
            .mapToDouble(outcome -> outcome.isRight(verdict) ? 1 : 0)
            .toArray();
    return interval("%.2f", right);
  }

  /** A mean with its interval by bootstrap. */
  private static String interval(String format, double[] values) {
    if (values.length == 0) {
      return NONE;
    }
    double[] means = Comparisons.resampledMeans(values);
    return number(format, StatUtils.mean(values))
        + " ["
        + number(format, StatUtils.percentile(means, LOW))
        + ", "
        + number(format, StatUtils.percentile(means, HIGH))
        + "]";
  }

  /** By pairs of failures. */
  private String difference(String format, Metric metric, String model) {
    List<FoldResult> mild = study.folds().get(TestbedStudy.MILD);
    if (mild == null || model.equals(TestbedStudy.MILD)) {
      return NONE;
    }
    Comparison comparison =
        Comparisons.of(
                TestbedStudy.MILD,
                mild,
                model,
                study.folds().getOrDefault(model, List.of()),
                minutes())
            .stream()
            .filter(each -> each.metric() == metric)
            .findFirst()
            .orElseThrow();
    return comparison.n() == 0
        ? NONE
        : number(format, comparison.difference())
            + " ["
            + number(format, comparison.low())
            + ", "
            + number(format, comparison.high())
            + "]";
  }

  private String causes() {
    StringBuilder text =
        new StringBuilder(
            """
            | root cause, where MILD gave a verdict | first | last |
            |---|--:|--:|
            """);
    if (study.folds().containsKey(TestbedStudy.MILD)) {
      List<Outcome> outcomes = outcomes(study.folds().get(TestbedStudy.MILD));
      text.append(
          "| %s | %s | %s |\n"
              .formatted(
                  TestbedStudy.MILD, verdict(outcomes, "incident"), verdict(outcomes, "final")));
    }
    study.causes().stream()
        .map(TestbedStudy.NamedCause::rule)
        .distinct()
        .forEach(
            rule ->
                text.append(
                    "| %s | %s | %s |\n"
                        .formatted(
                            rule.replace("|", "\\|"),
                            interval("%.2f", right(rule, "incident")),
                            interval("%.2f", right(rule, "final")))));
    return text.toString();
  }

  private double[] right(String rule, String verdict) {
    return study.causes().stream()
        .filter(cause -> cause.rule().equals(rule) && cause.verdict().equals(verdict))
        .mapToDouble(cause -> cause.right() ? 1 : 0)
        .toArray();
  }

  /** Mean leads at one false alarm a day, a line a kind of fault. */
  private String kinds() {
    Map<String, Map<String, double[]>> leads = new TreeMap<>();
    study
        .folds()
        .forEach(
            (model, folds) ->
                byKind(folds)
                    .forEach(
                        (kind, its) ->
                            leads
                                .computeIfAbsent(kind, k -> new LinkedHashMap<>())
                                .put(model, its)));
    StringBuilder text = new StringBuilder("| lead at 1/day, by fault | failures |");
    study.folds().keySet().forEach(model -> text.append(' ').append(model).append(" |"));
    text.append("\n|---|--:|").append("--:|".repeat(study.folds().size())).append('\n');
    leads.forEach(
        (kind, models) -> {
          text.append("| ").append(kind).append(" | ");
          text.append(models.values().iterator().next().length).append(" |");
          study
              .folds()
              .keySet()
              .forEach(
                  model ->
                      text.append(' ')
                          .append(
                              number(
                                  "%.1f",
                                  StatUtils.mean(models.getOrDefault(model, new double[0]))))
                          .append(" |"));
          text.append('\n');
        });
    return text.toString();
  }

  /** Of the intent that the fault was at, since what slows one may hardly be felt at another. */
  private static Map<String, double[]> byKind(List<FoldResult> folds) {
    Map<String, List<Double>> leads = new TreeMap<>();
    for (FoldResult fold : folds) {
      List<Outcome> outcomes = fold.alerts().outcomes();
      for (int i = 0; i < outcomes.size(); i++) {
        leads
            .computeIfAbsent(
                outcomes.get(i).intent() + ", " + outcomes.get(i).kind(), kind -> new ArrayList<>())
            .add(fold.incidentLeadsAtOnePerDay().get(i));
      }
    }
    return leads.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> entry.getValue().stream().mapToDouble(lead -> lead).toArray(),
                (a, b) -> a,
                TreeMap::new));
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, format, value);
  }
}
