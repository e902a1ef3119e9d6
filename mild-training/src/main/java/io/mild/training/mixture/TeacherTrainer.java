package io.mild.training.mixture;

import io.mild.moe.Teacher;
import io.mild.training.backend.TrainingBackEndException;
import java.util.stream.IntStream;

/**
 * Trains the teacher with Smile: one L2-regularised logistic regression per intent, fitted by
 * L-BFGS to {@code Σ log-loss + λ/2 ‖w‖²} with λ = 1 (C = 1 in other libraries' terms), unweighted.
 *
 * <p>An intent whose labels are all alike can't be fitted; it gets no coefficients and the constant
 * risk {@code (positives + 1/2) / (rows + 1)} (Krichevsky and Trofimov 1981).
 */
public final class TeacherTrainer {
  private static final double LAMBDA = 1.0;

  /** Rows that are summed while a row of their moments stays in the nearest cache. */
  private static final int BLOCK = 64;

  /**
   * Of more features the whole curvature takes longer than it saves: by then D' / 2 products a row
   * and feature, where some 800 are saved; and 6,000 of 1,000 KPIs would be gigabytes.
   */
  static final int MOST_TURNED = 1_000;

  private TeacherTrainer() {}

  /**
   * Trains a teacher.
   *
   * @param data rows to fit, of several horizons to the longest; of the causes only the number of
   *     intents is used
   * @throws TrainingBackEndException if Smile is not on the class path
   */
  public static Teacher train(MixtureData data) {
    return train(data, LAMBDA);
  }

  /**
   * Trains a teacher of one intent for all: each view of a row is a row of its own.
   *
   * @param views rows of a view an intent, see {@link MixtureData#seenBy}
   * @param lambda λ of the penalty, above 0: what is shared must fit all, so it is kept smaller
   * @throws TrainingBackEndException if Smile is not on the class path
   */
  public static Teacher trainShared(MixtureData views, double lambda) {
    int k = views.intents();
    float[] labels = new float[views.rows() * k];
    float[] causes = new float[views.rows() * k]; // not used
    for (int row = 0; row < views.rows(); row++) {
      System.arraycopy(views.labels(), row * views.horizons() * k, labels, row * k, k);
    }
    return train(new MixtureData(views.rows() * k, views.features(), labels, causes), lambda);
  }

  private static Teacher train(MixtureData data, double lambda) {
    int features = data.featureCount();
    int intents = data.intents();
    float[] weights = new float[intents * features];
    float[] intercepts = new float[intents];
    double[][] moments = features > MOST_TURNED ? new double[][] {squares(data)} : moments(data);
    IntStream.range(0, intents)
        .parallel() // each is fitted for itself
        .forEach(
            intent -> {
              double[] fitted = fit(data, intent, lambda, moments);
              for (int j = 0; j < features; j++) {
                weights[intent * features + j] = (float) fitted[j];
              }
              intercepts[intent] = (float) fitted[features];
            });
    return new Teacher(features, weights, intercepts);
  }

  /** An intent's weights and, the last, its intercept. */
  private static double[] fit(MixtureData data, int intent, double lambda, double[][] moments) {
    boolean[] outcomes = new boolean[data.rows()];
    int positives = 0;
    for (int row = 0; row < outcomes.length; row++) {
      outcomes[row] = data.labels()[row * data.horizons() * data.intents() + intent] > 0.5f;
      positives += outcomes[row] ? 1 : 0;
    }
    if (positives == 0 || positives == outcomes.length) {
      double[] constant = new double[data.featureCount() + 1];
      constant[data.featureCount()] =
          Math.log((positives + 0.5) / (outcomes.length - positives + 0.5));
      return constant;
    }
    try {
      return new TeacherLoss(data.features(), outcomes, lambda, moments).least();
    } catch (NoClassDefFoundError e) {
      throw TrainingBackEndException.smileIsMissing(e);
    }
  }

  /** {@code Σ (x, 1)(x, 1)ᵀ} over all rows, {@code [D' + 1][D' + 1]}; the same for all intents. */
  private static double[][] moments(MixtureData data) {
    int width = data.featureCount();
    double[][] sums = new double[width + 1][width + 1];
    double[][] block = new double[BLOCK][width + 1];
    for (int from = 0; from < data.rows(); from += BLOCK) {
      int rows = Math.min(BLOCK, data.rows() - from);
      for (int row = 0; row < rows; row++) {
        for (int j = 0; j < width; j++) {
          block[row][j] = data.features()[(from + row) * width + j];
        }
        block[row][width] = 1;
      }
      for (int i = 0; i <= width; i++) {
        for (int row = 0; row < rows; row++) {
          addProducts(block[row], i, sums[i]);
        }
      }
    }
    for (int i = 0; i <= width; i++) {
      for (int j = 0; j < i; j++) {
        sums[j][i] = sums[i][j];
      }
    }
    return sums;
  }

  /** The diagonal of {@link #moments}, {@code [D' + 1]}. */
  private static double[] squares(MixtureData data) {
    int width = data.featureCount();
    double[] sums = new double[width + 1];
    for (int row = 0; row < data.rows(); row++) {
      for (int j = 0; j < width; j++) {
        double x = data.features()[row * width + j];
        sums[j] += x * x;
      }
    }
    sums[width] = data.rows();
    return sums;
  }

  private static void addProducts(double[] row, int i, double[] sums) {
    double x = row[i];
    for (int j = 0; j <= i; j++) {
      sums[j] += x * row[j];
    }
  }
}
