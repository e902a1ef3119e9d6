package io.mild.cli.replay;

import io.mild.Alert;
import io.mild.Assessment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers what a stream says minute by minute into one episode an alert. Each is explained when it
 * begins.
 */
public final class AlertLog {
  private final List<AlertEpisode> ended = new ArrayList<>();
  private final Map<String, Alert> onsets = new LinkedHashMap<>();
  private final Map<String, Instant> lastOn = new LinkedHashMap<>();

  /** Takes the assessment of the next row. */
  public void accept(Assessment assessment) {
    assessment.endedAlerts().forEach(alert -> end(alert.intent()));
    for (Alert alert : assessment.alerts()) {
      if (alert.phase() == Alert.Phase.ONSET) {
        end(alert.intent()); // across a gap, a new alert may follow without an end being told
        alert.explanation(); // takes its time, and the alert keeps it
        onsets.put(alert.intent(), alert);
      }
      if (alert.risk().alerting()) {
        lastOn.put(alert.intent(), alert.time());
      }
    }
  }

  /** The alerts so far in the order of their beginnings, the open ones among them. */
  public List<AlertEpisode> episodes() {
    List<AlertEpisode> all = new ArrayList<>(ended);
    onsets.values().forEach(onset -> all.add(new AlertEpisode(onset, null)));
    all.sort(Comparator.comparing(AlertEpisode::time));
    return all;
  }

  private void end(String intent) {
    Alert onset = onsets.remove(intent);
    if (onset != null) {
      ended.add(new AlertEpisode(onset, lastOn.get(intent)));
    }
  }
}
