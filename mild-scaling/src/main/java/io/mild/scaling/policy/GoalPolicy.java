package io.mild.scaling.policy;

import io.mild.scaling.Metric;
import io.mild.scaling.Recommendation;
import io.mild.scaling.ScalingPolicy;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a service's goal with as few replicas as that takes: {@code ceil(rate × CPU per request /
 * target)}, where the target is not told but found, from the requests that miss the goal.
 *
 * <ul>
 *   <li><b>Up slowly</b>: once a {@link Settings#period}, while the share of requests that missed
 *       the goal is below what is allowed, in that period and over the {@link Settings#window}, the
 *       target rises by {@link Settings#rise}, in proportion to the slack.
 *   <li><b>Down at once</b>: as soon as four times as many requests have missed it as may in a
 *       period, the target falls by {@link Settings#fall}, by twice that where their share is four
 *       times what is allowed. With little of the window's budget spent it takes more, up to four
 *       times as many; with more spent than allowed fewer, down to a period's. It falls no further
 *       before replicas that were asked for can have helped, {@link Settings#settling}.
 *   <li><b>Never beyond</b> {@link Settings#lowest} and {@link Settings#highest}, and no further up
 *       while the autoscaler holds more replicas than this asks for: what a higher target would do
 *       can't be seen then, and that is said as advice.
 *   <li>While it isn't known how many miss the goal, the target doesn't rise; from {@link
 *       Settings#settling} on it is {@link Settings#first} at most.
 * </ul>
 *
 * <p>The rate is a quantile of the forecast where one is trusted, and what is measured elsewhere.
 * What comes of it is a floor like any other policy's: the autoscaler's own target stays what it
 * is, and is what holds without this one. Give it a high one for this to save anything.
 */
public final class GoalPolicy implements ScalingPolicy {
  private static final String NAME = "goal";

  /** So many times what a period may miss burn the budget, if the window's is just spent. */
  private static final double BURN = 4;

  /** So many times as many while the window's budget is hardly spent. */
  private static final double PATIENCE = 4;

  /** Share over what is allowed from which on the target falls twice as far. */
  private static final double BLAZE = 4;

  private static final double MEMORY = .95;
  private static final double MILLIS = 1000;

  private final Settings settings;
  private final CpuPerRequest cpu = new CpuPerRequest(MEMORY);
  private final Misses recent = new Misses();
  private final Misses window = new Misses();
  private double target;
  private int asked = Integer.MAX_VALUE; // the most that still holds
  private Instant askedUntil = Instant.MIN;
  private Instant latest = Instant.MIN;
  private @Nullable Instant known; // when it was last known how many miss the goal
  private Instant moved = Instant.MIN;
  private @Nullable Instant lowered;

  /** Requests, and how many of them missed the goal. */
  private static final class Misses {
    double requests;
    double missed;

    void add(double more, double share) {
      requests += more;
      missed += more * share;
    }

    void keep(double share) {
      requests *= share;
      missed *= share;
    }

    double share() {
      return requests == 0 ? 0 : missed / requests;
    }
  }

  /**
   * Its settings. Shares are from 0 to 1, targets are CPU used over CPU requested.
   *
   * @param allowed share of requests that may miss the goal
   * @param first target to begin with
   * @param lowest target
   * @param highest target; may be above 1, which counts on the forecast's quantile being too high
   * @param rise of the target at most in a period
   * @param fall of the target when the budget burns
   * @param period from one rise to the next
   * @param settling from one fall to the next: what a replica needs to start and to warm up
   * @param window over which the share counts; earlier requests fade away
   * @param quantile of the forecast that is provided for
   * @param hold how long what was asked for is kept
   */
  public record Settings(
      double allowed,
      double first,
      double lowest,
      double highest,
      double rise,
      double fall,
      Duration period,
      Duration settling,
      Duration window,
      double quantile,
      Duration hold) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Settings {
      if (!(allowed > 0 && allowed < 1) || !(quantile >= 0 && quantile <= 1)) {
        throw new IllegalArgumentException(
            "allowed and quantile must be between 0 and 1, but were %s and %s"
                .formatted(allowed, quantile));
      }
      if (!(0 < lowest && lowest <= first && first <= highest)) {
        throw new IllegalArgumentException(
            "targets must be 0 < lowest <= first <= highest, but were %s, %s and %s"
                .formatted(lowest, first, highest));
      }
      if (!(rise >= 0) || !(fall >= 0)) {
        throw new IllegalArgumentException(
            "rise and fall must be at least 0, but were %s and %s".formatted(rise, fall));
      }
      if (period.isNegative() || period.isZero() || window.compareTo(period) < 0) {
        throw new IllegalArgumentException(
            "must be 0 < period <= window, but were %s and %s".formatted(period, window));
      }
      if (settling.isNegative() || hold.isNegative()) {
        throw new IllegalArgumentException(
            "settling and hold must not be negative, but were %s and %s".formatted(settling, hold));
      }
    }

    /**
     * From 0.7, between 0.5 and 1.05, up by 0.02 at most in a minute and down by 0.04 in 90 s at
     * most, over an hour, for the 75 % quantile, held for a minute.
     */
    public static Settings ofAllowed(double share) {
      return builder(share).build();
    }

    /** The default settings, to be changed. */
    public static Builder builder(double allowed) {
      return new Builder(allowed);
    }

    /** The same, to be changed. */
    public Builder toBuilder() {
      return new Builder(allowed)
          .first(first)
          .lowest(lowest)
          .highest(highest)
          .rise(rise)
          .fall(fall)
          .period(period)
          .settling(settling)
          .window(window)
          .quantile(quantile)
          .hold(hold);
    }

    /** Settings that are being chosen; {@link #build} checks them. */
    public static final class Builder {
      private final double allowed;
      private double first = .7;
      private double lowest = .5;
      private double highest = 1.05;
      private double rise = .02;
      private double fall = .04;
      private Duration period = Duration.ofMinutes(1);
      private Duration settling = Duration.ofSeconds(90);
      private Duration window = Duration.ofHours(1);
      private double quantile = .75;
      private Duration hold = Duration.ofMinutes(1);

      private Builder(double allowed) {
        this.allowed = allowed;
      }

      /** Target to begin with, such as the {@link GoalPolicy#target()} of a process before. */
      public Builder first(double first) {
        this.first = first;
        return this;
      }

      /** Lowest target. */
      public Builder lowest(double lowest) {
        this.lowest = lowest;
        return this;
      }

      /** Highest target. */
      public Builder highest(double highest) {
        this.highest = highest;
        return this;
      }

      /** Rise of the target at most in a period. */
      public Builder rise(double rise) {
        this.rise = rise;
        return this;
      }

      /** Fall of the target when the budget burns. */
      public Builder fall(double fall) {
        this.fall = fall;
        return this;
      }

      /** From one rise to the next. */
      public Builder period(Duration period) {
        this.period = period;
        return this;
      }

      /** From one fall to the next. */
      public Builder settling(Duration settling) {
        this.settling = settling;
        return this;
      }

      /** Over which the share counts. */
      public Builder window(Duration window) {
        this.window = window;
        return this;
      }

      /** Quantile of the forecast that is provided for. */
      public Builder quantile(double quantile) {
        this.quantile = quantile;
        return this;
      }

      /** How long what was asked for is kept. */
      public Builder hold(Duration hold) {
        this.hold = hold;
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
            allowed, first, lowest, highest, rise, fall, period, settling, window, quantile, hold);
      }
    }
  }

  /** A policy that has seen nothing yet. */
  public GoalPolicy(Settings settings) {
    this.settings = settings;
    this.target = settings.first();
  }

  /** The target that it has found, to go on with after a restart. */
  public double target() {
    return target;
  }

  @Override
  public Recommendation recommend(Situation situation) {
    ServiceState state = situation.state();
    beginAnewIfSetBack(state.time());
    cpu.learn(state);
    boolean isHeldUp = state.desired() > 1L + asked;
    String why = adjust(state, isHeldUp);
    double rate =
        situation
            .demand()
            .map(demand -> demand.quantile(settings.quantile()))
            .orElse(state.requestRate());
    int fewest = situation.range().min();
    if (!cpu.isKnown() || Double.isNaN(rate)) {
      return Recommendation.of(
          NAME, state.time(), fewest, "the rate or the CPU that a request takes is not known");
    }
    int wanted = situation.range().clamp((int) Math.ceil(rate * cpu.value() / target));
    Instant until = state.time().plus(settings.hold());
    if (wanted >= asked || !state.time().isBefore(askedUntil)) {
      asked = wanted;
      askedUntil = until;
    }
    List<String> advice = new ArrayList<>();
    if (isHeldUp && window.share() < settings.allowed() && recent.share() < settings.allowed()) {
      advice.add(
          "%s has %d replicas where %d keep its goal: raise its autoscaler's target above %.0f %%."
              .formatted(state.service(), state.desired(), wanted, 100 * target));
    }
    return new Recommendation(
        NAME,
        wanted,
        false,
        until,
        advice,
        List.of(
            why,
            "%.1f requests/s at %.4f CPU each want %d replicas for a CPU target of %.0f %%"
                .formatted(rate, cpu.value(), wanted, 100 * target)));
  }

  /** What was learnt stays; what waits for a time doesn't wait for it to come again. */
  private void beginAnewIfSetBack(Instant now) {
    if (now.isBefore(latest)) {
      known = null;
      lowered = null;
      askedUntil = Instant.MIN;
    }
    latest = now;
  }

  /** Moves the target, and says why it is where it is. */
  private String adjust(ServiceState state, boolean isHeldUp) {
    Instant now = state.time();
    if (state.isMissing(Metric.VIOLATIONS) || state.isMissing(Metric.REQUEST_RATE)) {
      if (known == null || !now.isBefore(known.plus(settings.settling()))) {
        target = Math.min(target, settings.first());
      }
      return "it isn't known how many requests miss the goal";
    }
    if (known == null) {
      moved = now;
    } else {
      count(state, seconds(known, now));
      move(now, isHeldUp, state.requestRate());
    }
    known = now;
    return "%.2f %% of the requests missed the goal within %d min, of %.2f %% allowed"
        .formatted(100 * window.share(), settings.window().toMinutes(), 100 * settings.allowed());
  }

  /** What a gap in time hid isn't counted. */
  private void count(ServiceState state, double since) {
    double requests = state.requestRate() * Math.min(since, seconds(settings.period()));
    window.keep(Math.exp(-since / seconds(settings.window())));
    window.add(requests, state.violations());
    recent.add(requests, state.violations());
  }

  private void move(Instant now, boolean isHeldUp, double rate) {
    double allowed = settings.allowed();
    double due = allowed * rate * seconds(settings.period()); // that a period may miss
    double unspent = allowed / Math.max(window.share(), allowed / PATIENCE);
    boolean isSettled = lowered == null || !now.isBefore(lowered.plus(settings.settling()));
    if (isSettled && recent.missed > Math.max(1, BURN * unspent) * due) {
      int falls = recent.share() > BLAZE * allowed ? 2 : 1;
      target = Math.max(settings.lowest(), target - falls * settings.fall());
      lowered = now;
    } else if (now.isBefore(moved.plus(settings.period()))) {
      return;
    } else if (!isHeldUp) {
      double slack = 1 - Math.max(window.share(), recent.share()) / allowed;
      target = Math.min(settings.highest(), target + settings.rise() * Math.max(0, slack));
    }
    moved = now;
    recent.keep(0);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }

  private static double seconds(Instant from, Instant to) {
    return seconds(Duration.between(from, to));
  }
}
