package io.mild.training.mixture;

import io.mild.moe.Blend;
import io.mild.moe.BlendedModel;
import io.mild.moe.Probabilities;
import io.mild.moe.RootCauses;
import java.util.Arrays;

/**
 * Finds the {@link Blend} of the lowest log loss on rows that neither teacher nor mixture has
 * learned from. The teacher alone is among those compared, and so is the mixture: on these rows the
 * blend is never worse than either.
 */
public final class BlendFitter {
  private static final int STEPS = 20;

  private final double[] riskLoss = new double[STEPS + 1];
  private final double[] gateLoss = new double[STEPS + 1];

  /** A fitter that has seen no rows yet. */
  public BlendFitter() {}

  /**
   * Judges held-out rows.
   *
   * @param model whose teacher and mixture have not seen the rows; its own blend doesn't matter
   * @param rows as its scorer takes them
   * @throws IllegalArgumentException if the rows differ from the model in features, intents or
   *     horizons
   */
  public void add(BlendedModel model, MixtureData rows) {
    int k = model.intents();
    if (rows.intents() != k || rows.horizons() != model.horizons()) {
      throw new IllegalArgumentException(
          "a model of %d intents and %d horizons, but rows of %d and %d"
              .formatted(k, model.horizons(), rows.intents(), rows.horizons()));
    }
    BlendedModel.Scorer scorer = model.newScorer();
    double[] risks = new double[model.risks()];
    double[] gate = new double[k];
    float[] prior = new float[k];
    double[] mixture = new double[k];
    double[] teacher = new double[k];
    RootCauses rootCauses = model.mixture().shape().rootCauses();
    for (int row = 0; row < rows.rows(); row++) {
      scorer.scoreBoth(rows.features(), row * rows.featureCount(), risks, gate, teacher, prior);
      for (int i = 0; i < k; i++) {
        mixture[i] = Probabilities.logit(risks[i]);
      }
      for (int step = 0; step <= STEPS; step++) {
        double share = step / (double) STEPS;
        riskLoss[step] += riskLoss(share, mixture, teacher, rows, row);
        double[] blended = gate.clone();
        rootCauses.blend(blended, prior, teacher, share);
        gateLoss[step] += gateLoss(rootCauses, blended, rows.causes(), row * k);
      }
    }
  }

  /** The blend of the lowest loss; of equal ones, and without rows, the teacher's. */
  public Blend best() {
    return new Blend(lowest(riskLoss), lowest(gateLoss));
  }

  private static double riskLoss(
      double share, double[] mixture, double[] teacher, MixtureData rows, int row) {
    int labels = row * rows.intents() * rows.horizons(); // the longest horizon's come first
    double loss = 0;
    for (int i = 0; i < mixture.length; i++) {
      double logit = Probabilities.between(mixture[i], teacher[i], share);
      double y = rows.labels()[labels + i];
      loss -= y * Probabilities.logSigmoid(logit) + (1 - y) * Probabilities.logSigmoid(-logit);
    }
    return loss;
  }

  /** The cross-entropy of a row's ȳ, from an index on, and g; 0 where there is no target. */
  private static double gateLoss(RootCauses rootCauses, double[] gate, float[] causes, int from) {
    return switch (rootCauses) {
      case ONE -> lossOfDistribution(gate, causes, from);
      case MULTIPLE -> lossOfEach(gate, causes, from);
    };
  }

  private static double lossOfDistribution(double[] gate, float[] causes, int from) {
    double loss = 0;
    for (int i = 0; i < gate.length; i++) {
      double cause = causes[from + i];
      loss -= cause > 0 ? cause * Math.log(Math.max(gate[i], Double.MIN_NORMAL)) : 0;
    }
    return loss;
  }

  private static double lossOfEach(double[] gate, float[] causes, int from) {
    double loss = 0;
    double any = 0;
    for (int i = 0; i < gate.length; i++) {
      double cause = causes[from + i];
      double logit = Probabilities.logit(gate[i]);
      loss -=
          cause * Probabilities.logSigmoid(logit) + (1 - cause) * Probabilities.logSigmoid(-logit);
      any += cause;
    }
    return any > 0 ? loss : 0;
  }

  private static double lowest(double[] losses) {
    double least = Arrays.stream(losses).min().orElseThrow();
    int step = STEPS;
    while (losses[step] > least) {
      step--;
    }
    return step / (double) STEPS;
  }
}
