package io.mild.benchmarks.experiment;

import io.mild.Alert;
import io.mild.Assessment;
import io.mild.Explanation.Contribution;
import io.mild.Failure;
import io.mild.benchmarks.experiment.FoldResult.ExplanationResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Why MILD's alerts say that they are on. */
final class ExplainedAlerts {
  private static final int TOP = 2;

  private final List<Seen> alerts;
  private final Duration horizon;

  /**
   * @param alerts in the order of time; several of one time in the order of their risk, the highest
   *     first
   * @param horizon how long a drift is taken to be where nobody noted its onset
   */
  ExplainedAlerts(List<Seen> alerts, Duration horizon) {
    this.alerts = List.copyOf(alerts);
    this.horizon = horizon;
  }

  /**
   * An alert that is on.
   *
   * @param kpis most important first, computed when asked for
   */
  record Seen(Instant time, Supplier<List<String>> kpis) {}

  /**
   * The alerts of assessments.
   *
   * @param assessments of the test block's rows; empty for models that are not MILD
   */
  static ExplainedAlerts of(List<Assessment> assessments, Duration horizon) {
    return new ExplainedAlerts(
        assessments.stream()
            .flatMap(
                now ->
                    now.alerts().stream()
                        .filter(alert -> alert.risk().alerting())
                        .sorted(Comparator.comparingDouble(alert -> -alert.risk().smoothedRisk())))
            .map(alert -> new Seen(alert.time(), () -> kpis(alert)))
            .toList(),
        horizon);
  }

  private static List<String> kpis(Alert alert) {
    return alert.explanation().top(TOP).stream().map(Contribution::name).toList();
  }

  /**
   * Asked at the first alert of any intent; of several at once, that of the highest smoothed risk.
   *
   * @param failures of which it is known what was moved
   */
  ExplanationResult explanation(Collection<Failure> failures, MovedKpis moved) {
    int count = 0;
    int right = 0;
    for (Failure failure : failures) {
      Optional<Seen> first = first(failure);
      if (first.isPresent()) {
        Instant time = first.get().time();
        count++;
        right +=
            first.get().kpis().get().stream()
                    .anyMatch(kpi -> moved.isMoved(failure.incident(), kpi, time))
                ? 1
                : 0;
      }
    }
    return new ExplanationResult(count, right / (double) count);
  }

  private Optional<Seen> first(Failure failure) {
    Instant onset = failure.onset().orElse(failure.time().minus(horizon));
    return alerts.stream()
        .filter(alert -> !alert.time().isBefore(onset) && alert.time().isBefore(failure.time()))
        .findFirst();
  }
}
