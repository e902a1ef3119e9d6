package io.mild.scaling.policy;

import io.mild.scaling.Forecast;
import io.mild.scaling.Recommendation;
import io.mild.scaling.ScalingPolicy;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import java.time.Duration;

/**
 * Has the replicas ready that the forecast demand is going to need: {@code ceil(rate × CPU per
 * request / target)}, where the rate is a quantile of the forecast and the CPU per request is that
 * of the recent past, as {@link Settings} say. It raises and never lowers.
 */
public final class PredictivePolicy implements ScalingPolicy {
  private static final String NAME = "predictive";

  private final Settings settings;
  private final CpuPerRequest cpu;

  /**
   * Its settings.
   *
   * @param target CPU used over requested that the replicas are to have at the forecast demand
   * @param quantile of the forecast that is provided for, 0 to 1
   * @param hold how long what was asked for is kept
   * @param memory weight of what was seen of the CPU per request; each state keeps this share of
   *     the earlier, 0 to 1
   */
  public record Settings(double target, double quantile, Duration hold, double memory) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Settings {
      if (!(target > 0) || !(quantile >= 0 && quantile <= 1) || !(memory >= 0 && memory < 1)) {
        throw new IllegalArgumentException(
            "target must be above 0, quantile and memory from 0 to 1, but were %s, %s and %s"
                .formatted(target, quantile, memory));
      }
    }

    /** For the 90 % quantile, held for five minutes, with a memory of 0.95. */
    public static Settings ofTarget(double target) {
      return builder(target).build();
    }

    /** The default settings for a target, to be changed. */
    public static Builder builder(double target) {
      return new Builder(target);
    }

    /** The same, to be changed. */
    public Builder toBuilder() {
      return new Builder(target).quantile(quantile).hold(hold).memory(memory);
    }

    /** Settings that are being chosen; {@link #build} checks them. */
    public static final class Builder {
      private final double target;
      private double quantile = .9;
      private Duration hold = Duration.ofMinutes(5);
      private double memory = .95;

      private Builder(double target) {
        this.target = target;
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

      /** Share of what was seen of the CPU per request that each state keeps. */
      public Builder memory(double memory) {
        this.memory = memory;
        return this;
      }

      /**
       * The settings.
       *
       * @throws IllegalArgumentException if a value is outside of its range, which is given at
       *     {@link Settings}; the message holds the value
       */
      public Settings build() {
        return new Settings(target, quantile, hold, memory);
      }
    }
  }

  /** A policy that has seen nothing yet. */
  public PredictivePolicy(Settings settings) {
    this.settings = settings;
    this.cpu = new CpuPerRequest(settings.memory());
  }

  @Override
  public Recommendation recommend(Situation situation) {
    ServiceState state = situation.state();
    cpu.learn(state);
    int fewest = situation.range().min();
    if (situation.demand().isEmpty()) {
      return Recommendation.of(NAME, state.time(), fewest, "no forecast is trusted");
    }
    if (!cpu.isKnown()) {
      return Recommendation.of(
          NAME, state.time(), fewest, "the CPU that a request takes is not known yet");
    }
    Forecast demand = situation.demand().get();
    double rate = demand.quantile(settings.quantile());
    int replicas = (int) Math.ceil(rate * cpu.value() / settings.target());
    return Recommendation.of(
        NAME,
        state.time().plus(settings.hold()),
        situation.range().clamp(replicas),
        "%.1f requests/s (%.0f %% quantile) in %d s at %.4f CPU each want %d replicas"
            .formatted(
                rate, 100 * settings.quantile(), demand.lead().toSeconds(), cpu.value(), replicas));
  }
}
