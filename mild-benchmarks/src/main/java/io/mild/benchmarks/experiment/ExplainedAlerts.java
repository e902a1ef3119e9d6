package io.mild.benchmarks.experiment;

import io.mild.Alert;
import io.mild.Assessment;
import io.mild.Explanation.Contribution;
import io.mild.Failure;
import io.mild.Faithfulness;
import io.mild.benchmarks.experiment.ExplanationResult.Explained;
import io.mild.benchmarks.experiment.ExplanationResult.Ranking;
import io.mild.benchmarks.rivals.Fold;
import io.mild.benchmarks.rivals.KpiRankings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Why MILD's alerts say that they are on, and what simpler rules would say. */
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
   * @param orders of the KPIs, by their names, computed when asked for
   */
  record Seen(Instant time, Supplier<Map<String, Order>> orders) {}

  /**
   * An order of the KPIs.
   *
   * @param kpis most important first
   * @param faithfulness what the model makes of it
   */
  record Order(List<String> kpis, Faithfulness faithfulness) {}

  /**
   * The alerts of assessments.
   *
   * @param assessments of the test block's rows; empty for models that are not MILD
   */
  static ExplainedAlerts of(List<Assessment> assessments, Fold fold) {
    KpiRankings rivals = new KpiRankings(fold);
    List<Seen> alerts = new ArrayList<>();
    for (Assessment now : assessments) {
      now.alerts().stream()
          .filter(alert -> alert.risk().alerting())
          .sorted(Comparator.comparingDouble(alert -> -alert.risk().smoothedRisk()))
          .map(alert -> new Seen(alert.time(), () -> orders(now, alert, rivals)))
          .forEach(alerts::add);
    }
    return new ExplainedAlerts(alerts, fold.horizon());
  }

  private static Map<String, Order> orders(Assessment now, Alert alert, KpiRankings rivals) {
    Map<String, List<String>> kpis = new LinkedHashMap<>();
    kpis.put(
        ExplanationResult.SHAPLEY,
        alert.explanation().contributions().stream().map(Contribution::name).toList());
    kpis.put(ExplanationResult.DEVIATION, rivals.byDeviation(alert.time()));
    kpis.put(ExplanationResult.TEACHER, rivals.byTeacher(alert.time(), alert.intent()));
    Map<String, Order> orders = new LinkedHashMap<>();
    kpis.forEach(
        (name, order) ->
            orders.put(name, new Order(order, now.faithfulness(alert.intent(), order))));
    return orders;
  }

  /**
   * Asked at the first alert of any intent; of several at once, that of the highest smoothed risk.
   *
   * @param failures of which it is known what was moved
   */
  ExplanationResult explanation(Collection<Failure> failures, MovedKpis moved) {
    List<Explained> explained = new ArrayList<>();
    for (Failure failure : failures) {
      Optional<Seen> first = first(failure);
      if (first.isPresent()) {
        Map<String, Ranking> rankings = new LinkedHashMap<>();
        first
            .get()
            .orders()
            .get()
            .forEach(
                (name, order) ->
                    rankings.put(name, ranking(order, failure, first.get().time(), moved)));
        explained.add(new Explained(failure.incident(), failure.kind(), rankings));
      }
    }
    return ExplanationResult.of(explained);
  }

  private static Ranking ranking(Order order, Failure failure, Instant time, MovedKpis moved) {
    return new Ranking(
        order.kpis().stream()
            .limit(TOP)
            .anyMatch(kpi -> moved.isMoved(failure.incident(), kpi, time)),
        order.faithfulness().insertion(),
        order.faithfulness().deletion());
  }

  private Optional<Seen> first(Failure failure) {
    Instant onset = failure.onset().orElse(failure.time().minus(horizon));
    return alerts.stream()
        .filter(alert -> !alert.time().isBefore(onset) && alert.time().isBefore(failure.time()))
        .findFirst();
  }
}
