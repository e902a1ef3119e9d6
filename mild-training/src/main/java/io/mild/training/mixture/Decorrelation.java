package io.mild.training.mixture;

import io.mild.moe.MixtureShape;
import io.mild.training.backend.Arithmetic;

/**
 * The DeCov penalty between heads and its gradient, for batches of one size.
 *
 * <p>With U the centred head representations u_i = factor_i · expert_i(h) side by side, {@code C =
 * UᵀU/N} and the blocks of C on the diagonal left out: {@code L = ½ ΣC²}, {@code ∂L/∂U = 2 U C /
 * N}.
 */
final class Decorrelation<M> {
  private final Arithmetic<M> arithmetic;
  private final double weight;
  private final int intents;
  private final M factors; // [N, K]
  private final M covariance; // [K·X, K·X]
  private final M slope; // [N, K·X]
  private final M factorSlope; // [N, K]
  private final double[] slopes;
  private final Runnable[] covary;
  private final Runnable[] descend;

  /**
   * @param experts the experts' activations, {@code [rows][K·X]}, as they are at each evaluation
   */
  Decorrelation(double weight, MixtureShape shape, M experts, Arithmetic<M> arithmetic) {
    this.arithmetic = arithmetic;
    this.weight = weight;
    this.intents = shape.intents();
    int units = shape.expertUnits();
    int rows = arithmetic.samples();
    factors = arithmetic.ofBatch(intents);
    covariance = arithmetic.of(units, units);
    slope = arithmetic.ofBatch(units);
    factorSlope = arithmetic.ofBatch(intents);
    slopes = new double[intents * rows];
    M ofIntent = arithmetic.of(units, intents); // one where a unit is of the intent's expert
    M between = arithmetic.of(units, units); // one where two units are of different experts
    write(shape.expert(), units, ofIntent, between);
    M factorPerUnit = arithmetic.ofBatch(units);
    M representation = arithmetic.ofBatch(units);
    covary =
        new Runnable[] {
          arithmetic.productByTransposed(factors, ofIntent, factorPerUnit),
          arithmetic.multiply(experts, factorPerUnit, representation),
          arithmetic.centre(representation),
          arithmetic.transposedProduct(representation, representation, covariance),
          arithmetic.multiply(covariance, between, covariance),
          arithmetic.scale(covariance, 1.0 / rows)
        };
    descend =
        new Runnable[] {
          arithmetic.product(representation, covariance, slope),
          arithmetic.scale(slope, 2 * weight / rows),
          arithmetic.multiply(experts, slope, representation),
          arithmetic.product(representation, ofIntent, factorSlope),
          arithmetic.multiply(slope, factorPerUnit, slope)
        };
  }

  private void write(int expert, int units, M ofIntent, M between) {
    double[] of = new double[units * intents];
    double[] different = new double[units * units];
    for (int unit = 0; unit < units; unit++) {
      of[unit / expert * units + unit] = 1;
      for (int other = 0; other < units; other++) {
        different[unit * units + other] = unit / expert == other / expert ? 0 : 1;
      }
    }
    arithmetic.write(of, 0, ofIntent, 0, intents);
    arithmetic.write(different, 0, between, 0, units);
  }

  /**
   * @param factor what multiplies each expert, column after column
   * @param factorGradient receives, added, ∂L/∂factor
   * @return the weighted penalty
   */
  double evaluate(double[] factor, double[] factorGradient) {
    arithmetic.write(factor, 0, factors, 0, intents);
    for (Runnable operation : covary) {
      operation.run();
    }
    double squares = arithmetic.sumOfSquares(covariance);
    for (Runnable operation : descend) {
      operation.run();
    }
    arithmetic.read(factorSlope, 0, intents, slopes, 0);
    for (int i = 0; i < slopes.length; i++) {
      factorGradient[i] += slopes[i];
    }
    return weight * squares / 2;
  }

  /** ∂L/∂ of the experts' activations as of the latest {@link #evaluate}. */
  M expertGradient() {
    return slope;
  }
}
