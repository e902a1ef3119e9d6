package io.mild.benchmarks.experiment;

import io.mild.benchmarks.experiment.AlertResult.Outcome;
import io.mild.training.alerting.AlertMetrics;
import io.mild.training.evaluation.VerdictTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What alerts were worth over a number of failures (docs/benchmark.md §3), of one fold or of all
 * together. Figures of which there is none are NaN, null in JSON.
 *
 * @param failures how many
 * @param detection share of the failures at which the root intent's own alert went on in time; by
 *     intent, and {@link AlertResult#ALL}
 * @param incidentDetection the same of any intent's alert
 * @param lead mean minutes from the root intent's own alert to its failure, over those detected; by
 *     intent, and {@link AlertResult#ALL}
 * @param lead120 the same over all failures, capped at the horizon (120 unless another was asked
 *     for), missed ones as 0
 * @param incidentLead the same of the first alert of any intent
 * @param rootCause accuracy of the verdicts {@code own}, {@code incident}, {@code plus30}, {@code
 *     plus60} (a quarter and half of the horizon later) and {@code final}; for each by kind of
 *     failure, {@link AlertResult#ALL} of them and {@link AlertResult#CODRIFT}
 * @param certainty how sure the same verdicts were
 * @param flips mean number of times that an incident's named root cause changed, over those that
 *     raised an alert
 * @param settled mean minutes from an incident's first alert until its root cause was right and
 *     stayed right, over those that were right at last
 * @param timeToFailure how much time incidents were said to have left
 */
public record FailureFigures(
    int failures,
    Map<String, Double> detection,
    double incidentDetection,
    Map<String, Double> lead,
    double lead120,
    double incidentLead,
    Map<String, Map<String, Double>> rootCause,
    Map<String, Certainty> certainty,
    double flips,
    double settled,
    TimeToFailureResult timeToFailure) {
  /**
   * The figures of these failures.
   *
   * @param intents in the order of the maps
   * @param horizon what leads are capped at
   */
  static FailureFigures of(List<Outcome> outcomes, List<String> intents, Duration horizon) {
    double[] incidentLeads = outcomes.stream().mapToDouble(Outcome::incidentLead).toArray();
    double[] leads = outcomes.stream().mapToDouble(Outcome::lead).toArray();
    return new FailureFigures(
        outcomes.size(),
        byIntent(outcomes, intents, AlertMetrics::detection),
        AlertMetrics.detection(incidentLeads),
        byIntent(outcomes, intents, AlertMetrics::meanLeadMinutes),
        AlertMetrics.cappedLeadMinutes(leads, horizon),
        AlertMetrics.cappedLeadMinutes(incidentLeads, horizon),
        rootCause(outcomes),
        certainty(outcomes),
        mean(outcomes, Outcome::flips),
        mean(outcomes, Outcome::settled),
        TimeToFailureResult.together(outcomes.stream().map(Outcome::timeToFailure).toList()));
  }

  private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
    return outcomes.stream()
        .mapToDouble(figure)
        .filter(found -> !Double.isNaN(found))
        .average()
        .orElse(Double.NaN);
  }

  /** A verdict's name in all results: later ones are called by what they are of 120 minutes. */
  static String key(VerdictTime verdict) {
    return switch (verdict) {
      case QUARTER -> "plus30";
      case HALF -> "plus60";
      case OWN, INCIDENT, FINAL -> verdict.name().toLowerCase(Locale.ROOT);
    };
  }

  /** How often a verdict was right; NaN if there was none. */
  public double rootCause(String verdict, String kind) {
    return rootCause.getOrDefault(verdict, Map.of()).getOrDefault(kind, Double.NaN);
  }

  /**
   * How sure a verdict was.
   *
   * @throws NullPointerException if there is no such verdict
   */
  public Certainty certainty(String verdict) {
    return Objects.requireNonNull(certainty.get(verdict), verdict);
  }

  private static Map<String, Certainty> certainty(List<Outcome> outcomes) {
    Map<String, Certainty> certainty = new LinkedHashMap<>();
    for (VerdictTime verdict : VerdictTime.values()) {
      certainty.put(key(verdict), Certainty.of(key(verdict), outcomes));
    }
    return certainty;
  }

  private static Map<String, Double> byIntent(
      List<Outcome> outcomes, List<String> intents, ToDoubleFunction<double[]> figure) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(
        AlertResult.ALL,
        figure.applyAsDouble(outcomes.stream().mapToDouble(Outcome::lead).toArray()));
    for (String intent : intents) {
      figures.put(
          intent,
          figure.applyAsDouble(
              outcomes.stream()
                  .filter(outcome -> outcome.intent().equals(intent))
                  .mapToDouble(Outcome::lead)
                  .toArray()));
    }
    return figures;
  }

  private static Map<String, Map<String, Double>> rootCause(List<Outcome> outcomes) {
    Map<String, Map<String, Double>> accuracies = new LinkedHashMap<>();
    for (VerdictTime verdict : VerdictTime.values()) {
      String key = key(verdict);
      Map<String, Double> byKind = new LinkedHashMap<>();
      byKind.put(AlertResult.ALL, accuracy(outcomes, key, outcome -> true));
      outcomes.stream()
          .map(Outcome::kind)
          .filter(kind -> !kind.isBlank())
          .sorted()
          .distinct()
          .forEach(kind -> byKind.put(kind, accuracy(outcomes, key, o -> o.kind().equals(kind))));
      byKind.put(AlertResult.CODRIFT, accuracy(outcomes, key, Outcome::codrift));
      accuracies.put(key, byKind);
    }
    return accuracies;
  }

  private static double accuracy(
      List<Outcome> outcomes, String verdict, Predicate<Outcome> counted) {
    return outcomes.stream()
        .filter(counted)
        .filter(outcome -> outcome.named(verdict).isPresent())
        .mapToInt(outcome -> outcome.isRight(verdict) ? 1 : 0)
        .average()
        .orElse(Double.NaN);
  }
}
