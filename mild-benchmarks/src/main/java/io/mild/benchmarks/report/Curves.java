package io.mild.benchmarks.report;

import io.mild.benchmarks.experiment.AlertResult;
import io.mild.benchmarks.experiment.AlertResult.Outcome;
import io.mild.benchmarks.experiment.BudgetKind;
import io.mild.benchmarks.experiment.FoldResult;
import io.mild.benchmarks.experiment.FoldResult.Bin;
import io.mild.benchmarks.experiment.FoldResult.BudgetPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a model's pictures show, drawn from all its folds. */
final class Curves {
  /** Steps from no lead to the longest that counts, a horizon: minutes of two hours. */
  static final int LEADS = 120;

  private Curves() {}

  /** A fold's alerts as all models' are compared: under a budget for the incident stream. */
  static AlertResult comparable(FoldResult fold) {
    return fold.alerts(BudgetKind.INCIDENT);
  }

  /** The bins of all folds together; those that no row is in are left out. */
  static List<Bin> reliability(List<FoldResult> folds) {
    int bins = folds.stream().mapToInt(fold -> fold.reliability().size()).max().orElse(0);
    return IntStream.range(0, bins)
        .mapToObj(
            bin ->
                folds.stream()
                    .filter(fold -> bin < fold.reliability().size())
                    .map(fold -> fold.reliability().get(bin))
                    .filter(part -> part.count() > 0)
                    .toList())
        .filter(parts -> !parts.isEmpty())
        .map(Curves::together)
        .toList();
  }

  private static Bin together(List<Bin> parts) {
    long count = parts.stream().mapToLong(Bin::count).sum();
    return new Bin(
        count,
        parts.stream().mapToDouble(bin -> bin.count() * bin.risk()).sum() / count,
        parts.stream().mapToDouble(bin -> bin.count() * bin.frequency()).sum() / count);
  }

  /**
   * The share of the failures that any intent's alert announced at least x ahead, for x from 0 to
   * the horizon in {@link #LEADS} steps; NaN if no failure was judged.
   */
  static double[] announced(List<FoldResult> folds, double horizonMinutes) {
    double[] leads =
        folds.stream()
            .flatMap(fold -> comparable(fold).outcomes().stream())
            .mapToDouble(Outcome::incidentLead)
            .toArray();
    double[] shares = new double[LEADS + 1];
    for (int step = 0; step <= LEADS; step++) {
      long announced = 0;
      for (double lead : leads) {
        announced += lead >= horizonMinutes * step / LEADS ? 1 : 0; // never for NaN
      }
      shares[step] = (double) announced / leads.length;
    }
    return shares;
  }

  /** What each budget gave, mean over the folds, from the lowest budget on. */
  static List<BudgetPoint> budgets(List<FoldResult> folds) {
    Map<Double, List<BudgetPoint>> byBudget =
        folds.stream()
            .flatMap(fold -> fold.budgets().stream())
            .filter(point -> !Double.isNaN(point.fpPerDay()))
            .collect(Collectors.groupingBy(BudgetPoint::budget, TreeMap::new, Collectors.toList()));
    List<BudgetPoint> means = new ArrayList<>();
    byBudget.forEach(
        (budget, points) ->
            means.add(
                new BudgetPoint(
                    budget,
                    points.stream().mapToDouble(BudgetPoint::fpPerDay).average().orElseThrow(),
                    points.stream()
                        .mapToDouble(BudgetPoint::incidentLead)
                        .filter(lead -> !Double.isNaN(lead))
                        .average()
                        .orElse(Double.NaN))));
    return means;
  }
}
