package io.mild.internal.model;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.alerting.incident.CauseRelation;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.IncidentLife;
import io.mild.alerting.incident.IncidentRow;
import io.mild.alerting.incident.LifeSettings;
import io.mild.alerting.incident.NoiseRules;
import io.mild.goals.Goal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The life of a stream's incidents, under the rules of its operator. */
public final class StreamIncidents {
  private static final int QUIET_GAPS = 2;

  private final IncidentLife life;
  private boolean isRuled;

  /** Without incidents and rules. */
  public StreamIncidents(TrainedModel model) {
    life = new IncidentLife(settings(model));
  }

  private static LifeSettings settings(TrainedModel model) {
    AlertPolicy policy = model.longestHorizon().policy();
    Duration period = model.schema().samplingPeriod();
    int rows = policy.rules().stream().mapToInt(AlertRule::span).max().orElseThrow();
    return new LifeSettings(
        model.intents(),
        model.schema().kpis(),
        period,
        model.longestHorizon().horizon(),
        period.multipliedBy(rows),
        policy.quietGap().multipliedBy(QUIET_GAPS),
        policy.renotifyAfter(),
        policy.quietGap(),
        !model.goals().isEmpty(),
        new CauseRelation(
            model.goals().goals().stream()
                .collect(Collectors.toMap(Goal::intent, goal -> Set.copyOf(goal.dependencies())))));
  }

  /** The incidents themselves. */
  public IncidentLife life() {
    return life;
  }

  /**
   * Puts rules in force from the next row on.
   *
   * @throws IllegalArgumentException if one is of an intent or a KPI that the model does not have;
   *     the rules stay as they are
   */
  public void rules(NoiseRules rules) {
    life.rules(rules);
    isRuled = !rules.equals(NoiseRules.NONE);
  }

  /** Takes a row, which is not kept. */
  public IncidentNews accept(IncidentRow row) {
    List<IncidentEvent> events = life.accept(row);
    if (!isRuled) {
      return events.isEmpty() ? IncidentNews.NONE : new IncidentNews(events, List.of(), false);
    }
    return new IncidentNews(events, life.heldBack(), true);
  }
}
