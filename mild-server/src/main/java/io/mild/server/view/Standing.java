package io.mild.server.view;

import io.mild.Quality;
import io.mild.goals.Compliance;
import io.mild.server.run.WatchedSystem;
import io.mild.server.system.SystemView;
import java.util.Optional;

/** How a system stands, in one word; the worst first. */
public enum Standing {
  /** A goal is broken. */
  BROKEN("A goal is broken"),
  /** A failure is expected. */
  WARNING("A failure is expected"),
  /** Nothing is known: no rows, or no values. */
  NO_DATA("No data"),
  /** No model, and none could be trained. */
  FAILED("No model"),
  /** The first model is being trained. */
  TRAINING("Learns its first model"),
  /** Watched, though something is wrong with its data. */
  DEGRADED("Watched, on poor data"),
  /** All is well. */
  OK("All is well");

  private final String text;

  Standing(String text) {
    this.text = text;
  }

  /** In words. */
  public String text() {
    return text;
  }

  /** That of a system. */
  static Standing of(WatchedSystem watched, Optional<SystemView> view) {
    if (view.isEmpty()) {
      return watched.training().isPresent() ? TRAINING : FAILED;
    }
    SystemView now = view.get();
    boolean isBroken =
        now.assessment().stream()
            .flatMap(assessment -> assessment.goals().stream())
            .anyMatch(goal -> goal.status() == Compliance.Status.BROKEN);
    if (isBroken) {
      return BROKEN;
    }
    boolean isWarned =
        now.incidents().stream()
            .anyMatch(each -> each.incident().isAlerting() && each.incident().closing().isEmpty());
    if (isWarned) {
      return WARNING;
    }
    Optional<Quality> quality = now.assessment().map(assessment -> assessment.quality());
    if (watched.isOverdue() || quality.map(q -> isDark(q)).orElse(true)) {
      return NO_DATA;
    }
    return quality.get().status() == Quality.Status.OK ? OK : DEGRADED;
  }

  private static boolean isDark(Quality quality) {
    return quality.status() == Quality.Status.NO_DATA;
  }
}
