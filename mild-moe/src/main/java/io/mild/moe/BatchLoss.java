package io.mild.moe;

import static io.mild.moe.Probabilities.logSigmoid;
import static io.mild.moe.Probabilities.sigmoid;

/**
 * {@link HybridLoss} of a batch and its gradient, derived by hand, for all terms that look at one
 * row at a time (all but the decorrelation).
 *
 * <p>The heads and the gate are K numbers a row, too small for native calls to pay, so this is
 * plain Java. Matrices are flat, column after column: value of row n and intent i at {@code i *
 * rows + n}.
 */
final class BatchLoss {
  private final HybridLoss weights;
  private final int intents;

  BatchLoss(HybridLoss weights, int intents) {
    this.weights = weights;
    this.intents = intents;
  }

  /** g = softmax of the gate's logits, row by row. */
  void gate(int rows, double[] gateLogits, double[] gate) {
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
    }
  }

  /**
   * The loss and its gradient, both divided by the number of rows.
   *
   * @param gate g
   * @param sums s_i = head_i's weighted sum over expert_i, before the gate: logit_i = g_i s_i + c_i
   * @param bias c, K values
   * @param prior d
   * @param labels three matrices [y | ȳ | p^T]; a row of ȳ is all zero where there is no gate
   *     target
   * @param gateGradient in: ∂L/∂g of terms elsewhere (the decorrelation); overwritten
   * @param logitGradient out: ∂L/∂ of the gate's logits
   * @param sumGradient out: ∂L/∂s
   * @param biasGradient out: ∂L/∂c, K values
   */
  LossTerms evaluate(
      int rows,
      double[] gate,
      double[] sums,
      double[] bias,
      double[] prior,
      double[] labels,
      double[] gateGradient,
      double[] logitGradient,
      double[] sumGradient,
      double[] biasGradient) {
    int size = intents * rows;
    double scale = 1.0 / rows;
    double focal = 0;
    double distillation = 0;
    for (int i = 0; i < intents; i++) {
      double biasSum = 0;
      for (int n = 0, at = i * rows; n < rows; n++, at++) {
        double logit = gate[at] * sums[at] + bias[i];
        double p = sigmoid(logit);
        double logP = logSigmoid(logit);
        double logQ = logSigmoid(-logit);
        double y = labels[at];
        double teacher = labels[2 * size + at];

        focal += y * focalLoss(p, logP) + (1 - y) * focalLoss(1 - p, logQ);
        distillation -= teacher * logP + (1 - teacher) * logQ;
        double gradient =
            scale
                * (weights.alpha() * (y * focalSlope(p, logP) - (1 - y) * focalSlope(1 - p, logQ))
                    + (1 - weights.alpha()) * (p - teacher));
        sumGradient[at] = gradient * gate[at];
        gateGradient[at] += gradient * sums[at];
        biasSum += gradient;
      }
      biasGradient[i] = biasSum;
    }

    double cause = 0;
    double fromTeacher = 0;
    double sparsity = 0;
    double gateScale = scale * weights.gate();
    for (int n = 0; n < rows; n++) {
      double targetSum = 0;
      double inner = 0;
      for (int i = 0, at = n; i < intents; i++, at += rows) {
        double g = gate[at];
        double target = labels[size + at];
        double d = prior[at];
        cause += divergence(target, g);
        fromTeacher += divergence(d, g);
        sparsity += g * (1 - g);
        targetSum += target;
        gateGradient[at] += gateScale * weights.sparsity() * (1 - 2 * g);
        inner += g * gateGradient[at];
      }
      for (int i = 0, at = n; i < intents; i++, at += rows) {
        double g = gate[at];
        // the two divergences are simpler by way of the logits: ∂KL(t‖softmax)/∂logit = g·Σt − t
        double divergences =
            weights.cause() * (g * targetSum - labels[size + at])
                + weights.teacher() * (g - prior[at]);
        logitGradient[at] = g * (gateGradient[at] - inner) + gateScale * divergences;
      }
    }
    return new LossTerms(
        scale * weights.alpha() * focal,
        scale * (1 - weights.alpha()) * distillation,
        gateScale * weights.cause() * cause,
        gateScale * weights.teacher() * fromTeacher,
        gateScale * weights.sparsity() * sparsity,
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
    return gamma == 2 ? q * q : Math.pow(q, gamma);
  }

  private static double divergence(double target, double g) {
    return target > 0 ? target * Math.log(target / Math.max(g, Double.MIN_NORMAL)) : 0;
  }
}
