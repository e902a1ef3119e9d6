package io.mild.benchmarks.experiment;

import io.mild.benchmarks.experiment.ExplanationResult.ExplanationTarget;
import io.mild.benchmarks.experiment.ExplanationResult.Ranking;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How good an order of the KPIs was, over all explained alerts of all folds, and how it compares
 * with the Shapley values' order on the same alerts. Intervals are of 95 %, by bootstrap over the
 * failures.
 *
 * @param name of the order
 * @param alerts how many
 * @param topTwo share whose first two KPIs include one that the generator moved
 * @param topTwoLow lower end of its interval
 * @param topTwoHigh upper end
 * @param worse by how much the share is below that of the Shapley values
 * @param worseLow lower end of its interval
 * @param worseHigh upper end
 * @param insertion mean risk with as many KPIs put in, {@code [KPIs + 1]}
 * @param deletion mean risk with as many KPIs taken out, {@code [KPIs + 1]}
 */
public record ExplanationFigures(
    String name,
    int alerts,
    double topTwo,
    double topTwoLow,
    double topTwoHigh,
    double worse,
    double worseLow,
    double worseHigh,
    double[] insertion,
    double[] deletion) {

  /** The orders that were compared. */
  public static final List<String> ORDERS =
      List.of(ExplanationResult.SHAPLEY, ExplanationResult.DEVIATION, ExplanationResult.TEACHER);

  /**
   * The figures of one order.
   *
   * @param kind of the failures; empty for all
   */
  public static ExplanationFigures of(String name, String kind, List<FoldResult> folds) {
    List<ExplanationTarget> explained =
        folds.stream()
            .flatMap(fold -> fold.explanation().explained().stream())
            .filter(one -> kind.isEmpty() || one.kind().equals(kind))
            .toList();
    double[] hits = values(explained, one -> hit(one, name));
    double[] worse = values(explained, one -> hit(one, ExplanationResult.SHAPLEY) - hit(one, name));
    double[] means = Comparisons.resampledMeans(hits);
    double[] worseMeans = Comparisons.resampledMeans(worse);
    return new ExplanationFigures(
        name,
        hits.length,
        StatUtils.mean(hits),
        StatUtils.percentile(means, 2.5),
        StatUtils.percentile(means, 97.5),
        StatUtils.mean(worse),
        StatUtils.percentile(worseMeans, 2.5),
        StatUtils.percentile(worseMeans, 97.5),
        meanCurve(explained, name, Ranking::insertion),
        meanCurve(explained, name, Ranking::deletion));
  }

  private static double hit(ExplanationTarget explained, String name) {
    return explained.ranking(name).topTwo() ? 1 : 0;
  }

  private static double[] values(
      List<ExplanationTarget> explained, ToDoubleFunction<ExplanationTarget> value) {
    return explained.stream().mapToDouble(value).toArray();
  }

  private static double[] meanCurve(
      List<ExplanationTarget> explained, String name, Function<Ranking, List<Double>> curve) {
    List<List<Double>> curves =
        explained.stream().map(one -> curve.apply(one.ranking(name))).toList();
    double[] mean = new double[curves.isEmpty() ? 0 : curves.get(0).size()];
    for (List<Double> one : curves) {
      for (int step = 0; step < mean.length; step++) {
        mean[step] += one.get(step) / curves.size();
      }
    }
    return mean;
  }

  /** Mean height of the insertion curve, by trapezoids; more is better. */
  public double insertionArea() {
    return area(insertion);
  }

  /** Mean height of the deletion curve, by trapezoids; less is better. */
  public double deletionArea() {
    return area(deletion);
  }

  private static double area(double[] curve) {
    double ends = (curve[0] + curve[curve.length - 1]) / 2;
    return (Arrays.stream(curve).sum() - ends) / (curve.length - 1);
  }
}
