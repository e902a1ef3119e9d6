package io.mild.scaling.balance;

import java.util.Arrays;

/**
 * What one gateway knows of its endpoints: requests in flight, latencies, errors, and who is new.
 *
 * <p>Two traps are guarded against here, once for all balancers. An endpoint that fails fast looks
 * idle and would attract traffic: each error counts as a request in flight that decays with the
 * time constant {@link Settings#errorSeconds()}, and as a latency of that length. A new endpoint
 * looks idle too, while its caches are cold: its load is divided by a ramp that grows from {@link
 * #FIRST_SHARE} to 1 over {@link Settings#slowStartSeconds()}.
 *
 * <p>Endpoints are named by small whole numbers that the caller gives out. Not thread-safe.
 */
public final class Endpoints {
  /** Share of the traffic that an endpoint gets when it has just joined. */
  public static final double FIRST_SHARE = 0.1;

  private static final int FIRST_CAPACITY = 16;

  /** Weight of one answer in a mean latency. */
  private static final double ANSWER_WEIGHT = 0.01;

  /**
   * How endpoints are judged.
   *
   * @param latencySeconds time constant of the peak EWMA, above zero
   * @param errorSeconds what an error counts as, and for how long; 0 leaves errors uncounted
   * @param slowStartSeconds how long an endpoint is new; 0 gives it its full share at once
   */
  public record Settings(double latencySeconds, double errorSeconds, double slowStartSeconds) {
    /** Ten seconds of memory, errors as slow as a second, half a minute of slow start. */
    public static final Settings DEFAULT = builder().build();

    /** What plain balancers do: neither errors nor newcomers are treated in any special way. */
    public static final Settings UNGUARDED = builder().errorSeconds(0).slowStartSeconds(0).build();

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if a value is negative, not a number, or no memory at all
     */
    public Settings {
      if (!(latencySeconds > 0)) {
        throw new IllegalArgumentException(
            "latencySeconds must be above zero, but was " + latencySeconds);
      }
      if (!(errorSeconds >= 0)) {
        throw new IllegalArgumentException(
            "errorSeconds must be at least zero, but was " + errorSeconds);
      }
      if (!(slowStartSeconds >= 0)) {
        throw new IllegalArgumentException(
            "slowStartSeconds must be at least zero, but was " + slowStartSeconds);
      }
    }

    /** The default settings, to be changed. */
    public static Builder builder() {
      return new Builder();
    }

    /** The same, to be changed. */
    public Builder toBuilder() {
      return new Builder()
          .latencySeconds(latencySeconds)
          .errorSeconds(errorSeconds)
          .slowStartSeconds(slowStartSeconds);
    }

    /** Settings that are being chosen; {@link #build} checks them. */
    public static final class Builder {
      private double latencySeconds = 10;
      private double errorSeconds = 1;
      private double slowStartSeconds = 30;

      private Builder() {}

      /** Time constant of the peak EWMA. */
      public Builder latencySeconds(double latencySeconds) {
        this.latencySeconds = latencySeconds;
        return this;
      }

      /** What an error counts as, and for how long. */
      public Builder errorSeconds(double errorSeconds) {
        this.errorSeconds = errorSeconds;
        return this;
      }

      /** How long an endpoint is new. */
      public Builder slowStartSeconds(double slowStartSeconds) {
        this.slowStartSeconds = slowStartSeconds;
        return this;
      }

      /**
       * The settings.
       *
       * @throws IllegalArgumentException if a value is outside of its range, which is given at
       *     {@link Settings}; the message holds the value
       */
      public Settings build() {
        return new Settings(latencySeconds, errorSeconds, slowStartSeconds);
      }
    }
  }

  private static final int ABSENT = -1;
  private static final double DISTURBING_ERRORS = 0.01;

  private final Settings settings;

  private int[] ids = new int[FIRST_CAPACITY];
  private int size;
  private double usualLatency;

  // by id
  private int[] positions = new int[0];
  private int[] inFlight = new int[0];
  private double[] joinedAt = new double[0];
  private double[] errors = new double[0];
  private double[] erredAt = new double[0];
  private double[] latency = new double[0];
  private double[] answeredAt = new double[0];
  private double[] meanLatency = new double[0];

  /** No endpoints yet. */
  public Endpoints(Settings settings) {
    this.settings = settings;
  }

  /**
   * An endpoint joins and starts slowly.
   *
   * @param id at least 0, not among those present
   * @throws IllegalArgumentException if {@code id} is negative or present
   */
  public void join(int id, double now) {
    enter(id, now);
  }

  /**
   * An endpoint that has served before is there: it gets its full share at once.
   *
   * @throws IllegalArgumentException if {@code id} is negative or present
   */
  public void addWarm(int id) {
    enter(id, Double.NEGATIVE_INFINITY);
  }

  private void enter(int id, double joined) {
    if (id < 0 || contains(id)) {
      throw new IllegalArgumentException("endpoint " + id + " is negative or already present");
    }
    grow(id);
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size] = id;
    positions[id] = size++;
    inFlight[id] = 0;
    joinedAt[id] = joined;
    errors[id] = 0;
    erredAt[id] = 0;
    latency[id] = 0;
    answeredAt[id] = 0;
    meanLatency[id] = 0;
  }

  private void grow(int id) {
    int old = positions.length;
    if (id < old) {
      return;
    }
    int capacity = Math.max(Math.max(FIRST_CAPACITY, 2 * old), id + 1);
    positions = Arrays.copyOf(positions, capacity);
    Arrays.fill(positions, old, capacity, ABSENT);
    inFlight = Arrays.copyOf(inFlight, capacity);
    joinedAt = Arrays.copyOf(joinedAt, capacity);
    errors = Arrays.copyOf(errors, capacity);
    erredAt = Arrays.copyOf(erredAt, capacity);
    latency = Arrays.copyOf(latency, capacity);
    answeredAt = Arrays.copyOf(answeredAt, capacity);
    meanLatency = Arrays.copyOf(meanLatency, capacity);
  }

  /** Takes an endpoint away; answers that it still owes are counted and forgotten. */
  public void remove(int id) {
    int hole = positions[id];
    int moved = ids[--size];
    ids[hole] = moved;
    positions[moved] = hole;
    positions[id] = ABSENT;
  }

  /** Whether requests may be sent there. */
  public boolean contains(int id) {
    return id < positions.length && positions[id] != ABSENT;
  }

  /** Number of endpoints. */
  public int size() {
    return size;
  }

  /**
   * The endpoint at a position.
   *
   * @param position 0 to {@link #size()} − 1; positions move when endpoints leave
   */
  public int id(int position) {
    return ids[position];
  }

  /**
   * A request was sent there, or is to be once a connection is made: what waits for one is load,
   * too, or an endpoint that accepts none would look idle.
   */
  public void sent(int id) {
    inFlight[id]++;
  }

  /**
   * An answer came from there, or the gateway gave up waiting.
   *
   * @param seconds from sending until now
   * @param success false for an error or a time-out
   */
  public void answered(int id, double seconds, boolean success, double now) {
    inFlight[id]--;
    if (success || settings.errorSeconds() == 0) {
      remember(id, seconds, now);
      return;
    }
    remember(id, Math.max(seconds, settings.errorSeconds()), now);
    errors[id] = recentErrors(id, now) + 1;
    erredAt[id] = now;
  }

  /** A request ended without an answer that says how long one takes: nobody waits for it. */
  public void ended(int id) {
    inFlight[id]--;
  }

  /** The peak EWMA: jumps up to a higher latency at once, decays towards lower ones. */
  private void remember(int id, double seconds, double now) {
    usualLatency += ANSWER_WEIGHT * (seconds - usualLatency);
    meanLatency[id] =
        meanLatency[id] == 0
            ? usualLatency
            : meanLatency[id] + ANSWER_WEIGHT * (seconds - meanLatency[id]);
    if (seconds >= latency[id]) {
      latency[id] = seconds;
    } else {
      double kept = Math.exp((answeredAt[id] - now) / settings.latencySeconds());
      latency[id] = kept * latency[id] + (1 - kept) * seconds;
    }
    answeredAt[id] = now;
  }

  private double recentErrors(int id, double now) {
    return errors[id] == 0
        ? 0
        : errors[id] * Math.exp((erredAt[id] - now) / settings.errorSeconds());
  }

  /** Requests sent there and not answered. */
  public int inFlight(int id) {
    return inFlight[id];
  }

  /**
   * How busy the endpoint would be with one more request: those in flight and recent errors, and
   * one, over its share as a newcomer.
   */
  public double load(int id, double now) {
    return load(id, inFlight[id], now);
  }

  /** The same with a number of requests in flight that it told itself. */
  double load(int id, double requests, double now) {
    double load = requests + 1 + recentErrors(id, now);
    return isNew(id, now) ? load / share(id, now) : load;
  }

  /** The peak EWMA of its latency times its load: about how long one more request would wait. */
  public double cost(int id, double now) {
    return latency(id, now) * load(id, now);
  }

  /**
   * The peak EWMA of its latency, in seconds; before its first answer the usual latency of all, so
   * that being unknown is no advantage.
   */
  public double latency(int id, double now) {
    return latency[id] == 0
        ? usualLatency
        : latency[id] * Math.exp((answeredAt[id] - now) / settings.latencySeconds());
  }

  /** Its mean latency, in seconds; before its first answer the usual latency of all. */
  public double meanLatency(int id) {
    return meanLatency[id] == 0 ? usualLatency : meanLatency[id];
  }

  /** The part of a full share that the endpoint gets, {@link #FIRST_SHARE} to 1. */
  public double share(int id, double now) {
    return isNew(id, now)
        ? Math.max(FIRST_SHARE, (now - joinedAt[id]) / settings.slowStartSeconds())
        : 1;
  }

  private boolean isNew(int id, double now) {
    return now - joinedAt[id] < settings.slowStartSeconds();
  }

  /** Whether the endpoint is new or had an error lately, so that its load says little. */
  public boolean isDisturbed(int id, double now) {
    return isNew(id, now) || recentErrors(id, now) > DISTURBING_ERRORS;
  }
}
