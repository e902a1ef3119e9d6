package io.mild.training.departures;

import smile.math.BFGS;
import smile.math.DifferentiableMultivariateFunction;

/** A convex loss with a ridge penalty, and where it is least, by Smile's L-BFGS. */
@SuppressWarnings("serial") // Smile's functions are, for no reason of ours
abstract class PenalisedLoss implements DifferentiableMultivariateFunction {
  private static final int CORRECTIONS = 7;
  private static final double TOLERANCE = 1e-6;
  private static final int MOST_ITERATIONS = 300;

  /** The number of parameters. */
  abstract int size();

  /** Where the search begins. */
  double[] start() {
    return new double[size()];
  }

  @Override
  public double f(double[] parameters) {
    return g(parameters, new double[parameters.length]);
  }

  /** The parameters of the least loss. */
  double[] least() {
    double[] parameters = start();
    BFGS.minimize(this, CORRECTIONS, parameters, TOLERANCE, MOST_ITERATIONS);
    return parameters;
  }
}
