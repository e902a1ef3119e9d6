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
    Instant raised,
    Instant time,
    Instant expires) {

  /** What a service has to do with a predicted failure. */
  public enum Role {
    /** The failure comes from it. */
    ROOT_CAUSE,
    /** The failure may come from it or from another: nothing is scaled on it. */
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

  /** Whether it is still to be acted on. */
  public boolean isLive(Instant now) {
    return now.isBefore(expires);
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, but was " + value);
    }
  }
}
