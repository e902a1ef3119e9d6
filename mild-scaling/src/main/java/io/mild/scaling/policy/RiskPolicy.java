package io.mild.scaling.policy;

import io.mild.scaling.Recommendation;
import io.mild.scaling.Recommendation.Growth;
import io.mild.scaling.Resource;
import io.mild.scaling.RiskSignal;
import io.mild.scaling.RiskSignal.Role;
import io.mild.scaling.ScalingPolicy;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Acts on predicted failures: what helps depends on what the service has to do with the failure and
 * on what runs out.
 *
 * <table>
 * <caption>What it does</caption>
 * <tr><th>the service is</th><th>what runs out</th><th>action</th></tr>
 * <tr><td>the root cause</td><td>CPU, queue, latency</td><td>a floor under its replicas, once the
 *     failure is to come within {@link Settings#startUp} and {@link Settings#reserve}, by the latest
 *     time told</td></tr>
 * <tr><td>the root cause</td><td>memory</td><td>advice: restart; never scales. With {@link
 *     Settings#resize} above 1 its replicas are given more memory meanwhile</td></tr>
 * <tr><td>the root cause, with all the replicas it may have</td><td>CPU, queue, latency</td><td>with
 *     {@link Settings#resize} above 1 these are given more CPU</td></tr>
 * <tr><td>the root cause</td><td>disk</td><td>advice: rotate or clean; never scales</td></tr>
 * <tr><td>the root cause</td><td>not known</td><td>advice, and it loses no replicas</td></tr>
 * <tr><td>one of those that may be</td><td></td><td>advice, and it loses no replicas</td></tr>
 * <tr><td>a victim</td><td></td><td>it loses no replicas: the failure comes from elsewhere</td></tr>
 * </table>
 *
 * <p>The floor is {@code ceil(growth × replicas asked for)} when the failure was first predicted,
 * and stays that number until it has expired: a floor above what runs <i>now</i> would climb with
 * every decision, and with each alert of an incident.
 */
public final class RiskPolicy implements ScalingPolicy {
  private static final String NAME = "risk";

  private final Settings settings;
  private final Map<Instant, Reserve> floors = new HashMap<>(); // by when they were first predicted

  /** What was found to be enough, and until when it may hold. */
  private record Reserve(int replicas, Instant until) {}

  /**
   * Its settings.
   *
   * @param growth the floor over the replicas at alert time, above 1
   * @param margin gate margin below which the root cause is ambiguous, 0 to 1
   * @param startUp from asking for a replica to its taking requests
   * @param reserve how long before that a failure must be possible, at the latest, to be acted on:
   *     larger is safer and costs more
   * @param resize times what it was made with that a replica is given of memory, or of CPU where
   *     there can't be more replicas; 1 gives advice alone
   * @param resizeFor how long: enough for somebody to restart it
   */
  public record Settings(
      double growth,
      double margin,
      Duration startUp,
      Duration reserve,
      double resize,
      Duration resizeFor) {
    /**
     * Half as many again, 0.2, a minute, half an hour, and no resizing; it would be for two hours.
     */
    public static final Settings DEFAULT = builder().build();

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Settings {
      if (!(growth > 1) || !(margin >= 0 && margin <= 1)) {
        throw new IllegalArgumentException(
            "growth must be above 1 and margin from 0 to 1, but were %s and %s"
                .formatted(growth, margin));
      }
      if (!(resize >= 1) || resizeFor.isNegative()) {
        throw new IllegalArgumentException(
            "resize must be at least 1, and resizeFor not negative, but were %s and %s"
                .formatted(resize, resizeFor));
      }
      if (startUp.isNegative() || reserve.isNegative()) {
        throw new IllegalArgumentException(
            "startUp and reserve must be at least 0, but were %s and %s"
                .formatted(startUp, reserve));
      }
    }

    /** The default settings, to be changed. */
    public static Builder builder() {
      return new Builder();
    }

    /** The same, to be changed. */
    public Builder toBuilder() {
      return new Builder()
          .growth(growth)
          .margin(margin)
          .startUp(startUp)
          .reserve(reserve)
          .resize(resize)
          .resizeFor(resizeFor);
    }

    /** Settings that are being chosen; {@link #build} checks them. */
    public static final class Builder {
      private double growth = 1.5;
      private double margin = .2;
      private Duration startUp = Duration.ofMinutes(1);
      private Duration reserve = Duration.ofMinutes(30);
      private double resize = 1;
      private Duration resizeFor = Duration.ofHours(2);

      private Builder() {}

      /** The floor over the replicas at alert time. */
      public Builder growth(double growth) {
        this.growth = growth;
        return this;
      }

      /** Gate margin below which the root cause is ambiguous. */
      public Builder margin(double margin) {
        this.margin = margin;
        return this;
      }

      /** From asking for a replica to its taking requests. */
      public Builder startUp(Duration startUp) {
        this.startUp = startUp;
        return this;
      }

      /** How long before that a failure must be possible to be acted on. */
      public Builder reserve(Duration reserve) {
        this.reserve = reserve;
        return this;
      }

      /** Times what it was made with that a replica is given of what runs out. */
      public Builder resize(double resize) {
        this.resize = resize;
        return this;
      }

      /** For how long. */
      public Builder resizeFor(Duration resizeFor) {
        this.resizeFor = resizeFor;
        return this;
      }

      /**
       * The settings.
       *
       * @throws IllegalArgumentException if a value is outside of its range, which is given at
       *     {@link Settings}; the message holds the value
       */
      public Settings build() {
        return new Settings(growth, margin, startUp, reserve, resize, resizeFor);
      }
    }
  }

  /** A policy that has seen nothing yet. */
  public RiskPolicy(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Recommendation recommend(Situation situation) {
    ServiceState state = situation.state();
    Instant now = state.time();
    List<RiskSignal> live =
        situation.signals().stream().filter(signal -> signal.isLive(now)).toList();
    floors.values().removeIf(reserve -> !now.isBefore(reserve.until));

    Draft draft = new Draft(situation.range().min(), now);
    for (RiskSignal signal : live) {
      consider(signal, situation, draft);
    }
    return new Recommendation(
        NAME,
        situation.range().clamp(draft.replicas),
        draft.freeze,
        draft.until,
        draft.advice,
        draft.reasons,
        Optional.ofNullable(draft.growth),
        draft.incidents);
  }

  private void consider(RiskSignal signal, Situation situation, Draft draft) {
    ServiceState state = situation.state();
    String service = signal.service();
    if (signal.role() == Role.VICTIM) {
      draft.freeze(
          signal,
          "it suffers from another service's %sfailure"
              .formatted(signal.isFailing() ? "" : "predicted "));
    } else if (signal.role() == Role.CANDIDATE || signal.gateMargin() < settings.margin()) {
      draft.advise(
          "Look at %s: it may be the root cause of a %sfailure."
              .formatted(service, signal.isFailing() ? "" : "predicted "));
      draft.freeze(
          signal,
          "it is ambiguous what the root cause is (margin %.2f)".formatted(signal.gateMargin()));
    } else if (signal.resource() == Resource.MEMORY) {
      draft.advise("Restart " + service + " one replica after another: its memory runs out.");
      draft.because(signal, "more replicas would leak as well");
      grow(signal, state, draft);
    } else if (signal.resource() == Resource.DISK) {
      draft.advise("Rotate or clean what fills the disk of " + service + ".");
      draft.because(signal, "more replicas would not free a disk");
    } else if (signal.resource() == Resource.UNKNOWN) {
      draft.advise(
          "Look at %s: it %s, and what runs out isn't known."
              .formatted(service, signal.isFailing() ? "fails" : "is going to fail"));
      draft.freeze(signal, "what runs out is not known");
    } else {
      reserve(signal, state, draft);
      if (state.desired() >= situation.range().max()) {
        grow(signal, state, draft);
      }
    }
  }

  private void grow(RiskSignal signal, ServiceState state, Draft draft) {
    if (settings.resize() > 1 && !due(signal).isAfter(state.time())) {
      draft.because(
          signal, "each replica is given %.1f times what it has".formatted(settings.resize()));
      draft.growth =
          new Growth(signal.resource(), settings.resize(), state.time().plus(settings.resizeFor()));
      draft.actOn(signal);
    }
  }

  private static Reserve longer(Reserve known, Reserve other) {
    return new Reserve(
        known.replicas, other.until.isAfter(known.until) ? other.until : known.until);
  }

  /** When it is to be acted on. */
  private Instant due(RiskSignal signal) {
    return signal.failsUntil().minus(settings.startUp()).minus(settings.reserve());
  }

  private void reserve(RiskSignal signal, ServiceState state, Draft draft) {
    Reserve reserve =
        new Reserve((int) Math.ceil(settings.growth() * state.desired()), signal.expires());
    int floor = floors.merge(signal.raised(), reserve, RiskPolicy::longer).replicas;
    Instant due = due(signal);
    if (due.isAfter(state.time())) {
      draft.because(
          signal, "%d replicas are to be reserved from %s on at the latest".formatted(floor, due));
    } else {
      draft.because(signal, "%d replicas are reserved at its root cause".formatted(floor));
      draft.floor(signal, floor);
    }
  }

  /** A recommendation in the making. */
  private static final class Draft {
    final List<String> advice = new ArrayList<>();
    final List<String> reasons = new ArrayList<>();
    final Set<String> incidents = new HashSet<>();
    int replicas;
    boolean freeze;
    Instant until;
    @Nullable Growth growth;

    Draft(int replicas, Instant until) {
      this.replicas = replicas;
      this.until = until;
    }

    void advise(String sentence) {
      advice.add(sentence);
    }

    void freeze(RiskSignal signal, String why) {
      freeze = true;
      lasts(signal);
      because(signal, why);
    }

    void floor(RiskSignal signal, int floor) {
      replicas = Math.max(replicas, floor);
      lasts(signal);
      actOn(signal);
    }

    void actOn(RiskSignal signal) {
      if (!signal.incident().isEmpty()) {
        incidents.add(signal.incident());
      }
    }

    void because(RiskSignal signal, String why) {
      String what =
          signal.isFailing()
              ? "fails"
              : "may fail in %d to %d min"
                  .formatted(signal.ttfLow().toMinutes(), signal.ttfHigh().toMinutes());
      List<String> because = new ArrayList<>();
      because.add("risk %.2f".formatted(signal.risk()));
      because.addAll(signal.topKpis());
      reasons.add(
          "%s %s (%s): %s".formatted(signal.service(), what, String.join(", ", because), why));
    }

    private void lasts(RiskSignal signal) {
      until = signal.expires().isAfter(until) ? signal.expires() : until;
    }
  }
}
