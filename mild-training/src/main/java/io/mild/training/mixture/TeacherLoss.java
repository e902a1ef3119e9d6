package io.mild.training.mixture;

import io.mild.moe.Probabilities;
import java.util.Arrays;
import smile.math.BFGS;
import smile.math.DifferentiableMultivariateFunction;

/**
 * The loss of one intent's regression, {@code Σ log-loss(y_n, x_n·w + b) + λ/2 ‖w‖²}, and where it
 * is least, by Smile's L-BFGS.
 *
 * <p>Averages of one KPI over several spans are so much alike that the loss is a long valley in
 * {@code w}, along which a search takes some 400 steps. So it goes over {@code v}, with {@code (w,
 * b) = start + L⁻ᵀv}: {@code L Lᵀ} is about the curvature of the loss at the start, where all rows
 * have the risk p that the intent has on average, {@code p(1 − p) Σ (x, 1)(x, 1)ᵀ + λI}. In {@code
 * v} the loss is about as round as a bowl, and some 20 steps find the same minimum, which is the
 * only one. Each step is a pass over the rows.
 */
@SuppressWarnings("serial") // Smile's functions are, for no reason of ours
final class TeacherLoss implements DifferentiableMultivariateFunction {
  private static final int CORRECTIONS = 7;
  private static final double TOLERANCE = 1e-7;
  private static final int MOST_STEPS = 500;

  private final float[] features; // [n × D']
  private final boolean[] outcomes; // y
  private final double lambda;
  private final double start; // b; w begins at 0
  private final RoundCoordinates coordinates;

  private double[] evaluated = {}; // v
  private double loss;
  private double[] gradient = {}; // there, in v

  /**
   * @param features x, row after row
   * @param outcomes y, of which some are true and some are not
   * @param lambda λ, above 0
   * @param moments {@code Σ (x, 1)(x, 1)ᵀ}, or one row: its diagonal alone
   */
  TeacherLoss(float[] features, boolean[] outcomes, double lambda, double[][] moments) {
    this.features = features;
    this.outcomes = outcomes;
    this.lambda = lambda;
    int positives = 0;
    for (boolean outcome : outcomes) {
      positives += outcome ? 1 : 0;
    }
    double risk = (double) positives / outcomes.length;
    this.start = Probabilities.logit(risk);
    double[][] curvature = new double[moments.length][];
    for (int i = 0; i < curvature.length; i++) {
      curvature[i] = new double[moments[i].length];
      for (int j = 0; j < curvature[i].length; j++) {
        boolean ofItself = i == j || moments.length == 1;
        curvature[i][j] = risk * (1 - risk) * moments[i][j] + (ofItself ? lambda : 0);
      }
    }
    this.coordinates =
        moments.length == 1
            ? RoundCoordinates.ofDiagonal(curvature[0])
            : RoundCoordinates.of(curvature);
  }

  /** The weights of least loss and, the last, the intercept. */
  double[] least() {
    double[] v = new double[features.length / outcomes.length + 1];
    BFGS.minimize(this, CORRECTIONS, v, TOLERANCE, MOST_STEPS);
    return parameters(v);
  }

  private double[] parameters(double[] v) {
    double[] parameters = v.clone();
    coordinates.toParameters(parameters);
    parameters[v.length - 1] += start;
    return parameters;
  }

  @Override
  public double f(double[] v) {
    if (!Arrays.equals(v, evaluated)) { // for a search asks for the same once more, with gradient
      evaluate(v);
      evaluated = v.clone();
    }
    return loss;
  }

  @Override
  public double g(double[] v, double[] gradient) {
    double loss = f(v);
    System.arraycopy(this.gradient, 0, gradient, 0, gradient.length);
    return loss;
  }

  private void evaluate(double[] v) {
    double[] w = parameters(v);
    int width = w.length - 1;
    loss = 0;
    gradient = new double[w.length];
    for (int row = 0; row < outcomes.length; row++) {
      int at = row * width;
      double z = w[width] + dot(w, at);
      loss -= Probabilities.logSigmoid(outcomes[row] ? z : -z);
      double error = Probabilities.sigmoid(z) - (outcomes[row] ? 1 : 0);
      for (int j = 0; j < width; j++) {
        gradient[j] += error * features[at + j];
      }
      gradient[width] += error;
    }
    for (int j = 0; j < width; j++) {
      loss += lambda / 2 * w[j] * w[j];
      gradient[j] += lambda * w[j];
    }
    coordinates.toGradient(gradient);
  }

  /** Four sums side by side, for a single one would wait for each of its additions. */
  private double dot(double[] w, int at) {
    int width = w.length - 1;
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 4 <= width; j += 4) {
      a += w[j] * features[at + j];
      b += w[j + 1] * features[at + j + 1];
      c += w[j + 2] * features[at + j + 2];
      d += w[j + 3] * features[at + j + 3];
    }
    for (; j < width; j++) {
      a += w[j] * features[at + j];
    }
    return a + b + (c + d);
  }
}
