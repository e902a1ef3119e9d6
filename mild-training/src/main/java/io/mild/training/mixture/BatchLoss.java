package io.mild.training.mixture;

import static io.mild.moe.Probabilities.sigmoid;

import io.mild.moe.MixtureShape;
import io.mild.moe.RootCauses;
import java.util.Arrays;

/**
 * {@link HybridLoss} of batches of one size and its gradient, derived by hand, for all terms that
 * look at one row at a time (all but the decorrelation).
 *
 * <p>The heads and the gate are a few numbers a row, too small for native calls to pay, so this is
 * plain Java. Matrices are flat, column after column: value of row n and intent i at {@code i *
 * rows + n}. What has a column an output of the heads, n·K, is horizon after horizon, the longest
 * first.
 */
final class BatchLoss {
  private final HybridLoss weights;
  private final RootCauses rootCauses;
  private final boolean coupled;
  private final int rows;
  private final int intents;
  private final int risks;

  /** In: the gate's logits, K columns. */
  final double[] gateLogits;

  /** In: s = head_i's weighted sums over expert_i, n·K columns: logit = factor_i · s + c. */
  final double[] sums;

  /** In: c, n·K values. */
  final double[] bias;

  /** In: d, K columns. */
  final double[] prior;

  /**
   * In: three matrices [y | ȳ | p^T] of n·K, K and K columns; a row of ȳ is all zero where there is
   * no gate target.
   */
  final double[] labels;

  /** Out: g, K columns. */
  final double[] gate;

  /** Of the softmax: log g = logit − this, a value a row. */
  private final double[] logNorm;

  /** Out: what multiplies each expert, K columns: g where coupled, else one. */
  final double[] factor;

  /** In: ∂L/∂factor of terms elsewhere (the decorrelation), K columns; overwritten. */
  final double[] factorGradient;

  /** Out: ∂L/∂ of the gate's logits, K columns. */
  final double[] logitGradient;

  /** Out: ∂L/∂s, n·K columns. */
  final double[] sumGradient;

  /** Out: ∂L/∂c, n·K values. */
  final double[] biasGradient;

  /**
   * @param views how many views of a row share the mixture: K is so many times the shape's
   */
  BatchLoss(MixtureShape shape, int views, HybridLoss weights, int rows) {
    this.weights = weights;
    this.rootCauses = shape.rootCauses();
    this.coupled = shape.coupled();
    this.rows = rows;
    this.intents = views * shape.intents();
    this.risks = views * shape.risks();
    int size = intents * rows;
    gateLogits = new double[size];
    sums = new double[risks * rows];
    bias = new double[risks];
    prior = new double[size];
    labels = new double[(risks + 2 * intents) * rows];
    gate = new double[size];
    logNorm = new double[rows];
    factor = coupled ? gate : new double[size];
    if (!coupled) {
      Arrays.fill(factor, 1);
    }
    factorGradient = new double[size];
    logitGradient = new double[size];
    sumGradient = new double[risks * rows];
    biasGradient = new double[risks];
  }

  /** g of the gate's logits, row by row. */
  void gate() {
    if (rootCauses == RootCauses.MULTIPLE) {
      Arrays.setAll(gate, at -> sigmoid(gateLogits[at]));
    } else {
      softmax();
    }
  }

  private void softmax() {
    for (int n = 0; n < rows; n++) {
      double highest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < intents; i++) {
        highest = Math.max(highest, gateLogits[i * rows + n]);
      }
      double sum = 0;
      for (int i = 0; i < intents; i++) {
        double e = Math.exp(gateLogits[i * rows + n] - highest);
        gate[i * rows + n] = e;
        sum += e;
      }
      for (int i = 0; i < intents; i++) {
        gate[i * rows + n] /= sum;
      }
      logNorm[n] = highest + Math.log(sum);
    }
  }

  /** [p | g], n·K and K columns. */
  double[] output() {
    double[] output = new double[(risks + intents) * rows];
    int size = intents * rows;
    for (int at = 0; at < risks * rows; at++) {
      double step = sigmoid(factor[at % size] * sums[at] + bias[at / rows]);
      output[at] = at < size ? step : output[at - size] * step;
    }
    System.arraycopy(gate, 0, output, risks * rows, size);
    return output;
  }

  /** The loss and its gradient, both divided by the number of rows. */
  LossTerms evaluate() {
    LossTerms ofHeads = heads(); // first: where coupled, its gradient goes on through the gate
    return ofHeads.plus(
        rootCauses == RootCauses.MULTIPLE ? independentGateTerms() : gateTerms(), 1);
  }

  private LossTerms heads() {
    int size = intents * rows;
    int teachers = (risks + intents) * rows;
    double scale = 1.0 / rows;
    double focal = 0;
    double distillation = 0;
    for (int column = 0; column < risks; column++) {
      boolean longest = column < intents;
      int horizon = (column - column % intents) * rows; // where its columns begin
      double biasSum = 0;
      for (int n = 0, at = column * rows; n < rows; n++, at++) {
        double asked = longest ? 1 : labels[at - size]; // the label of the longer horizon
        if (asked == 0) {
          sumGradient[at] = 0;
          continue;
        }
        int of = at - horizon; // the intent's place in a matrix of K columns
        double logit = factor[of] * sums[at] + bias[column];
        double p = sigmoid(logit);
        double logOfLikelier = logOfLikelier(p);
        double logP = Math.min(logit, 0) + logOfLikelier;
        double logQ = Math.min(-logit, 0) + logOfLikelier;
        double y = labels[at];

        focal += y * focalLoss(p, logP) + (asked - y) * focalLoss(1 - p, logQ);
        double slope =
            weights.alpha() * (y * focalSlope(p, logP) - (asked - y) * focalSlope(1 - p, logQ));
        if (longest) {
          double teacher = labels[teachers + at];
          distillation -= teacher * logP + (1 - teacher) * logQ;
          slope += (1 - weights.alpha()) * (p - teacher);
        }
        double gradient = scale * slope;
        sumGradient[at] = gradient * factor[of];
        factorGradient[of] += gradient * sums[at];
        biasSum += gradient;
      }
      biasGradient[column] = biasSum;
    }
    return new LossTerms(
        scale * weights.alpha() * focal, scale * (1 - weights.alpha()) * distillation, 0, 0, 0, 0);
  }

  private LossTerms gateTerms() {
    int causes = risks * rows;
    double cause = 0;
    double fromTeacher = 0;
    double sparsity = 0;
    double scale = 1.0 / rows * weights.gate();
    for (int n = 0; n < rows; n++) {
      double targetSum = 0;
      double inner = 0;
      for (int i = 0, at = n; i < intents; i++, at += rows) {
        double g = gate[at];
        double target = labels[causes + at];
        double d = prior[at];
        double logG = gateLogits[at] - logNorm[n];
        cause += divergence(target, logG);
        fromTeacher += weights.teacher() > 0 ? divergence(d, logG) : 0;
        sparsity += g * (1 - g);
        targetSum += target;
        double fromHeads = coupled ? factorGradient[at] : 0;
        factorGradient[at] = fromHeads + scale * weights.sparsity() * (1 - 2 * g);
        inner += g * factorGradient[at];
      }
      for (int i = 0, at = n; i < intents; i++, at += rows) {
        double g = gate[at];
        // the two divergences are simpler by way of the logits: ∂KL(t‖softmax)/∂logit = g·Σt − t
        double divergences =
            weights.cause() * (g * targetSum - labels[causes + at])
                + weights.teacher() * (g - prior[at]);
        logitGradient[at] = g * (factorGradient[at] - inner) + scale * divergences;
      }
    }
    return ofGate(cause, fromTeacher, sparsity);
  }

  /** The same where each intent's gate stands by itself. */
  private LossTerms independentGateTerms() {
    int causes = risks * rows;
    double cause = 0;
    double fromTeacher = 0;
    double sparsity = 0;
    double scale = 1.0 / rows * weights.gate();
    for (int n = 0; n < rows; n++) {
      double supervised = hasTarget(n) ? 1 : 0;
      for (int i = 0, at = n; i < intents; i++, at += rows) {
        double g = gate[at];
        double target = labels[causes + at];
        double d = prior[at];
        double logOfLikelier = logOfLikelier(g);
        cause += supervised * bernoulliDivergence(target, gateLogits[at], logOfLikelier);
        fromTeacher +=
            weights.teacher() > 0 ? bernoulliDivergence(d, gateLogits[at], logOfLikelier) : 0;
        sparsity += g * (1 - g);
        double byGate =
            (coupled ? factorGradient[at] : 0) + scale * weights.sparsity() * (1 - 2 * g);
        // ∂KL(t‖σ)/∂logit = σ − t
        double divergences =
            supervised * weights.cause() * (g - target) + weights.teacher() * (g - d);
        logitGradient[at] = g * (1 - g) * byGate + scale * divergences;
      }
    }
    return ofGate(cause, fromTeacher, sparsity);
  }

  private boolean hasTarget(int row) {
    int from = risks * rows + row;
    for (int i = 0; i < intents; i++) {
      if (labels[from + i * rows] > 0) {
        return true;
      }
    }
    return false;
  }

  private LossTerms ofGate(double cause, double fromTeacher, double sparsity) {
    double scale = 1.0 / rows * weights.gate();
    return new LossTerms(
        0,
        0,
        scale * weights.cause() * cause,
        scale * weights.teacher() * fromTeacher,
        scale * weights.sparsity() * sparsity,
        0);
  }

  /** −(1−p)^γ log p, the loss of a label that has probability p. */
  private double focalLoss(double p, double logP) {
    return -modulation(1 - p) * logP;
  }

  /** The derivative of {@link #focalLoss} by the log-odds of p. */
  private double focalSlope(double p, double logP) {
    return modulation(1 - p) * (weights.gamma() * p * logP - (1 - p));
  }

  private double modulation(double q) {
    double gamma = weights.gamma();
    return gamma == 2 ? q * q : gamma == 0 ? 1 : Math.pow(q, gamma);
  }

  private static double divergence(double target, double logG) {
    return target > 0 ? target * (Math.log(target) - logG) : 0;
  }

  private static double bernoulliDivergence(double target, double logit, double logOfLikelier) {
    return negativeEntropy(target)
        + negativeEntropy(1 - target)
        - target * Math.min(logit, 0)
        - (1 - target) * Math.min(-logit, 0)
        - logOfLikelier;
  }

  /**
   * log max(p, 1−p) of p = σ(logit), from which {@code log p = min(logit, 0)} + that and {@code
   * log(1−p) = min(−logit, 0)} + that: of the one exp in p all the rest is made with one log.
   */
  private static double logOfLikelier(double p) {
    return Math.log(Math.max(p, 1 - p));
  }

  private static double negativeEntropy(double p) {
    return p > 0 ? p * Math.log(p) : 0;
  }
}
