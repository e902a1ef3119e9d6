package io.mild.benchmarks.rivals;

import io.mild.training.mixture.MixtureData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.ToDoubleFunction;

/**
 * A risk that grows with how far KPIs are from what is normal, which takes no failure to know: an
 * intent's score is of the robust deviations z of its own KPIs, or of all where it owns none.
 *
 * <p>Labels only make a probability of the score, by a {@link RiskCurve}: one for all intents where
 * each owns KPIs, so that one that never failed has a risk, else one an intent. That the risk rises
 * is not learned: where a curve fitted to few failures would not, it rises by one in the log odds a
 * standard deviation of the score.
 *
 * <p>{@link TargetDistance} is another: it takes its KPIs, the three of greatest separation, from
 * the labels, and is dominated by the farthest.
 */
public final class DeviationRule implements Predictor {
  private static final int FARTHEST = 3;

  private final String name;
  private final boolean smoothed;
  private final ToDoubleFunction<double[]> score;

  private DeviationRule(String name, boolean smoothed, ToDoubleFunction<double[]> score) {
    this.name = name;
    this.smoothed = smoothed;
    this.score = score;
  }

  /**
   * The distance from normal: log(1 + |z|) of the means over the longest window, averaged over the
   * KPIs, and over the three farthest; the mean of both.
   */
  public static DeviationRule distance() {
    return new DeviationRule(
        "mean of log(1 + |z|) over KPIs and over the three farthest",
        true,
        DeviationRule::distance);
  }

  /** The largest |z| of the KPIs themselves. */
  public static DeviationRule largest() {
    return new DeviationRule("largest |z|", false, z -> Arrays.stream(z).max().orElseThrow());
  }

  /**
   * See {@link #distance()}.
   *
   * @param deviations magnitudes, at least one; sorted on return
   */
  static double distance(double[] deviations) {
    Arrays.sort(deviations);
    int few = Math.min(FARTHEST, deviations.length);
    double all = 0;
    double farthest = 0;
    for (int j = 0; j < deviations.length; j++) {
      double log = Math.log1p(deviations[j]);
      all += log;
      farthest += j >= deviations.length - few ? log : 0;
    }
    return (all / deviations.length + farthest / few) / 2;
  }

  @Override
  public Trained train(Fold fold, DoubleConsumer progress) {
    RowModel.requireNotInterrupted();
    MixtureData fit = fold.fit();
    int intents = fit.intents();
    Scores scores = new Scores(fold);
    float[] ofRows = new float[fit.rows() * intents];
    for (int row = 0; row < fit.rows(); row++) {
      for (int i = 0; i < intents; i++) {
        ofRows[row * intents + i] = (float) scores.of(fit.features(), row, i);
      }
    }
    RiskCurve[] curves = new RiskCurve[intents];
    if (fold.owners().areOf(fold.intents(), fold.spec().kpis())) {
      Arrays.fill(curves, rising(ofRows, fit.labels()));
    } else {
      for (int i = 0; i < intents; i++) {
        curves[i] = rising(column(ofRows, intents, i), column(fit.labels(), intents, i));
      }
    }
    RowModel model =
        (features, offset, risks) -> {
          for (int i = 0; i < risks.length; i++) {
            risks[i] = curves[i].risk(scores.at(features, offset, i));
          }
        };
    progress.accept(1);
    return scored -> Prediction.of(model.scoredRows(scored));
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("score", name);
    settings.put("z of", smoothed ? "means over the longest window" : "single rows");
    return settings;
  }

  private static float[] column(float[] matrix, int width, int j) {
    float[] column = new float[matrix.length / width];
    for (int row = 0; row < column.length; row++) {
      column[row] = matrix[row * width + j];
    }
    return column;
  }

  private static RiskCurve rising(float[] scores, float[] labels) {
    MixtureData data = new MixtureData(scores.length, scores, labels, new float[labels.length]);
    RiskCurve fitted = RiskCurve.fit(scores, data, 0);
    if (fitted.slope() > 0 || BaseRate.of(data, 0).all()) {
      return fitted;
    }
    double mean = 0;
    double squares = 0;
    for (float score : scores) {
      mean += score / scores.length;
      squares += (double) score * score / scores.length;
    }
    double slope = 1 / Math.sqrt(Math.max(Float.MIN_NORMAL, squares - mean * mean));
    return new RiskCurve(slope, fitted.intercept() - slope * mean);
  }

  /** The scores of a fold's rows. */
  private final class Scores {
    private final int width;
    private final LongestMeans means;
    private final RobustDeviations scale;
    private final int[][] kpis; // of each intent

    Scores(Fold fold) {
      MixtureData fit = fold.fit();
      this.width = fit.featureCount();
      this.means = LongestMeans.of(fold.spec());
      this.scale = RobustDeviations.of(fit.features(), width, fit.rows());
      this.kpis =
          fold.intents().stream()
              .map(intent -> fold.owners().kpisOf(intent, fold.spec().kpis()))
              .toArray(int[][]::new);
    }

    double of(float[] features, int row, int intent) {
      return at(features, row * width, intent);
    }

    double at(float[] features, int offset, int intent) {
      int[] own = kpis[intent];
      double[] deviations = new double[own.length];
      for (int n = 0; n < own.length; n++) {
        int feature = smoothed ? means.feature(own[n]) : own[n]; // a row begins with the KPIs
        deviations[n] = Math.abs(scale.of(features[offset + feature], feature));
      }
      return score.applyAsDouble(deviations);
    }
  }
}
