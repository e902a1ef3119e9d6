package io.mild.benchmarks.rivals;

import io.mild.moe.MixtureData;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/**
 * Dist-Target: an intent's risk grows with the distance of its KPIs from their healthy mean.
 *
 * <p>A KPI's deviation is {@code d = (z − m) / s}: z its standardised mean over 15 minutes, m and s
 * mean and population standard deviation of z over the healthy fit rows, those in which no intent
 * is labelled (over all fit rows, if none is healthy). A KPI that is constant while healthy has d =
 * 0.
 *
 * <p>Nobody says which KPIs are an intent's, so the data do: the {@value #KPIS} (or all, if there
 * are fewer) of greatest separation, which is the mean of |d| over the fit rows that are labelled
 * for the intent less its mean over the healthy ones. The distance is Euclidean, {@code √Σd²}, and
 * a {@link RiskCurve} makes it a probability.
 */
public final class TargetDistance implements Predictor {
  private static final int KPIS = 3;

  @Override
  public Trained train(Fold fold, DoubleConsumer progress) {
    MixtureData fit = fold.fit();
    Healthy healthy = Healthy.of(fit, LongestMeans.of(fold.spec()));
    int[][] targets = new int[fit.intents()][];
    RiskCurve[] curves = new RiskCurve[fit.intents()];
    float[] distances = new float[fit.rows()];
    for (int i = 0; i < curves.length; i++) {
      RowModel.requireNotInterrupted();
      targets[i] = targets(fit, healthy, i);
      for (int row = 0; row < distances.length; row++) {
        distances[row] =
            (float) healthy.distance(targets[i], fit.features(), row * healthy.width());
      }
      curves[i] = RiskCurve.fit(distances, fit, i);
      progress.accept((i + 1.0) / curves.length);
    }
    RowModel model =
        (features, offset, risks) -> {
          for (int i = 0; i < risks.length; i++) {
            risks[i] = curves[i].risk(healthy.distance(targets[i], features, offset));
          }
        };
    return scored -> Prediction.of(model.scoredRows(scored));
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("score", "distance of means over the longest window from their healthy mean");
    settings.put("KPIs of an intent", KPIS);
    return settings;
  }

  /** An intent's KPIs, that of greatest separation first; the first ones if it never failed. */
  static int[] targets(MixtureData fit, Healthy healthy, int intent) {
    int kpis = healthy.means().kpis();
    double[] labelled = new double[kpis];
    double[] unlabelled = new double[kpis];
    int labelledRows = 0;
    int unlabelledRows = 0;
    for (int row = 0; row < fit.rows(); row++) {
      boolean fails = fit.labels()[row * fit.intents() + intent] > 0.5f;
      if (!fails && !Healthy.isHealthy(fit, row)) {
        continue;
      }
      double[] sums = fails ? labelled : unlabelled;
      for (int j = 0; j < kpis; j++) {
        sums[j] += Math.abs(healthy.deviation(fit.features(), row * healthy.width(), j));
      }
      labelledRows += fails ? 1 : 0;
      unlabelledRows += fails ? 0 : 1;
    }
    double[] separation = new double[kpis];
    for (int j = 0; j < kpis && labelledRows > 0; j++) {
      separation[j] = labelled[j] / labelledRows - unlabelled[j] / Math.max(1, unlabelledRows);
    }
    return IntStream.range(0, kpis)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer j) -> -separation[j]))
        .limit(KPIS)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * How the means are while nothing is about to fail.
   *
   * @param mean m of each KPI
   * @param deviation s of each KPI
   */
  record Healthy(LongestMeans means, double[] mean, double[] deviation) {

    static Healthy of(MixtureData fit, LongestMeans means) {
      int[] rows = IntStream.range(0, fit.rows()).filter(row -> isHealthy(fit, row)).toArray();
      if (rows.length == 0) {
        rows = IntStream.range(0, fit.rows()).toArray();
      }
      double[] mean = new double[means.kpis()];
      double[] deviation = new double[means.kpis()];
      for (int j = 0; j < mean.length; j++) {
        for (int row : rows) {
          mean[j] += means.of(fit.features(), row * means.width(), j) / rows.length;
        }
        double squares = 0;
        for (int row : rows) {
          double distance = means.of(fit.features(), row * means.width(), j) - mean[j];
          squares += distance * distance;
        }
        deviation[j] = Math.sqrt(squares / rows.length);
      }
      return new Healthy(means, mean, deviation);
    }

    static boolean isHealthy(MixtureData data, int row) {
      for (int i = 0; i < data.intents(); i++) {
        if (data.labels()[row * data.intents() + i] > 0.5f) {
          return false;
        }
      }
      return true;
    }

    int width() {
      return means.width();
    }

    /** d of a KPI in the row that begins at {@code offset}. */
    double deviation(float[] features, int offset, int kpi) {
      return deviation[kpi] == 0
          ? 0
          : (means.of(features, offset, kpi) - mean[kpi]) / deviation[kpi];
    }

    double distance(int[] kpis, float[] features, int offset) {
      double squares = 0;
      for (int kpi : kpis) {
        double d = deviation(features, offset, kpi);
        squares += d * d;
      }
      return Math.sqrt(squares);
    }
  }
}
