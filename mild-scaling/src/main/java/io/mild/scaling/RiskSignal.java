package io.mild.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A failure that is predicted, as far as it concerns one service.
 *
 * @param service the service
 * @param role what it has to do with the failure
 * @param resource what runs out
 * @param risk probability, 0 to 1, that the failure comes within the model's longest horizon
 * @param gateMargin by how much the probability of the named root cause exceeds that of the next, 0
 *     to 1
 * @param ttfLow the failure is not expected sooner than this after {@code time}
 * @param ttfHigh nor later than this
 * @param topKpis the KPIs that drive the risk, the strongest first
 * @param incident the {@link io.mild.alerting.incident.TrackedIncident#id id} of the incident;
 *     empty if it is of none
 * @param raised when the failure was first predicted; the same as long as the incident lasts
 * @param time of which all of this is said
 * @param expires from when on it is no longer to be acted on
 */
public record RiskSignal(
    String service,
    Role role,
    Resource resource,
    double risk,
    double gateMargin,
    Duration ttfLow,
    Duration ttfHigh,
    List<String> topKpis,
    String incident,
    Instant raised,
    Instant time,
    Instant expires) {

  /** What a service has to do with a predicted failure. */
  public enum Role {
    /** The failure comes from it. */
    ROOT_CAUSE,
    /** The failure may come from it or from another, and it is not clear from which. */
    CANDIDATE,
    /** It is going to suffer from another's failure. */
    VICTIM
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the risk or the margin is not within 0 to 1, the times to
   *     failure are not ordered, or it expires before it is said
   */
  public RiskSignal {
    topKpis = List.copyOf(topKpis);
    requireShare("risk", risk);
    requireShare("gateMargin", gateMargin);
    if (ttfLow.isNegative() || ttfHigh.compareTo(ttfLow) < 0) {
      throw new IllegalArgumentException(
          "the time to failure must be 0 <= low <= high, but was %s to %s"
              .formatted(ttfLow, ttfHigh));
    }
    if (raised.isAfter(time) || expires.isBefore(time)) {
      throw new IllegalArgumentException(
          "a signal must be raised before it is said and expire after it, but %s, %s, %s"
              .formatted(raised, time, expires));
    }
  }

  /** The latest time at which the failure is expected. */
  public Instant failsUntil() {
    return time.plus(ttfHigh);
  }

  /** Whether the failure is there: no time is left. */
  public boolean isFailing() {
    return ttfHigh.isZero();
  }

  /** Whether it is still to be acted on. */
  public boolean isLive(Instant now) {
    return now.isBefore(expires);
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, but was " + value);
    }
  }

  /** A signal of a service, said at a time, to be completed. */
  public static Builder builder(String service, Role role, Resource resource, Instant time) {
    return new Builder(service, role, resource, time);
  }

  /** The same, to be changed. */
  public Builder toBuilder() {
    return new Builder(service, role, resource, time)
        .risk(risk)
        .gateMargin(gateMargin)
        .ttfLow(ttfLow)
        .ttfHigh(ttfHigh)
        .topKpis(topKpis)
        .incident(incident)
        .raised(raised)
        .expires(expires);
  }

  /** A signal that is being chosen; {@link #build} checks them. */
  public static final class Builder {
    private final String service;
    private final Role role;
    private final Resource resource;
    private final Instant time;
    private double risk;
    private double gateMargin;
    private Duration ttfLow = Duration.ZERO;
    private Duration ttfHigh = Duration.ZERO;
    private List<String> topKpis = List.of();
    private String incident = "";
    private Instant raised;
    private Instant expires;

    private Builder(String service, Role role, Resource resource, Instant time) {
      this.service = service;
      this.role = role;
      this.resource = resource;
      this.time = time;
      this.raised = time;
      this.expires = time;
    }

    /** Probability that the failure comes within the model's longest horizon. */
    public Builder risk(double risk) {
      this.risk = risk;
      return this;
    }

    /** By how much the named root cause's probability exceeds the next one's. */
    public Builder gateMargin(double gateMargin) {
      this.gateMargin = gateMargin;
      return this;
    }

    /** The failure is not expected sooner than this. */
    public Builder ttfLow(Duration ttfLow) {
      this.ttfLow = ttfLow;
      return this;
    }

    /** The failure is not expected later than this. */
    public Builder ttfHigh(Duration ttfHigh) {
      this.ttfHigh = ttfHigh;
      return this;
    }

    /** The KPIs that drive the risk, the strongest first. */
    public Builder topKpis(List<String> topKpis) {
      this.topKpis = topKpis;
      return this;
    }

    /** The id of the incident; of none unless said. */
    public Builder incident(String incident) {
      this.incident = incident;
      return this;
    }

    /** When the failure was first predicted; the time itself unless said. */
    public Builder raised(Instant raised) {
      this.raised = raised;
      return this;
    }

    /** From when on it is no longer to be acted on; the time itself unless said. */
    public Builder expires(Instant expires) {
      this.expires = expires;
      return this;
    }

    /**
     * The signal.
     *
     * @throws IllegalArgumentException if a value is outside of its range, which is given at {@link
     *     RiskSignal}; the message holds the value
     */
    public RiskSignal build() {
      return new RiskSignal(
          service,
          role,
          resource,
          risk,
          gateMargin,
          ttfLow,
          ttfHigh,
          topKpis,
          incident,
          raised,
          time,
          expires);
    }
  }
}
