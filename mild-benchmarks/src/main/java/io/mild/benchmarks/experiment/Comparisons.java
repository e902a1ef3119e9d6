package io.mild.benchmarks.experiment;

import io.mild.benchmarks.experiment.AlertResult.Outcome;
import io.mild.benchmarks.experiment.Comparison.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Compares models in pairs: by bootstrap over the failures that both were judged on, and by
 * Wilcoxon's signed-rank test over the folds.
 *
 * <p>Alerts are compared under one kind of budget: the models' own if it is the same, else one for
 * the incident stream.
 */
public final class Comparisons {
  private static final int RESAMPLES = 10_000;
  private static final long SEED = 42;

  private Comparisons() {}

  /**
   * All pairs of models, the earlier one first, in all metrics.
   *
   * @param folds the folds' results by model, in order
   * @param horizonMinutes what leads are capped at
   */
  public static List<Comparison> of(Map<String, List<FoldResult>> folds, double horizonMinutes) {
    List<Map.Entry<String, List<FoldResult>>> models = List.copyOf(folds.entrySet());
    List<Comparison> comparisons = new ArrayList<>();
    for (Map.Entry<String, List<FoldResult>> a : models) {
      for (Map.Entry<String, List<FoldResult>> b :
          models.subList(models.indexOf(a) + 1, models.size())) {
        comparisons.addAll(of(a.getKey(), a.getValue(), b.getKey(), b.getValue(), horizonMinutes));
      }
    }
    return comparisons;
  }

  /**
   * Two models in all metrics, in the metrics' order, on the folds that both have.
   *
   * @param horizonMinutes what leads are capped at
   */
  public static List<Comparison> of(
      String a,
      List<FoldResult> foldsOfA,
      String b,
      List<FoldResult> foldsOfB,
      double horizonMinutes) {
    BudgetKind budget = budget(foldsOfA, foldsOfB);
    return Arrays.stream(Metric.values())
        .map(metric -> compare(metric, a, foldsOfA, b, foldsOfB, budget, horizonMinutes))
        .toList();
  }

  private static BudgetKind budget(List<FoldResult> foldsOfA, List<FoldResult> foldsOfB) {
    boolean perIntent =
        !foldsOfA.isEmpty()
            && !foldsOfB.isEmpty()
            && foldsOfA.get(0).alerts().budgetKind() == BudgetKind.PER_INTENT
            && foldsOfB.get(0).alerts().budgetKind() == BudgetKind.PER_INTENT;
    return perIntent ? BudgetKind.PER_INTENT : BudgetKind.INCIDENT;
  }

  private static Comparison compare(
      Metric metric,
      String a,
      List<FoldResult> foldsOfA,
      String b,
      List<FoldResult> foldsOfB,
      BudgetKind budget,
      double horizonMinutes) {
    Map<Failure, Double> valuesOfA = values(metric, foldsOfA, budget, horizonMinutes);
    Map<Failure, Double> valuesOfB = values(metric, foldsOfB, budget, horizonMinutes);
    valuesOfA.keySet().retainAll(valuesOfB.keySet());
    valuesOfB.keySet().retainAll(valuesOfA.keySet());
    double[] differences =
        valuesOfA.entrySet().stream()
            .mapToDouble(
                value -> value.getValue() - valuesOfB.getOrDefault(value.getKey(), Double.NaN))
            .toArray();
    double[] means = resampledMeans(differences);
    return new Comparison(
        metric,
        a,
        b,
        budget,
        mean(valuesOfA),
        mean(valuesOfB),
        StatUtils.mean(differences),
        StatUtils.percentile(means, 2.5),
        StatUtils.percentile(means, 97.5),
        signedRank(foldMeans(valuesOfA), foldMeans(valuesOfB)),
        differences.length);
  }

  /** What tells a judged failure from all others; its fold alone for figures of whole folds. */
  private record Failure(int fold, String incident, String intent) implements Comparable<Failure> {
    @Override
    public int compareTo(Failure other) {
      int byFold = Integer.compare(fold, other.fold);
      int byIncident = byFold != 0 ? byFold : incident.compareTo(other.incident);
      return byIncident != 0 ? byIncident : intent.compareTo(other.intent);
    }
  }

  private static Map<Failure, Double> values(
      Metric metric, List<FoldResult> folds, BudgetKind budget, double horizonMinutes) {
    Map<Failure, Double> values = new TreeMap<>(); // the same pairs in the same order each time
    for (FoldResult fold : folds) {
      if (metric.isOfFolds()) {
        put(values, new Failure(fold.fold(), "", ""), ofFold(metric, fold, budget));
        continue;
      }
      List<Outcome> outcomes = fold.alerts(budget).outcomes();
      for (int i = 0; i < outcomes.size(); i++) {
        Outcome outcome = outcomes.get(i);
        double value =
            switch (metric) {
              case INCIDENT_LEAD -> capped(outcome.incidentLead(), horizonMinutes);
              case INCIDENT_LEAD_AT_ONE_PER_DAY -> fold.incidentLeadsAtOnePerDay().get(i);
              case DETECTION -> Double.isNaN(outcome.lead()) ? 0 : 1;
              case ROOT_CAUSE_OWN -> right(outcome, "own");
              case ROOT_CAUSE_INCIDENT -> right(outcome, "incident");
              case ROOT_CAUSE_FINAL -> right(outcome, "final");
              case FLIPS -> outcome.flips();
              case FALSE_POSITIVES, ECE, BRIER -> throw new AssertionError(metric);
            };
        put(values, new Failure(fold.fold(), outcome.incident(), outcome.intent()), value);
      }
    }
    return values;
  }

  private static double ofFold(Metric metric, FoldResult fold, BudgetKind budget) {
    return switch (metric) {
      case FALSE_POSITIVES ->
          fold.alerts(budget).fpPerDay().getOrDefault(AlertResult.INCIDENT, Double.NaN);
      case ECE -> fold.ece();
      case BRIER -> fold.brier();
      default -> throw new AssertionError(metric);
    };
  }

  private static void put(Map<Failure, Double> values, Failure failure, double value) {
    if (!Double.isNaN(value)) {
      values.put(failure, value);
    }
  }

  private static double capped(double lead, double cap) {
    return Double.isNaN(lead) ? 0 : Math.min(lead, cap);
  }

  private static double right(Outcome outcome, String verdict) {
    if (outcome.named(verdict).isEmpty()) {
      return Double.NaN;
    }
    return outcome.isRight(verdict) ? 1 : 0;
  }

  private static double mean(Map<Failure, Double> values) {
    return values.values().stream().mapToDouble(value -> value).average().orElse(Double.NaN);
  }

  /** Means of resamples with replacement; none of none. */
  public static double[] resampledMeans(double[] differences) {
    if (differences.length == 0) {
      return differences;
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] means = new double[RESAMPLES];
    for (int sample = 0; sample < RESAMPLES; sample++) {
      double sum = 0;
      for (int i = 0; i < differences.length; i++) {
        sum += differences[random.nextInt(differences.length)];
      }
      means[sample] = sum / differences.length;
    }
    return means;
  }

  private static double[] foldMeans(Map<Failure, Double> values) {
    return values.entrySet().stream()
        .collect(
            Collectors.groupingBy(
                value -> value.getKey().fold(),
                TreeMap::new,
                Collectors.averagingDouble(Map.Entry::getValue)))
        .values()
        .stream()
        .mapToDouble(mean -> mean)
        .toArray();
  }

  private static double signedRank(double[] meansOfA, double[] meansOfB) {
    int[] differing =
        IntStream.range(0, meansOfA.length).filter(i -> meansOfA[i] != meansOfB[i]).toArray();
    if (differing.length < 2) {
      return Double.NaN;
    }
    return SignedRank.p(
        Arrays.stream(differing).mapToDouble(i -> meansOfA[i] - meansOfB[i]).toArray());
  }
}
