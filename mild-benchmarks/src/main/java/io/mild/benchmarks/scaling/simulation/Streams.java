package io.mild.benchmarks.scaling.simulation;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import umontreal.ssj.rng.MRG32k3a;

/**
 * Random streams by name, one for each source of randomness, so that a source neither sees nor
 * disturbs another (common random numbers). The seed and the name alone fix a stream.
 *
 * @see <a href="https://doi.org/10.1287/opre.50.6.1073.358">L'Ecuyer et al., An object-oriented
 *     random-number package with many long streams and substreams, 2002</a>
 */
final class Streams {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** The generator's first modulus is 2³² − 209, its second 2³² − 22853; seeds lie below both. */
  private static final long SEED_BOUND = (1L << 32) - 22853;

  private static final int SEEDS = 6;

  private Streams() {}

  static MRG32k3a of(long seed, String name) {
    SplittableRandom mixer = new SplittableRandom(key(seed, name));
    long[] state = new long[SEEDS];
    for (int i = 0; i < SEEDS; i++) {
      state[i] = mixer.nextLong(1, SEED_BOUND);
    }
    MRG32k3a stream = create();
    stream.setSeed(state);
    return stream;
  }

  /** For what takes JDK generators. */
  static SplittableRandom splittable(long seed, String name) {
    return new SplittableRandom(key(seed, name));
  }

  /** The constructor advances a seed that all streams share, which isn't thread-safe. */
  private static synchronized MRG32k3a create() {
    return new MRG32k3a();
  }

  /** FNV-1a tells long names well apart. */
  private static long key(long seed, String name) {
    long hash = FNV_OFFSET;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash ^ new SplittableRandom(seed).nextLong();
  }

  /** Exponential with mean 1. */
  static double exponential(MRG32k3a stream) {
    return -Math.log(stream.nextDouble()); // SSJ's are never 0
  }

  /** Standard normal, by inversion-free Box and Muller: two draws a value keep streams in step. */
  static double gaussian(MRG32k3a stream) {
    return Math.sqrt(-2 * Math.log(stream.nextDouble()))
        * Math.cos(2 * Math.PI * stream.nextDouble());
  }
}
