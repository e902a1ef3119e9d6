package io.mild.scaling.balance;

import java.util.random.RandomGenerator;

/**
 * The best of some endpoints that were asked how busy they are, a while before the request came
 * (probing to reduce queuing and latency).
 *
 * <p>Of each request some {@linkplain #probes random endpoints} are to be probed; their answers
 * wait in a small pool. An endpoint with more requests in flight than most is hot. Among those that
 * are not, the one with the lowest latency is chosen; if all are hot, the one with the fewest
 * requests. An answer that was used counts one request more, is used a few times at most, and not
 * when it is old; and of those that remain the oldest and the worst are dropped in turn, since the
 * good ones are used up. With fewer than two answers a random endpoint is chosen.
 *
 * <p>What it knows is of all gateways' requests, where the other balancers see their own alone: the
 * more gateways, the more that is worth. An endpoint that joined lately, or failed, counts as
 * busier, as for the others. No answer is no harm: an endpoint that is down has none in the pool.
 *
 * @see <a href="https://www.usenix.org/conference/nsdi24/presentation/wydrowski">Wydrowski,
 *     Kleinberg, Rumble and Archer, Load is not what you should balance: Introducing Prequal, NSDI
 *     2024</a>
 */
public final class Prequal implements Balancer {
  private static final int FEWEST = 2;
  private static final int REMEMBERED = 128; // numbers of requests in flight, of the latest answers

  /**
   * How much is probed, and how answers are used.
   *
   * @param probes of a request in the mean, above zero
   * @param removals answers that are dropped of a request in the mean, at least zero
   * @param pool answers at most, at least 2
   * @param maxAgeSeconds of an answer that is used, above zero
   * @param hot quantile of requests in flight, 0 to 1, above which an endpoint is hot: 0 looks at
   *     requests in flight alone, 1 at latency alone
   * @param growth how much faster than it is emptied the pool should be filled, above zero
   */
  public record Settings(
      double probes, double removals, int pool, double maxAgeSeconds, double hot, double growth) {
    /** The paper's: three probes and one removal a request, 16 answers of at most a second. */
    public static final Settings DEFAULT = new Settings(3, 1, 16, 1, Math.pow(2, -0.25), 1);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if a value is out of its range; the message holds it
     */
    public Settings {
      require(probes > 0, "probes must be above zero", probes);
      require(removals >= 0, "removals must be at least zero", removals);
      require(pool >= FEWEST, "pool must be at least 2", pool);
      require(maxAgeSeconds > 0, "maxAgeSeconds must be above zero", maxAgeSeconds);
      require(hot >= 0 && hot <= 1, "hot must be 0 to 1", hot);
      require(growth > 0, "growth must be above zero", growth);
    }

    /**
     * The same with another quantile.
     *
     * @throws IllegalArgumentException if it is not within 0 to 1
     */
    public Settings withHot(double quantile) {
      return new Settings(probes, removals, pool, maxAgeSeconds, quantile, growth);
    }

    private static void require(boolean is, String what, double value) {
      if (!is) {
        throw new IllegalArgumentException(what + ", but was " + value);
      }
    }

    /** How often an answer may be used, so that the pool does not run dry (the paper's b). */
    double uses(int endpoints) {
      double gained = (1 - Math.min(1, pool / (double) endpoints)) * probes - removals;
      return gained > 0 ? Math.max(1, (1 + growth) / gained) : Double.POSITIVE_INFINITY;
    }
  }

  private final Settings settings;
  private final RandomGenerator random;

  // The pool, the oldest first.
  private final int[] ids;
  private final double[] inFlight;
  private final double[] seconds;
  private final double[] times;
  private final int[] used;
  private int size;

  private final LatestCounts remembered = new LatestCounts(REMEMBERED);
  private double threshold; // of being hot

  private double probesDue;
  private double removalsDue;
  private boolean isWorstNext;

  /** The paper's settings. */
  public Prequal(RandomGenerator random) {
    this(Settings.DEFAULT, random);
  }

  /** The random numbers decide who is probed, and who is chosen where nothing is known. */
  public Prequal(Settings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
    this.ids = new int[settings.pool()];
    this.inFlight = new double[settings.pool()];
    this.seconds = new double[settings.pool()];
    this.times = new double[settings.pool()];
    this.used = new int[settings.pool()];
  }

  /** {@inheritDoc} Afterwards, send {@link #probes}. */
  @Override
  public int choose(Endpoints endpoints, double now) {
    probesDue += settings.probes();
    removalsDue += settings.removals();
    forgetOld(endpoints, now);
    if (size < FEWEST) {
      return endpoints.id(random.nextInt(endpoints.size()));
    }
    int best = best(endpoints, now);
    int chosen = ids[best];
    inFlight[best]++;
    if (++used[best] >= settings.uses(endpoints.size())) {
      remove(best);
    }
    for (; removalsDue >= 1 && size > 0; removalsDue--) {
      remove(isWorstNext ? worst(endpoints, now) : 0);
      isWorstNext = !isWorstNext;
    }
    removalsDue = Math.min(removalsDue, 1);
    return chosen;
  }

  /**
   * The endpoints to ask how busy they are, since the latest call; different ones, at random.
   *
   * @return their ids; often none is due
   */
  public int[] probes(Endpoints endpoints) {
    int due = (int) Math.min(probesDue, endpoints.size());
    probesDue -= (int) probesDue;
    int[] drawn = new int[due];
    for (int i = 0; i < due; i++) { // Floyd's sample: each set of so many is as likely
      int last = endpoints.size() - due + i;
      int position = random.nextInt(last + 1);
      for (int j = 0; j < i; j++) {
        if (drawn[j] == position) {
          position = last;
          break;
        }
      }
      drawn[i] = position;
    }
    for (int i = 0; i < due; i++) {
      drawn[i] = endpoints.id(drawn[i]);
    }
    return drawn;
  }

  /** An endpoint answered a probe; what it said before is forgotten. */
  public void probed(int id, LoadReport report, double now) {
    remembered.add(report.inFlight());
    threshold = quantile();
    for (int i = 0; i < size; i++) {
      if (ids[i] == id) {
        remove(i);
      }
    }
    if (size == ids.length) {
      remove(0);
    }
    ids[size] = id;
    inFlight[size] = report.inFlight();
    seconds[size] = report.seconds();
    times[size] = now;
    used[size++] = 0;
  }

  /** Of requests in flight, as the latest answers told them. */
  private double quantile() {
    return settings.hot() == 1
        ? Double.POSITIVE_INFINITY
        : settings.hot() == 0 ? -1 : remembered.quantile(settings.hot());
  }

  private void forgetOld(Endpoints endpoints, double now) {
    for (int i = size - 1; i >= 0; i--) {
      if (now - times[i] > settings.maxAgeSeconds() || !endpoints.contains(ids[i])) {
        remove(i);
      }
    }
  }

  private int best(Endpoints endpoints, double now) {
    int best = 0;
    for (int i = 1; i < size; i++) {
      if (isBetter(i, best, endpoints, now)) {
        best = i;
      }
    }
    return best;
  }

  private int worst(Endpoints endpoints, double now) {
    int worst = 0;
    for (int i = 1; i < size; i++) {
      if (isBetter(worst, i, endpoints, now)) {
        worst = i;
      }
    }
    return worst;
  }

  /** Cold before hot; of two that are cold the faster, of two that are hot the less busy. */
  private boolean isBetter(int one, int other, Endpoints endpoints, double now) {
    double load = load(one, endpoints, now);
    double loadOfOther = load(other, endpoints, now);
    boolean isHot = load > threshold;
    boolean isOtherHot = loadOfOther > threshold;
    if (isHot != isOtherHot) {
      return isOtherHot;
    }
    return isHot || seconds[one] == seconds[other]
        ? load < loadOfOther
        : seconds[one] < seconds[other];
  }

  /** Requests in flight; of a newcomer, and after errors, more. */
  private double load(int place, Endpoints endpoints, double now) {
    return endpoints.load(ids[place], inFlight[place], now) - 1;
  }

  private void remove(int place) {
    int after = --size - place;
    System.arraycopy(ids, place + 1, ids, place, after);
    System.arraycopy(inFlight, place + 1, inFlight, place, after);
    System.arraycopy(seconds, place + 1, seconds, place, after);
    System.arraycopy(times, place + 1, times, place, after);
    System.arraycopy(used, place + 1, used, place, after);
  }
}
