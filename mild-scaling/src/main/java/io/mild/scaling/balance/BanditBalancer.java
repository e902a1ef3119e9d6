package io.mild.scaling.balance;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A contextual bandit that chooses among balancers, interval by interval.
 *
 * <p>The cost of an interval is the mean latency of its answers in units of the SLO, each at most
 * {@link #WORST}; an error costs {@link #WORST}. For each context (how busy the endpoints are, and
 * whether some are new or failing) and each balancer a mean cost is kept that forgets. The first
 * balancer of the list is the trusted one. Another takes over in a context only when its mean cost
 * is lower by {@link #MARGIN} after {@link #TRIALS} intervals; exploration is bounded to a share of
 * all intervals; and while the SLO burns, nothing but the trusted one is used.
 */
public final class BanditBalancer implements Balancer {
  /** Highest cost of one answer, and the cost of an error. */
  public static final double WORST = 4;

  /** By how much a balancer must be better than the trusted one to take over, as a share. */
  public static final double MARGIN = 0.05;

  /** Intervals after which a mean cost is believed. */
  public static final int TRIALS = 5;

  private static final double FORGETTING = 0.97;
  private static final double ENOUGH = (1 - Math.pow(FORGETTING, TRIALS)) / (1 - FORGETTING);
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
    /** Choices of five seconds, a twentieth of them tries; 5 % bad answers burn for a minute. */
    public static Settings forSlo(double sloSeconds) {
      return new Settings(5, sloSeconds, 0.05, 0.05, 60);
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
  }

  private final List<Balancer> arms;
  private final Settings settings;
  private final RandomGenerator random;
  private final double[][] meanCost;
  private final double[][] trials;
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
   * @param arms what to choose among, the trusted one first, at least one
   * @throws IllegalArgumentException if there is no balancer
   */
  public BanditBalancer(List<Balancer> arms, Settings settings, RandomGenerator random) {
    if (arms.isEmpty()) {
      throw new IllegalArgumentException("a bandit needs at least one balancer to choose from");
    }
    this.arms = List.copyOf(arms);
    this.settings = settings;
    this.random = random;
    this.meanCost = new double[CONTEXTS][arms.size()];
    this.trials = new double[CONTEXTS][arms.size()];
    this.intervalsOf = new long[arms.size()];
  }

  /** Chooses among the five of this package, starting from power of two choices. */
  public static BanditBalancer ofAll(double sloSeconds, RandomGenerator random) {
    return new BanditBalancer(
        List.of(
            TwoChoices.byLoad(random),
            TwoChoices.byPeakEwma(random),
            new LeastLoaded(),
            new Weighted(random),
            new RoundRobin()),
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
    double before = FORGETTING * trials[context][arm];
    meanCost[context][arm] = (before * meanCost[context][arm] + cost / answers) / (before + 1);
    trials[context][arm] = before + 1;
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
      return random.nextInt(arms.size());
    }
    return best();
  }

  private int best() {
    double[] costs = meanCost[context];
    int best = TRUSTED;
    double lowest = trials[context][TRUSTED] > ENOUGH - 1e-9 ? (1 - MARGIN) * costs[TRUSTED] : 0;
    for (int i = 0; i < costs.length; i++) {
      if (trials[context][i] > ENOUGH - 1e-9 && costs[i] < lowest) {
        lowest = costs[i];
        best = i;
      }
    }
    return best;
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
