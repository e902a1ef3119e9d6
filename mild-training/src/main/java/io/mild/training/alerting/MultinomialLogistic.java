package io.mild.training.alerting;

import io.mild.alerting.Softmax;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/**
 * Multinomial logistic regression with an L2 penalty, fitted by Newton's method with step halving.
 * The last class is the reference, of logit 0; so a weight vector {@code [intercept, features …]}
 * is fitted for each of the others.
 */
final class MultinomialLogistic {
  private static final int MOST_ITERATIONS = 100;
  private static final double NEGLIGIBLE = 1e-8;
  private static final double INTERCEPT_PENALTY = 1e-6; // keeps that of an empty class finite

  private final double[][] rows;
  private final int[] classes;
  private final int freeClasses;
  private final int width;
  private final double penalty;

  /**
   * A problem.
   *
   * @param rows standardised features {@code [rows][features]}, at least one row
   * @param classes each row's, 0 to {@code classCount − 1}
   * @param penalty half of which is taken times the sum of squared weights, above 0
   */
  MultinomialLogistic(double[][] rows, int[] classes, int classCount, double penalty) {
    this.rows = rows;
    this.classes = classes;
    this.freeClasses = classCount - 1;
    this.width = rows[0].length + 1;
    this.penalty = penalty;
  }

  /** The weights of least penalised log loss, {@code [classes − 1][1 + features]}. */
  double[][] fit() {
    double[][] weights = new double[freeClasses][width];
    double loss = loss(weights);
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      double[] gradient = new double[freeClasses * width];
      double[][] hessian = new double[gradient.length][gradient.length];
      differentiate(weights, gradient, hessian);
      double[] step =
          new CholeskyDecomposition(new Array2DRowRealMatrix(hessian, false))
              .getSolver()
              .solve(new ArrayRealVector(gradient, false))
              .toArray();
      double decrease = new ArrayRealVector(gradient, false).dotProduct(new ArrayRealVector(step));
      if (!(decrease > NEGLIGIBLE)) {
        return weights;
      }
      double scale = 1;
      double[][] next = moved(weights, step, scale);
      double nextLoss = loss(next);
      while (nextLoss > loss - 1e-4 * scale * decrease && scale > NEGLIGIBLE) {
        scale /= 2;
        next = moved(weights, step, scale);
        nextLoss = loss(next);
      }
      if (!(nextLoss < loss)) {
        return weights;
      }
      weights = next;
      loss = nextLoss;
    }
    return weights;
  }

  /** The probability of each class, {@code [weights + 1]}. */
  static double[] probabilities(double[][] weights, double[] row) {
    double[] logits = new double[weights.length + 1];
    for (int c = 0; c < weights.length; c++) {
      logits[c] = weights[c][0];
      for (int i = 0; i < row.length; i++) {
        logits[c] += weights[c][i + 1] * row[i];
      }
    }
    return Softmax.of(logits, 1);
  }

  private double loss(double[][] weights) {
    double loss = 0;
    for (int row = 0; row < rows.length; row++) {
      double probability = probabilities(weights, rows[row])[classes[row]];
      loss -= Math.log(Math.max(probability, Double.MIN_NORMAL));
    }
    for (double[] weight : weights) {
      for (int i = 0; i < width; i++) {
        loss += penalty(i) / 2 * weight[i] * weight[i];
      }
    }
    return loss;
  }

  private void differentiate(double[][] weights, double[] gradient, double[][] hessian) {
    double[] input = new double[width];
    input[0] = 1;
    for (int row = 0; row < rows.length; row++) {
      double[] p = probabilities(weights, rows[row]);
      System.arraycopy(rows[row], 0, input, 1, width - 1);
      for (int c = 0; c < freeClasses; c++) {
        double residual = p[c] - (classes[row] == c ? 1 : 0);
        for (int i = 0; i < width; i++) {
          gradient[c * width + i] += residual * input[i];
        }
        for (int d = 0; d < freeClasses; d++) {
          double curvature = p[c] * ((c == d ? 1 : 0) - p[d]);
          for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
              hessian[c * width + i][d * width + j] +=
                  curvature * (input[i] * input[j]); // symmetric to the last bit
            }
          }
        }
      }
    }
    for (int c = 0; c < freeClasses; c++) {
      for (int i = 0; i < width; i++) {
        gradient[c * width + i] += penalty(i) * weights[c][i];
        hessian[c * width + i][c * width + i] += penalty(i);
      }
    }
  }

  private double penalty(int weight) {
    return weight == 0 ? INTERCEPT_PENALTY : penalty;
  }

  private double[][] moved(double[][] weights, double[] step, double scale) {
    double[][] moved = new double[freeClasses][width];
    for (int c = 0; c < freeClasses; c++) {
      for (int i = 0; i < width; i++) {
        moved[c][i] = weights[c][i] - scale * step[c * width + i];
      }
    }
    return moved;
  }
}
