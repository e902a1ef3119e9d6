package io.mild.server.system;

import io.mild.Assessment;
import io.mild.Mild;
import io.mild.alerting.health.HealthFinding;
import io.mild.alerting.incident.NoiseRules;
import io.mild.shadow.ShadowComparison;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be seen of a system at a moment.
 *
 * @param key its name
 * @param mild its model
 * @param assessment of its latest row, if one came since the process began
 * @param rules against noise
 * @param health what is wrong with the detector or its data
 * @param course of the latest rows, the oldest first
 * @param incidents the open ones and the latest, the latest first, without their steps
 * @param falseAlarmsPerDay of the latest {@link #BUDGET_WINDOW}
 * @param isFallenBack whether the threshold is the model's own, since outcomes can't be relied on
 * @param comparison of a candidate with the model in force, while one is tried
 * @param problem that keeps its state from the disk
 */
public record SystemView(
    String key,
    Mild mild,
    Optional<Assessment> assessment,
    NoiseRules rules,
    List<HealthFinding> health,
    List<CoursePoint> course,
    List<StoryView> incidents,
    double falseAlarmsPerDay,
    boolean isFallenBack,
    Optional<ShadowComparison> comparison,
    Optional<String> problem) {
  /** A week. */
  public static final Duration BUDGET_WINDOW = Duration.ofDays(7);

  /** Copies the lists. */
  public SystemView {
    health = List.copyOf(health);
    course = List.copyOf(course);
    incidents = List.copyOf(incidents);
  }
}
