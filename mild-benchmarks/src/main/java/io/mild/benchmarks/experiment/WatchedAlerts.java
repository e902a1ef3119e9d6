package io.mild.benchmarks.experiment;

import io.mild.Alert;
import io.mild.Assessment;
import io.mild.Explanation.Contribution;
import io.mild.Failure;
import io.mild.TimeToFailure;
import io.mild.benchmarks.experiment.FoldResult.ExplanationResult;
import io.mild.benchmarks.experiment.FoldResult.TimeToFailureResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What MILD's alerts say beside that they are on: how much time is left, and why. */
final class WatchedAlerts {
  private static final int TOP = 2;

  private final List<Assessment> assessments;
  private final Duration horizon;

  /**
   * @param assessments of the test block's rows; empty for other models
   * @param horizon how long a drift is taken to be where nobody noted its onset
   */
  WatchedAlerts(List<Assessment> assessments, Duration horizon) {
    this.assessments = assessments;
    this.horizon = horizon;
  }

  /** Asked at the failed intent's own first alert. */
  TimeToFailureResult timeToFailure(Collection<Failure> failures) {
    int alerts = 0;
    int held = 0;
    double minutes = 0;
    for (Failure failure : failures) {
      Optional<Alert> first = first(failure, alert -> alert.intent().equals(failure.intent()));
      if (first.isPresent()) {
        Duration left = Duration.between(first.get().time(), failure.time());
        TimeToFailure bounds = first.get().timeToFailure();
        alerts++;
        held += left.compareTo(bounds.after()) > 0 && left.compareTo(bounds.until()) <= 0 ? 1 : 0;
        minutes += bounds.until().minus(bounds.after()).toSeconds() / 60.0;
      }
    }
    return new TimeToFailureResult(alerts, held / (double) alerts, minutes / alerts);
  }

  /**
   * Asked at the first alert of any intent; of several at once, that of the highest smoothed risk.
   *
   * @param failures of which it is known what was moved
   */
  ExplanationResult explanation(Collection<Failure> failures, MovedKpis moved) {
    int alerts = 0;
    int right = 0;
    for (Failure failure : failures) {
      Optional<Alert> first = first(failure, alert -> true);
      if (first.isPresent()) {
        alerts++;
        right +=
            first.get().explanation().top(TOP).stream()
                    .map(Contribution::name)
                    .anyMatch(kpi -> moved.isMoved(failure.incident(), kpi, first.get().time()))
                ? 1
                : 0;
      }
    }
    return new ExplanationResult(alerts, right / (double) alerts);
  }

  private Optional<Alert> first(Failure failure, Predicate<Alert> wanted) {
    Instant onset = failure.onset().orElse(failure.time().minus(horizon));
    return assessments.stream()
        .filter(now -> !now.time().isBefore(onset) && now.time().isBefore(failure.time()))
        .flatMap(
            now ->
                now.alerts().stream()
                    .filter(alert -> alert.risk().alerting())
                    .filter(wanted)
                    .max(Comparator.comparing(alert -> alert.risk().smoothedRisk()))
                    .stream())
        .findFirst();
  }
}
