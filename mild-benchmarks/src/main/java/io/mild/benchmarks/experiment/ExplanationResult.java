package io.mild.benchmarks.experiment;

import java.util.List;
import java.util.Map;

/**
 * Explanations of the first alert of simple and non-linear failures.
 *
 * @param alerts that were explained
 * @param topTwo share whose two highest KPIs include one that the generator moved
 * @param explained each of them
 */
public record ExplanationResult(int alerts, double topTwo, List<ExplanationTarget> explained) {
  /** MILD's own explanation. */
  public static final String SHAPLEY = "shapley";

  /** A rival: the KPIs whose mean over 15 minutes is the farthest out. */
  public static final String DEVIATION = "largestDeviation";

  /** A rival: the KPIs that add the most to the intent's logistic regression. */
  public static final String TEACHER = "teacher";

  /** Copies the list. */
  public ExplanationResult {
    explained = List.copyOf(explained);
  }

  static ExplanationResult of(List<ExplanationTarget> explained) {
    return new ExplanationResult(
        explained.size(),
        explained.stream()
            .mapToDouble(one -> one.ranking(SHAPLEY).topTwo ? 1 : 0)
            .average()
            .orElse(Double.NaN),
        explained);
  }

  /**
   * One failure's first alert.
   *
   * @param incident its number
   * @param kind of the failure
   * @param rankings by their names
   */
  public record ExplanationTarget(String incident, String kind, Map<String, Ranking> rankings) {
    /**
     * One of them.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public Ranking ranking(String name) {
      Ranking ranking = rankings.get(name);
      if (ranking == null) {
        throw new IllegalArgumentException("no '" + name + "' among " + rankings.keySet());
      }
      return ranking;
    }
  }

  /**
   * How good an order of the KPIs is.
   *
   * @param topTwo whether the first two include one that the generator had moved by then
   * @param insertion mean risk as KPIs become the row's own, in this order
   * @param deletion mean risk as they become those of healthy rows
   */
  public record Ranking(boolean topTwo, List<Double> insertion, List<Double> deletion) {}
}
