package io.mild.keyed;

import io.mild.IntentRisk;
import io.mild.alerting.health.HealthFinding;
import io.mild.alerting.incident.TrackedIncident;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one system stands, as its state has it.
 *
 * @param key the system's
 * @param kind of the system
 * @param lastRow the time of the latest row that was scored, if there was one
 * @param silentSince since when no row has come by the processing clock, once that was told
 * @param waiting how many rows wait for earlier ones, or for a model
 * @param intents at the longest horizon; the {@link IntentRisk#risk risk} of a row by itself is not
 *     kept, and NaN; none before the first row, or while there is no model
 * @param incidents that are open
 * @param health what is wrong with the data or the model
 */
public record KeyStatus(
    String key,
    String kind,
    Optional<Instant> lastRow,
    Optional<Instant> silentSince,
    int waiting,
    List<IntentRisk> intents,
    List<TrackedIncident> incidents,
    List<HealthFinding> health)
    implements KeyedOutput {
  /** Copies the lists. */
  public KeyStatus {
    intents = List.copyOf(intents);
    incidents = List.copyOf(incidents);
    health = List.copyOf(health);
  }
}
