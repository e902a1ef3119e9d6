package io.mild.testbed.scene;

import java.util.Random;
import java.util.SplittableRandom;

/**
 * The random numbers of one named source: the seed and the name alone fix them, on every JDK, since
 * {@link Random}'s algorithm is part of its specification.
 */
final class Draws {
  private final Random random;

  Draws(long seed, String name) {
    this.random = new Random(new SplittableRandom(seed).nextLong() ^ name.hashCode());
  }

  double uniform(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  int integer(int lowest, int highest) {
    return lowest + random.nextInt(highest - lowest + 1);
  }

  int exponential(double mean) {
    return (int) Math.round(-mean * StrictMath.log(1 - random.nextDouble()));
  }

  double gaussian() {
    return random.nextGaussian();
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  Random random() {
    return random;
  }
}
