package io.mild.training.mixture;

import io.mild.moe.Teacher;
import io.mild.training.backend.TrainingBackEndException;
import java.util.Arrays;
import smile.classification.LogisticRegression;

/**
 * Trains the teacher with Smile: one L2-regularised logistic regression per intent, fitted by
 * L-BFGS to {@code Σ log-loss + λ/2 ‖w‖²} with λ = 1 (C = 1 in other libraries' terms), unweighted.
 *
 * <p>An intent whose labels are all alike can't be fitted; it gets no coefficients and the constant
 * risk {@code (positives + 1/2) / (rows + 1)} (Krichevsky and Trofimov 1981).
 */
public final class TeacherTrainer {
  private static final double LAMBDA = 1.0;
  private static final double TOLERANCE = 1e-5;
  private static final int MAX_ITERATIONS = 500;

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
    double[][] rows = new double[data.rows()][features];
    for (int row = 0; row < rows.length; row++) {
      for (int j = 0; j < features; j++) {
        rows[row][j] = data.features()[row * features + j];
      }
    }
    float[] weights = new float[intents * features];
    float[] intercepts = new float[intents];
    int[] labels = new int[rows.length];
    for (int i = 0; i < intents; i++) {
      for (int row = 0; row < rows.length; row++) {
        labels[row] = data.labels()[row * data.horizons() * intents + i] > 0.5f ? 1 : 0;
      }
      int positives = Arrays.stream(labels).sum();
      if (positives == 0 || positives == rows.length) {
        intercepts[i] = (float) Math.log((positives + 0.5) / (rows.length - positives + 0.5));
      } else {
        double[] fitted = fit(rows, labels, lambda);
        for (int j = 0; j < features; j++) {
          weights[i * features + j] = (float) fitted[j];
        }
        intercepts[i] = (float) fitted[features];
      }
    }
    return new Teacher(features, weights, intercepts);
  }

  private static double[] fit(double[][] rows, int[] labels, double lambda) {
    try {
      return LogisticRegression.binomial(rows, labels, lambda, TOLERANCE, MAX_ITERATIONS)
          .coefficients();
    } catch (NoClassDefFoundError e) {
      throw TrainingBackEndException.smileIsMissing(e);
    }
  }
}
