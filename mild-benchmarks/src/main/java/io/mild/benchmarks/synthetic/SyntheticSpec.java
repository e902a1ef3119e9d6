package io.mild.benchmarks.synthetic;

import static java.lang.Math.max;

/**
 * The settings of a synthetic data set; the defaults are those of the benchmark.
 *
 * <pre>{@code
 * SyntheticSpec stress = SyntheticSpec.defaults().withSeed(7).withPairs(2);
 * }</pre>
 *
 * @param minutes length of the history, one row a minute, at least {@value #MINIMUM_MINUTES}
 * @param seed seed of every random source; any value
 * @param intents number of intents, at least 1
 * @param kpis number of KPIs: at least {@value #BASE_KPIS}, and one more for each intent above
 *     {@value #BASE_INTENTS}
 * @param pairs pair signatures per intent, 1 or 2 (stress)
 * @param victimOvert whether the victim of a co-drift has an overt phase too (the hard variant)
 */
public record SyntheticSpec(
    int minutes, long seed, int intents, int kpis, int pairs, boolean victimOvert) {
  /** Minutes of the default history, close to 139 days. */
  public static final int DEFAULT_MINUTES = 200_000;

  /** The seed that figures are reported on. */
  public static final long DEFAULT_SEED = 42;

  private static final int MINIMUM_MINUTES = 1_000;
  static final int BASE_INTENTS = 3;
  static final int BASE_KPIS = 8;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if a setting is outside the range given at its parameter
   */
  public SyntheticSpec {
    atLeast(MINIMUM_MINUTES, "minutes", minutes);
    atLeast(1, "intents", intents);
    atLeast(BASE_KPIS + max(0, intents - BASE_INTENTS), "kpis for " + intents + " intents", kpis);
    if (pairs != 1 && pairs != 2) {
      throw new IllegalArgumentException("pairs must be 1 or 2, but was " + pairs);
    }
  }

  /**
   * 200,000 minutes, seed 42, 3 intents, 8 KPIs, one pair per intent, victims without overt phase.
   */
  public static SyntheticSpec defaults() {
    return new SyntheticSpec(
        DEFAULT_MINUTES, DEFAULT_SEED, BASE_INTENTS, BASE_KPIS, /* pairs= */ 1, false);
  }

  /**
   * The same with another length.
   *
   * @throws IllegalArgumentException if {@code minutes} is below {@value #MINIMUM_MINUTES}
   */
  public SyntheticSpec withMinutes(int minutes) {
    return new SyntheticSpec(minutes, seed, intents, kpis, pairs, victimOvert);
  }

  /** The same with another seed. */
  public SyntheticSpec withSeed(long seed) {
    return new SyntheticSpec(minutes, seed, intents, kpis, pairs, victimOvert);
  }

  /**
   * The same with another number of intents and KPIs; set together, as each intent above the third
   * needs a KPI of its own.
   *
   * @throws IllegalArgumentException if {@code intents} is below 1 or {@code kpis} too low for them
   */
  public SyntheticSpec withScale(int intents, int kpis) {
    return new SyntheticSpec(minutes, seed, intents, kpis, pairs, victimOvert);
  }

  /**
   * The same with one or two pair signatures per intent.
   *
   * @throws IllegalArgumentException if {@code pairs} is neither 1 nor 2
   */
  public SyntheticSpec withPairs(int pairs) {
    return new SyntheticSpec(minutes, seed, intents, kpis, pairs, victimOvert);
  }

  /** The same with or without an overt phase of a co-drift's victim. */
  public SyntheticSpec withVictimOvert(boolean victimOvert) {
    return new SyntheticSpec(minutes, seed, intents, kpis, pairs, victimOvert);
  }

  private static void atLeast(int minimum, String name, int value) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          name + " must be at least " + minimum + ", but was " + value);
    }
  }
}
