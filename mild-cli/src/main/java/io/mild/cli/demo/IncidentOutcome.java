package io.mild.cli.demo;

import io.mild.cli.replay.AlertEpisode;
import io.mild.training.evaluation.FailureOutcome;
import java.util.List;

/**
 * Alerts that belong together, and what came of them.
 *
 * @param alerts in the order of their beginnings; at least one
 * @param failures that they foretold
 * @param falseAlarm whether they notified when nothing was about to fail or had just failed
 */
public record IncidentOutcome(
    List<AlertEpisode> alerts, List<FailureOutcome> failures, boolean falseAlarm) {
  /** Copies the lists. */
  public IncidentOutcome {
    alerts = List.copyOf(alerts);
    failures = List.copyOf(failures);
  }

  /** The alert that came first. */
  public AlertEpisode first() {
    return alerts.get(0);
  }
}
