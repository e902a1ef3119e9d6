package io.mild.scaling.policy;

import io.mild.scaling.Metric;
import io.mild.scaling.Recommendation;
import io.mild.scaling.ScalingPolicy;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The traditional autoscaler: one step up when the CPU has been above a threshold for some
 * evaluations in a row, one step down when it has been below another, and then a pause.
 *
 * <p>Asked sooner than a period after its latest evaluation, it asks for what there is.
 */
public final class ThresholdPolicy implements ScalingPolicy {
  private static final String NAME = "threshold";

  private final Settings settings;
  private @Nullable Instant evaluated;
  private @Nullable Instant moved;
  private int above;
  private int below;

  /**
   * Its settings.
   *
   * @param high CPU used over requested from which on replicas are too few
   * @param low CPU used over requested up to which replicas are too many
   * @param evaluations so many in a row are needed
   * @param period from one evaluation to the next
   * @param step replicas that are added or taken at once
   * @param coolDown for so long after a step there is no other
   */
  public record Settings(
      double high, double low, int evaluations, Duration period, int step, Duration coolDown) {
    /** 75 % and 30 %, in three evaluations of 30 s, one replica, then 180 s of pause. */
    public static final Settings DEFAULT = builder().build();

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if not {@code 0 <= low < high}, or a number is below 1
     */
    public Settings {
      if (!(low >= 0 && low < high)) {
        throw new IllegalArgumentException(
            "thresholds must be 0 <= low < high, but were %s and %s".formatted(low, high));
      }
      if (evaluations < 1 || step < 1) {
        throw new IllegalArgumentException(
            "evaluations and step must be at least 1, but were %d and %d"
                .formatted(evaluations, step));
      }
    }

    /** The default settings, to be changed. */
    public static Builder builder() {
      return new Builder();
    }

    /** The same, to be changed. */
    public Builder toBuilder() {
      return new Builder()
          .high(high)
          .low(low)
          .evaluations(evaluations)
          .period(period)
          .step(step)
          .coolDown(coolDown);
    }

    /** Settings that are being chosen; {@link #build} checks them. */
    public static final class Builder {
      private double high = .75;
      private double low = .3;
      private int evaluations = 3;
      private Duration period = Duration.ofSeconds(30);
      private int step = 1;
      private Duration coolDown = Duration.ofSeconds(180);

      private Builder() {}

      /** CPU used over requested from which on replicas are too few. */
      public Builder high(double high) {
        this.high = high;
        return this;
      }

      /** CPU used over requested up to which replicas are too many. */
      public Builder low(double low) {
        this.low = low;
        return this;
      }

      /** How many in a row are needed. */
      public Builder evaluations(int evaluations) {
        this.evaluations = evaluations;
        return this;
      }

      /** From one evaluation to the next. */
      public Builder period(Duration period) {
        this.period = period;
        return this;
      }

      /** Replicas that are added or taken at once. */
      public Builder step(int step) {
        this.step = step;
        return this;
      }

      /** For so long after a step there is no other. */
      public Builder coolDown(Duration coolDown) {
        this.coolDown = coolDown;
        return this;
      }

      /**
       * The settings.
       *
       * @throws IllegalArgumentException if a value is outside of its range, which is given at
       *     {@link Settings}; the message holds the value
       */
      public Settings build() {
        return new Settings(high, low, evaluations, period, step, coolDown);
      }
    }
  }

  /** An autoscaler that has seen nothing yet. */
  public ThresholdPolicy(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Recommendation recommend(Situation situation) {
    ServiceState state = situation.state();
    Instant now = state.time();
    int step = isPast(evaluated, settings.period(), now) ? evaluate(state) : 0;
    if (step != 0) {
      moved = now;
      above = 0;
      below = 0;
    }
    String reason =
        state.isMissing(Metric.CPU)
            ? "CPU is missing"
            : "CPU %.0f %% of thresholds %.0f and %.0f %%"
                .formatted(100 * state.cpu(), 100 * settings.low(), 100 * settings.high());
    return Recommendation.of(NAME, now, situation.range().clamp(state.desired() + step), reason);
  }

  private int evaluate(ServiceState state) {
    evaluated = state.time();
    boolean known = !state.isMissing(Metric.CPU);
    above = known && state.cpu() >= settings.high() ? above + 1 : 0;
    below = known && state.cpu() <= settings.low() ? below + 1 : 0;
    if (!isPast(moved, settings.coolDown(), state.time())) {
      return 0;
    }
    if (above >= settings.evaluations()) {
      return settings.step();
    }
    return below >= settings.evaluations() ? -settings.step() : 0;
  }

  private static boolean isPast(@Nullable Instant since, Duration time, Instant now) {
    return since == null || now.isBefore(since) || !now.isBefore(since.plus(time));
  }
}
