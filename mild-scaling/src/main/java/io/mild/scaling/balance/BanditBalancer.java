package io.mild.scaling.balance;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A contextual bandit that chooses among balancers, interval by interval.
 *
 * <p>The cost of an interval is the mean latency of its answers in units of the SLO, each at most
 * {@link #WORST}; an error costs {@link #WORST}. It is compared with the mean cost in the same
 * context (how busy the endpoints are, and whether some are new or failing), so that a balancer is
 * not judged by the load that it happened to meet. The first balancer of the list is the trusted
 * one. Another takes over when it has been better by {@link #MARGIN}, over {@link #TRIALS}
 * intervals at least; what is learnt in a context counts for it more than what is learnt elsewhere.
 * Exploration is bounded to a share of all intervals; and while the SLO burns, nothing but the
 * trusted one is used.
 */
public final class BanditBalancer implements Balancer {
  /** Highest cost of one answer, and the cost of an error. */
  public static final double WORST = 4;

  /** By how much a balancer must be better than the trusted one to take over, as a share. */
  public static final double MARGIN = 0.05;

  /** Intervals after which a balancer's cost is believed. */
  public static final int TRIALS = 8;

  /** Weight of what is learnt in all contexts, in intervals of the context at hand. */
  private static final double ELSEWHERE = 10;

  /** Excess cost that makes a balancer less promising by a factor of e. */
  private static final double TEMPERATURE = 0.1;

  private static final double FORGETTING = 0.99;
  private static final double[] BUSY = {0.5, 1, 2};
  private static final int CONTEXTS = 2 * (BUSY.length + 1);
  private static final int TRUSTED = 0;

  /**
   * How the bandit learns.
   *
   * @param intervalSeconds how long one choice holds, above zero
   * @param sloSeconds latency that an answer should not exceed, above zero
   * @param explorationShare share of all intervals that may be spent on trying, 0 to 1
   * @param burningShare share of bad answers in an interval from which the SLO burns, 0 to 1
   * @param burningSeconds how long the trusted balancer is kept after the SLO burnt
   */
  public record Settings(
      double intervalSeconds,
      double sloSeconds,
      double explorationShare,
      double burningShare,
      double burningSeconds) {
    /** Choices of two seconds, a tenth of them tries; 25 % bad answers burn for half a minute. */
    public static Settings forSlo(double sloSeconds) {
      return builder(sloSeconds).build();
    }

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if a value is outside its range
     */
    public Settings {
      require(intervalSeconds > 0, "intervalSeconds", intervalSeconds);
      require(sloSeconds > 0, "sloSeconds", sloSeconds);
      require(explorationShare >= 0 && explorationShare <= 1, "explorationShare", explorationShare);
      require(burningShare >= 0 && burningShare <= 1, "burningShare", burningShare);
      require(burningSeconds >= 0, "burningSeconds", burningSeconds);
    }

    private static void require(boolean holds, String name, double value) {
      if (!holds) {
        throw new IllegalArgumentException(name + " is out of range: " + value);
      }
    }

    /** The default settings for an SLO, to be changed. */
    public static Builder builder(double sloSeconds) {
      return new Builder(sloSeconds);
    }

    /** The same, to be changed. */
    public Builder toBuilder() {
      return new Builder(sloSeconds)
          .intervalSeconds(intervalSeconds)
          .explorationShare(explorationShare)
          .burningShare(burningShare)
          .burningSeconds(burningSeconds);
    }

    /** Settings that are being chosen; {@link #build} checks them. */
    public static final class Builder {
      private final double sloSeconds;
      private double intervalSeconds = 2;
      private double explorationShare = 0.1;
      private double burningShare = 0.25;
      private double burningSeconds = 30;

      private Builder(double sloSeconds) {
        this.sloSeconds = sloSeconds;
      }

      /** How long one choice holds. */
      public Builder intervalSeconds(double intervalSeconds) {
        this.intervalSeconds = intervalSeconds;
        return this;
      }

      /** Share of all intervals that may be spent on trying. */
      public Builder explorationShare(double explorationShare) {
        this.explorationShare = explorationShare;
        return this;
      }

      /** Share of bad answers in an interval from which the SLO burns. */
      public Builder burningShare(double burningShare) {
        this.burningShare = burningShare;
        return this;
      }

      /** How long the trusted balancer is kept after the SLO burnt. */
      public Builder burningSeconds(double burningSeconds) {
        this.burningSeconds = burningSeconds;
        return this;
      }

      /**
       * The settings.
       *
       * @throws IllegalArgumentException if a value is outside of its range, which is given at
       *     {@link Settings}; the message holds the value
       */
      public Settings build() {
        return new Settings(
            intervalSeconds, sloSeconds, explorationShare, burningShare, burningSeconds);
      }
    }
  }

  private final List<Balancer> arms;
  private final Settings settings;
  private final RandomGenerator random;
  private final double[] contextCost = new double[CONTEXTS];
  private final double[][] excess;
  private final double[][] trials;
  private final double[] overallExcess;
  private final double[] overallTrials;
  private final long[] intervalsOf;

  private int arm = TRUSTED;
  private int context;
  private double intervalEnd = Double.NEGATIVE_INFINITY;
  private double burningUntil = Double.NEGATIVE_INFINITY;
  private double cost;
  private int answers;
  private int badAnswers;
  private long intervals;
  private long explorations;

  /**
   * A bandit that knows nothing yet and uses the first balancer.
   *
   * @param arms what to choose among, the trusted one first, at least two
   * @throws IllegalArgumentException if there are fewer than two
   */
  public BanditBalancer(List<Balancer> arms, Settings settings, RandomGenerator random) {
    if (arms.size() < 2) {
      throw new IllegalArgumentException(
          "a bandit needs at least two balancers to choose from, not " + arms.size());
    }
    this.arms = List.copyOf(arms);
    this.settings = settings;
    this.random = random;
    this.excess = new double[CONTEXTS][arms.size()];
    this.overallExcess = new double[arms.size()];
    this.overallTrials = new double[arms.size()];
    this.trials = new double[CONTEXTS][arms.size()];
    this.intervalsOf = new long[arms.size()];
  }

  /** Chooses among the five of this package, starting from power of two choices. */
  public static BanditBalancer ofAll(double sloSeconds, RandomGenerator random) {
    return new BanditBalancer(
        List.of(
            TwoChoices.byLoad(random),
            TwoChoices.byPeakEwma(random),
            new LeastLoaded(random),
            new Weighted(),
            new RoundRobin(random)),
        Settings.forSlo(sloSeconds),
        random);
  }

  @Override
  public int choose(Endpoints endpoints, double now) {
    if (now >= intervalEnd) {
      learn(now);
      context = context(endpoints, now);
      arm = nextArm(now);
      intervalsOf[arm]++;
      intervalEnd = now + settings.intervalSeconds();
    }
    return arms.get(arm).choose(endpoints, now);
  }

  @Override
  public void answered(double latency, boolean success, double now) {
    answers++;
    cost += success ? Math.min(WORST, latency / settings.sloSeconds()) : WORST;
    badAnswers += success && latency <= settings.sloSeconds() ? 0 : 1;
  }

  /** How many intervals each balancer was used for, in the order they were given. */
  public long[] intervalsOf() {
    return intervalsOf.clone();
  }

  private void learn(double now) {
    if (answers == 0) {
      return;
    }
    double mean = cost / answers;
    double usual = contextCost[context];
    contextCost[context] = usual == 0 ? mean : usual + (1 - FORGETTING) * (mean - usual);
    double relative = mean / contextCost[context] - 1;
    trials[context][arm] = FORGETTING * trials[context][arm] + 1;
    excess[context][arm] += (relative - excess[context][arm]) / trials[context][arm];
    overallTrials[arm] = FORGETTING * overallTrials[arm] + 1;
    overallExcess[arm] += (relative - overallExcess[arm]) / overallTrials[arm];
    if (badAnswers > settings.burningShare() * answers) {
      burningUntil = now + settings.burningSeconds();
    }
    answers = 0;
    badAnswers = 0;
    cost = 0;
  }

  private int nextArm(double now) {
    intervals++;
    if (now < burningUntil) {
      return TRUSTED;
    }
    if (explorations + 1 <= settings.explorationShare() * intervals) {
      explorations++;
      return promising();
    }
    return best();
  }

  /** At random, but one that has been much worse seldom. */
  private int promising() {
    double sum = 0;
    int chosen = TRUSTED;
    for (int i = 1; i < arms.size(); i++) {
      double weight = Math.exp(-estimate(i) / TEMPERATURE);
      sum += weight;
      chosen = random.nextDouble() * sum < weight ? i : chosen;
    }
    return chosen;
  }

  private int best() {
    int best = TRUSTED;
    double lowest = estimate(TRUSTED) - MARGIN;
    for (int i = 0; i < arms.size(); i++) {
      if (intervalsOf[i] >= TRIALS && estimate(i) < lowest) {
        lowest = estimate(i);
        best = i;
      }
    }
    return best;
  }

  private double estimate(int candidate) {
    double here = trials[context][candidate];
    return (here * excess[context][candidate] + ELSEWHERE * overallExcess[candidate])
        / (here + ELSEWHERE);
  }

  private static int context(Endpoints endpoints, double now) {
    int inFlight = 0;
    boolean disturbed = false;
    int size = endpoints.size();
    for (int i = 0; i < size; i++) {
      int id = endpoints.id(i);
      inFlight += endpoints.inFlight(id);
      disturbed |= endpoints.isDisturbed(id, now);
    }
    int busy = 0;
    while (busy < BUSY.length && inFlight >= BUSY[busy] * size) {
      busy++;
    }
    return 2 * busy + (disturbed ? 1 : 0);
  }
}
