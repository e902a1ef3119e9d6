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
import java.util.function.Supplier;

/** What MILD's alerts say beside that they are on: how much time is left, and why. */
final class WatchedAlerts {
  private static final int TOP = 2;

  private final List<Seen> alerts;
  private final Duration horizon;

  /**
   * @param alerts in the order of time; several of one time in the order of their risk, the highest
   *     first
   * @param horizon how long a drift is taken to be where nobody noted its onset
   */
  WatchedAlerts(List<Seen> alerts, Duration horizon) {
    this.alerts = List.copyOf(alerts);
    this.horizon = horizon;
  }

  /**
   * An alert that is on.
   *
   * @param kpis most important first, computed when asked for
   */
  record Seen(
      Instant time, String intent, TimeToFailure timeToFailure, Supplier<List<String>> kpis) {}

  /**
   * The alerts of assessments.
   *
   * @param assessments of the test block's rows; empty for models that are not MILD
   */
  static WatchedAlerts of(List<Assessment> assessments, Duration horizon) {
    return new WatchedAlerts(
        assessments.stream()
            .flatMap(
                now ->
                    now.alerts().stream()
                        .filter(alert -> alert.risk().alerting())
                        .sorted(Comparator.comparingDouble(alert -> -alert.risk().smoothedRisk())))
            .map(
                alert ->
                    new Seen(
                        alert.time(), alert.intent(), alert.timeToFailure(), () -> kpis(alert)))
            .toList(),
        horizon);
  }

  private static List<String> kpis(Alert alert) {
    return alert.explanation().top(TOP).stream().map(Contribution::name).toList();
  }

  /** Asked at the failed intent's own first alert. */
  TimeToFailureResult timeToFailure(Collection<Failure> failures) {
    int count = 0;
    int held = 0;
    double minutes = 0;
    for (Failure failure : failures) {
      Optional<Seen> first = first(failure, alert -> alert.intent().equals(failure.intent()));
      if (first.isPresent()) {
        Duration left = Duration.between(first.get().time(), failure.time());
        TimeToFailure bounds = first.get().timeToFailure();
        count++;
        held += left.compareTo(bounds.after()) > 0 && left.compareTo(bounds.until()) <= 0 ? 1 : 0;
        minutes += bounds.until().minus(bounds.after()).toSeconds() / 60.0;
      }
    }
    return new TimeToFailureResult(count, held / (double) count, minutes / count);
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
      Optional<Seen> first = first(failure, alert -> true);
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

  private Optional<Seen> first(Failure failure, Predicate<Seen> wanted) {
    Instant onset = failure.onset().orElse(failure.time().minus(horizon));
    return alerts.stream()
        .filter(alert -> !alert.time().isBefore(onset) && alert.time().isBefore(failure.time()))
        .filter(wanted)
        .findFirst();
  }
}
