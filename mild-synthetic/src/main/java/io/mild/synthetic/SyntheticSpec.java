package io.mild.synthetic;

import static java.lang.Math.max;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a synthetic data set; the defaults are those of the benchmark.
 *
 * <pre>{@code
 * SyntheticSpec stress = SyntheticSpec.builder().seed(7).pairs(2).build();
 * }</pre>
 *
 * <p>The story is told in rows: what takes a minute, a drift's or a day's 1,440th part, takes a
 * row. With another period than a minute it is stretched, its days with it, and the values stay.
 *
 * @param minutes length of the history in rows, at least {@value #MINIMUM_MINUTES}
 * @param seed seed of every random source; any value
 * @param intents number of intents, at least 1
 * @param kpis number of KPIs: at least {@value #BASE_KPIS}, and one more for each intent above
 *     {@value #BASE_INTENTS}
 * @param pairs pair signatures per intent, 1 or 2 (stress)
 * @param victimOvert whether the victim of a co-drift has an overt phase too (the hard variant)
 * @param amplitude what failures move KPIs by, as a multiple of the benchmark's; above 0
 * @param period time from one row to the next, in whole seconds, from one second to a day
 */
public record SyntheticSpec(
    int minutes,
    long seed,
    int intents,
    int kpis,
    int pairs,
    boolean victimOvert,
    double amplitude,
    Duration period) {
  /** Minutes of the default history, close to 139 days. */
  public static final int DEFAULT_MINUTES = 200_000;

  /** The seed that figures are reported on. */
  public static final long DEFAULT_SEED = 42;

  /** One row a minute. */
  public static final Duration DEFAULT_PERIOD = Duration.ofMinutes(1);

  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);
  private static final Duration LONGEST_PERIOD = Duration.ofDays(1);
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
    atLeast(kpisFor(intents), "kpis for " + intents + " intents", kpis);
    if (pairs != 1 && pairs != 2) {
      throw new IllegalArgumentException("pairs must be 1 or 2, but was " + pairs);
    }
    if (!(amplitude > 0 && amplitude < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("amplitude must be above 0, but was " + amplitude);
    }
    if (period.compareTo(SHORTEST_PERIOD) < 0
        || period.compareTo(LONGEST_PERIOD) > 0
        || period.getNano() != 0) {
      throw new IllegalArgumentException(
          "period must be in whole seconds, from one second to a day, but was " + period);
    }
  }

  /**
   * 200,000 minutes, seed 42, 3 intents, 8 KPIs, one pair per intent, victims without overt phase,
   * amplitudes of the benchmark, one row a minute.
   */
  public static SyntheticSpec defaults() {
    return builder().build();
  }

  /** The defaults, to be changed. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same settings, to be changed; the number of KPIs stays unless it is set, too. */
  public Builder toBuilder() {
    return new Builder()
        .minutes(minutes)
        .seed(seed)
        .intents(intents)
        .kpis(kpis)
        .pairs(pairs)
        .victimOvert(victimOvert)
        .amplitude(amplitude)
        .period(period);
  }

  private static int kpisFor(int intents) {
    return BASE_KPIS + max(0, intents - BASE_INTENTS);
  }

  private static void atLeast(int minimum, String name, int value) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          name + " must be at least " + minimum + ", but was " + value);
    }
  }

  /** Settings that are being chosen; {@link #build} checks them. */
  public static final class Builder {
    private int minutes = DEFAULT_MINUTES;
    private long seed = DEFAULT_SEED;
    private int intents = BASE_INTENTS;
    private @Nullable Integer kpis;
    private int pairs = 1;
    private boolean victimOvert;
    private double amplitude = 1;
    private Duration period = DEFAULT_PERIOD;

    private Builder() {}

    /** Length of the history in rows, which are a minute each unless the period says otherwise. */
    public Builder minutes(int minutes) {
      this.minutes = minutes;
      return this;
    }

    /** Seed of every random source. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /** Number of intents. */
    public Builder intents(int intents) {
      this.intents = intents;
      return this;
    }

    /** Number of KPIs; if it is not set, as few as the intents can have. */
    public Builder kpis(int kpis) {
      this.kpis = kpis;
      return this;
    }

    /** Pair signatures per intent. */
    public Builder pairs(int pairs) {
      this.pairs = pairs;
      return this;
    }

    /** Whether the victim of a co-drift has an overt phase, too. */
    public Builder victimOvert(boolean victimOvert) {
      this.victimOvert = victimOvert;
      return this;
    }

    /** What failures move KPIs by, as a multiple of the benchmark's. */
    public Builder amplitude(double amplitude) {
      this.amplitude = amplitude;
      return this;
    }

    /** Time from one row to the next. */
    public Builder period(Duration period) {
      this.period = period;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if one is outside of its range, which is given at {@link
     *     SyntheticSpec}; the message names it and holds the value
     */
    public SyntheticSpec build() {
      return new SyntheticSpec(
          minutes,
          seed,
          intents,
          kpis == null ? kpisFor(intents) : kpis,
          pairs,
          victimOvert,
          amplitude,
          period);
    }
  }
}
