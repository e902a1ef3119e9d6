package io.mild.training.mixture;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * A learning rate that falls linearly to 0. (ND4J's PolySchedule would do, but in 1.0.0-M2.1 it
 * rises.)
 *
 * @param rate of the first step
 * @param steps of the training
 */
record LinearDecay(double rate, int steps) implements ISchedule {

  /** The share of the rate that is left at a step, counted from 0. */
  double left(int step) {
    return Math.max(0, 1 - step / (double) steps);
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    return rate * left(iteration);
  }

  @Override
  public ISchedule clone() {
    return this;
  }
}
