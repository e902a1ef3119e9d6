package io.mild.synthetic;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * The random numbers of one named source, the same on every JDK.
 *
 * <p>The seed and the name alone fix the sequence, so that one source neither sees nor disturbs
 * another. Everything is made of {@link SplittableRandom#nextLong()} and {@link StrictMath}: the
 * JDK's own bounded and Gaussian draws have changed their algorithm between versions.
 */
final class RandomStream {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final SplittableRandom random;
  private double spareGaussian;
  private boolean hasSpareGaussian;

  RandomStream(long seed, String name) {
    this.random = new SplittableRandom(new SplittableRandom(seed).nextLong() ^ fnv1a(name));
  }

  /** Uniform on [0, 1). */
  double uniform() {
    return (random.nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform on [low, high). */
  double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Uniform on the whole numbers from {@code lowest} to {@code highest}, both included. */
  int integer(int lowest, int highest) {
    return lowest + (int) (uniform() * (highest - lowest + 1));
  }

  /** Uniform on the indices 0 to {@code size} − 1. */
  int index(int size) {
    return integer(0, size - 1);
  }

  /** +1 with the given probability, else −1. */
  int sign(double probabilityOfPlus) {
    return uniform() < probabilityOfPlus ? 1 : -1;
  }

  double exponential(double mean) {
    return -mean * StrictMath.log(1 - uniform());
  }

  /** Standard normal, by Marsaglia's polar method. */
  double gaussian() {
    if (hasSpareGaussian) {
      hasSpareGaussian = false;
      return spareGaussian;
    }
    double x;
    double y;
    double square;
    do {
      x = uniform(-1, 1);
      y = uniform(-1, 1);
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double scale = Math.sqrt(-2 * StrictMath.log(square) / square);
    spareGaussian = y * scale;
    hasSpareGaussian = true;
    return x * scale;
  }

  /** The first {@code length} values of a stationary AR(1) process of unit variance. */
  double[] ar1(int length, double phi) {
    double innovation = Math.sqrt(1 - phi * phi);
    double[] series = new double[length];
    series[0] = gaussian();
    for (int t = 1; t < length; t++) {
      series[t] = phi * series[t - 1] + innovation * gaussian();
    }
    return series;
  }

  /** The 64-bit FNV-1a hash, which unlike {@link String#hashCode} tells long names well apart. */
  private static long fnv1a(String name) {
    long hash = FNV_OFFSET;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }
}
