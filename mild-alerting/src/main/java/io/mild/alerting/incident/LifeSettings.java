package io.mild.alerting.incident;

import java.time.Duration;
import java.util.List;

/**
 * What an {@link IncidentLife} is of.
 *
 * @param intents their names, at least one, each once
 * @param kpis their names, in the order of {@link IncidentRow#values}
 * @param period between two rows
 * @param horizon the longest that risks look ahead
 * @param span of the smoothing of risks, as time
 * @param quietGap how long an incident that was told must be without an alert to be told anew when
 *     it alerts again, unless {@link NoiseRules#quietGap} says otherwise
 * @param renotifyAfter how long after a notification an incident that lasts is told again, unless
 *     {@link NoiseRules#renotifyAfter} says otherwise
 * @param reopenWithin how long after its closing an incident that alerts again is the same one
 * @param outcomesKnown whether failures are told from the start on, as by goals; else from the
 *     first that is told
 * @param causes which intents depend on which
 */
public record LifeSettings(
    List<String> intents,
    List<String> kpis,
    Duration period,
    Duration horizon,
    Duration span,
    Duration quietGap,
    Duration renotifyAfter,
    Duration reopenWithin,
    boolean outcomesKnown,
    CauseRelation causes) {
  /**
   * Settings.
   *
   * @throws IllegalArgumentException if there are no intents, one is there twice, or a duration is
   *     not above 0
   */
  public LifeSettings {
    intents = List.copyOf(intents);
    kpis = List.copyOf(kpis);
    if (intents.isEmpty() || intents.stream().distinct().count() < intents.size()) {
      throw new IllegalArgumentException(
          "intents must be at least one and each once, but were " + intents);
    }
    requireAboveZero(period, "period");
    requireAboveZero(horizon, "horizon");
    requireAboveZero(span, "span");
    requireAboveZero(quietGap, "quietGap");
    requireAboveZero(renotifyAfter, "renotifyAfter");
    requireAboveZero(reopenWithin, "reopenWithin");
  }

  private static void requireAboveZero(Duration duration, String name) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(name + " must be above 0, but was " + duration);
    }
  }

  /** How long after its last alerting row a failure is still the incident's: H + 2 spans. */
  long outcomeMillis() {
    return horizon.toMillis() + 2 * span.toMillis();
  }

  int spanRows() {
    return (int) Math.max(1, span.toMillis() / period.toMillis());
  }

  int intent(String name) {
    return index(intents, "intent", name);
  }

  int kpi(String name) {
    return index(kpis, "KPI", name);
  }

  private static int index(List<String> names, String kind, String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("no %s '%s': there are %s".formatted(kind, name, names));
    }
    return index;
  }
}
