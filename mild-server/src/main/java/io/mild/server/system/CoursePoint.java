package io.mild.server.system;

import io.mild.Assessment;
import io.mild.IntentRisk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a system's intents stood at a row.
 *
 * @param time of the row
 * @param risks the smoothed risk of each intent, in the order of the intents
 * @param thresholds from which on each alerts; above 1 if never
 * @param rootCause the intent that was named
 */
public record CoursePoint(
    Instant time, List<Double> risks, List<Double> thresholds, String rootCause) {
  /** Copies the lists. */
  public CoursePoint {
    risks = List.copyOf(risks);
    thresholds = List.copyOf(thresholds);
  }

  static CoursePoint of(Assessment assessment) {
    List<Double> risks = new ArrayList<>();
    List<Double> thresholds = new ArrayList<>();
    for (IntentRisk intent : assessment.intents()) {
      risks.add(intent.smoothedRisk());
      thresholds.add(intent.threshold());
    }
    return new CoursePoint(assessment.time(), risks, thresholds, assessment.rootCause());
  }
}
