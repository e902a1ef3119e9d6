package io.mild.keyed;

import io.mild.Assessment;
import io.mild.AssuranceFleet;
import io.mild.Mild;
import io.mild.SmallService;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Many small services, a row a minute each: the recording of {@link SmallService}, in which each is
 * at another place. What is expected of an engine is what a fleet says of the same rows in order.
 */
public final class ManySystems {
  public static final String KIND = "small";

  /** Of what was computed by another version of the library, in part. */
  public static final Comparator<Double> ALMOST_EQUAL =
      (one, other) -> Math.abs(one - other) < 1e-5 ? 0 : Double.compare(one, other);

  /** Prime to the length of the recording. */
  private static final int APART = 37;

  private static final KpiHistory HISTORY = SmallService.history();

  private ManySystems() {}

  public static Mild mild() {
    return SmallService.mild();
  }

  public static KeyedModel model() {
    return KeyedModel.of(KIND, mild());
  }

  public static String key(int system) {
    return "system-" + system;
  }

  public static Instant time(int minute) {
    return SmallService.START.plus(Duration.ofMinutes(minute));
  }

  public static KeyedRow row(int system, int minute) {
    int at = (int) ((minute + (long) APART * system) % HISTORY.rows());
    return new KeyedRow(key(system), KIND, time(minute).toEpochMilli(), HISTORY.values(at));
  }

  /**
   * The minute of the row that comes at a place of a key, if rows come out of order by fewer than
   * some: of so many that lie side by side each takes another's place.
   */
  public static int shuffled(int place, int within) {
    int block = place / within;
    int[] minutes = new int[within];
    SplittableRandom random = new SplittableRandom(block);
    for (int i = 0; i < within; i++) {
      int other = random.nextInt(i + 1);
      minutes[i] = minutes[other];
      minutes[other] = block * within + i;
    }
    return minutes[place % within];
  }

  /** What a fleet tells, by key. */
  public static Map<String, List<KeyedIncident>> expected(int systems, int minutes) {
    AssuranceFleet fleet = mild().openFleet();
    Map<String, List<KeyedIncident>> told = new HashMap<>();
    for (int system = 0; system < systems; system++) {
      List<KeyedIncident> ofSystem = new ArrayList<>();
      for (int minute = 0; minute < minutes; minute++) {
        KeyedRow row = row(system, minute);
        Assessment now = fleet.accept(row.key(), row.time(), row.values());
        for (IncidentEvent event : now.incidentEvents()) {
          ofSystem.add(new KeyedIncident(row.key(), KIND, event));
        }
      }
      if (!ofSystem.isEmpty()) {
        told.put(key(system), ofSystem);
      }
    }
    return told;
  }

  /** Incidents by key, in their order. */
  public static Map<String, List<KeyedIncident>> byKey(Iterable<KeyedIncident> incidents) {
    Map<String, List<KeyedIncident>> told = new HashMap<>();
    for (KeyedIncident incident : incidents) {
      told.computeIfAbsent(incident.key(), key -> new ArrayList<>()).add(incident);
    }
    return told;
  }
}
