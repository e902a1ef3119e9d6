package io.mild.benchmarks.rivals;

import io.mild.moe.MixtureData;
import io.mild.moe.Teacher;
import io.mild.moe.TeacherTrainer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleConsumer;

/**
 * WKPI-Tuned: an intent's risk grows with a weighted sum of its KPIs' |z|, where z is a KPI's
 * standardised mean over 15 minutes.
 *
 * <p>The weights are the coefficients of a logistic regression of the intent's label on the |z|;
 * negative ones count as 0, and they sum to 1. If none is positive, as for an intent that never
 * failed, all KPIs weigh the same. A {@link RiskCurve} makes the sum a probability.
 */
public final class WeightedKpis implements Predictor {
  @Override
  public Trained train(Fold fold, DoubleConsumer progress) {
    MixtureData fit = fold.fit();
    LongestMeans means = LongestMeans.of(fold.spec());
    double[][] weights = weights(fit, means);
    RiskCurve[] curves = new RiskCurve[weights.length];
    float[] sums = new float[fit.rows()];
    for (int i = 0; i < curves.length; i++) {
      RowModel.requireNotInterrupted();
      for (int row = 0; row < sums.length; row++) {
        sums[row] = (float) sum(weights[i], means, fit.features(), row * means.width());
      }
      curves[i] = RiskCurve.fit(sums, fit, i);
      progress.accept((i + 1.0) / curves.length);
    }
    RowModel model =
        (features, offset, risks) -> {
          for (int i = 0; i < risks.length; i++) {
            risks[i] = curves[i].risk(sum(weights[i], means, features, offset));
          }
        };
    return scored -> Prediction.of(model.scoredRows(scored));
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("score", "weighted sum of |z| of means over the longest window");
    settings.put("L2 penalty", 1.0);
    return settings;
  }

  /** Each intent's weights of the KPIs, {@code [intents][kpis]}, none negative, of sum 1. */
  static double[][] weights(MixtureData fit, LongestMeans means) {
    RowModel.requireNotInterrupted();
    int kpis = means.kpis();
    float[] deviations = new float[fit.rows() * kpis];
    for (int row = 0; row < fit.rows(); row++) {
      for (int j = 0; j < kpis; j++) {
        deviations[row * kpis + j] = Math.abs(means.of(fit.features(), row * means.width(), j));
      }
    }
    Teacher fitted =
        TeacherTrainer.train(
            new MixtureData(fit.rows(), deviations, fit.labels(), new float[fit.labels().length]));
    float[] coefficients = fitted.weights();
    double[][] weights = new double[fit.intents()][kpis];
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < kpis; j++) {
        weights[i][j] = Math.max(0, coefficients[i * kpis + j]);
      }
      double sum = Arrays.stream(weights[i]).sum();
      for (int j = 0; j < kpis; j++) {
        weights[i][j] = sum > 0 ? weights[i][j] / sum : 1.0 / kpis;
      }
    }
    return weights;
  }

  private static double sum(double[] weights, LongestMeans means, float[] features, int offset) {
    double sum = 0;
    for (int j = 0; j < weights.length; j++) {
      sum += weights[j] * Math.abs(means.of(features, offset, j));
    }
    return sum;
  }
}
