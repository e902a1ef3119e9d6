package io.mild.scaling.balance;

import java.util.random.RandomGenerator;

/**
 * The better of two endpoints chosen at random.
 *
 * @see <a href="https://doi.org/10.1109/71.963420">Mitzenmacher, The Power of Two Choices in
 *     Randomized Load Balancing, 2001</a>
 */
public final class TwoChoices implements Balancer {
  private final Measure measure;
  private final RandomGenerator random;

  /** What is lower at the better endpoint. */
  @FunctionalInterface
  private interface Measure {
    double of(Endpoints endpoints, int id, double now);
  }

  private TwoChoices(Measure measure, RandomGenerator random) {
    this.measure = measure;
    this.random = random;
  }

  /** The one with the lower load (power of two choices, P2C). */
  public static TwoChoices byLoad(RandomGenerator random) {
    return new TwoChoices(Endpoints::load, random);
  }

  /** The one with the lower product of load and peak EWMA of the latency, as Finagle does. */
  public static TwoChoices byPeakEwma(RandomGenerator random) {
    return new TwoChoices(Endpoints::cost, random);
  }

  @Override
  public int choose(Endpoints endpoints, double now) {
    int size = endpoints.size();
    if (size == 1) {
      return endpoints.id(0);
    }
    int position = random.nextInt(size);
    int other = random.nextInt(size - 1);
    int one = endpoints.id(position);
    int two = endpoints.id(other < position ? other : other + 1);
    return measure.of(endpoints, one, now) <= measure.of(endpoints, two, now) ? one : two;
  }
}
