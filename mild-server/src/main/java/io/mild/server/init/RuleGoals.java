package io.mild.server.init;

import io.mild.connect.prometheus.KpiQuery;
import io.mild.connect.prometheus.PrometheusRule;
import io.mild.goals.Goal;
import io.mild.goals.KpiCondition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Makes goals of alert rules.
 *
 * <p>A rule whose expression compares with a number, a {@link Threshold}, is a condition on a KPI.
 * Rules with the same label {@code service}, or else {@code job}, and the same {@code for} are one
 * goal by that label's value; without such a label, those whose names say the same but for how bad
 * it is. Of two levels of one KPI the one that is reached last counts.
 */
final class RuleGoals {
  private static final List<String> SERVICE_LABELS = List.of("service", "job");
  private static final String TEMPLATE = "{{";
  private static final Duration LONGEST_HOLD = Duration.ofDays(365);

  private final Duration period;
  private final Names kpiNames;
  private final ToDoubleFunction<String> arithmetic;
  private final Names intents = new Names();
  private final List<Level> levels = new ArrayList<>();
  private final Map<String, ProposedKpi> kpis = new LinkedHashMap<>(); // by query
  private final List<LeftOut> others = new ArrayList<>();

  /** A rule that is a condition on a KPI. */
  private record Level(PrometheusRule rule, Threshold threshold, ProposedKpi kpi) {
    KpiCondition condition() {
      return threshold.kept(kpi.name());
    }

    boolean alertsAtNumber() {
      return threshold.sign() == Threshold.Sign.GREATER_OR_EQUAL
          || threshold.sign() == Threshold.Sign.LESS_OR_EQUAL;
    }
  }

  /** Rules with the same are one goal. */
  private record Together(String intent, Duration holdFor) {}

  /** A KPI and the side on which it is bad. */
  private record Side(String kpi, KpiCondition.Bound bound) {}

  /**
   * Reads rules.
   *
   * @param kpiNames gives names to KPIs
   * @param period of a row
   * @param arithmetic as of a {@link Threshold}
   */
  RuleGoals(
      List<PrometheusRule> rules,
      Names kpiNames,
      Duration period,
      ToDoubleFunction<String> arithmetic) {
    this.kpiNames = kpiNames;
    this.arithmetic = arithmetic;
    this.period = period;
    rules.stream().filter(PrometheusRule::isAlert).forEach(this::read);
  }

  private void read(PrometheusRule rule) {
    try {
      Threshold threshold = Threshold.parse(rule.expression(), arithmetic);
      if (rule.holdFor().compareTo(LONGEST_HOLD) > 0) {
        throw new IllegalArgumentException("must hold for more than a year");
      }
      levels.add(new Level(rule, threshold, kpi(rule, threshold)));
    } catch (IllegalArgumentException e) {
      others.add(LeftOut.of(rule, "its expression " + e.getMessage()));
    }
  }

  private ProposedKpi kpi(PrometheusRule rule, Threshold threshold) {
    return kpis.computeIfAbsent(
        threshold.query(period),
        query ->
            new ProposedKpi(
                new KpiQuery(kpiNames.giveUnique(Names.kpi(rule.name()), "_", "kpi"), query),
                rule.name()));
  }

  /** What the rules are on. */
  List<ProposedKpi> kpis() {
    return List.copyOf(kpis.values());
  }

  /**
   * A goal an intent, in the order of the rules.
   *
   * @param silence why a KPI never had a value; rules on such a one are left out
   */
  List<ProposedGoal> goals(Function<ProposedKpi, Optional<String>> silence) {
    Map<Together, List<Level>> groups = new LinkedHashMap<>();
    for (Level level : levels) {
      Optional<String> silent = silence.apply(level.kpi());
      if (silent.isEmpty()) {
        groups
            .computeIfAbsent(
                new Together(intent(level.rule()), level.rule().holdFor()), it -> new ArrayList<>())
            .add(level);
      } else {
        others.add(LeftOut.of(level.rule(), "its expression " + silent.get()));
      }
    }
    List<ProposedGoal> goals = new ArrayList<>();
    groups.forEach((together, some) -> goals.add(goal(together, some)));
    return goals;
  }

  private static String intent(PrometheusRule rule) {
    return service(rule)
        .map(Names::service)
        .filter(name -> !name.isEmpty())
        .orElseGet(() -> Names.intent(rule.name()));
  }

  /** The service that a rule's own labels say it is about; a template says nothing. */
  private static Optional<String> service(PrometheusRule rule) {
    return SERVICE_LABELS.stream()
        .flatMap(label -> Stream.ofNullable(rule.labels().get(label)))
        .filter(value -> !value.isBlank() && !value.contains(TEMPLATE))
        .findFirst();
  }

  private ProposedGoal goal(Together together, List<Level> some) {
    List<String> notes = new ArrayList<>();
    Map<Side, KpiCondition> conditions = new LinkedHashMap<>();
    for (Level level : some) {
      KpiCondition condition = level.condition();
      Side side = new Side(condition.kpi(), condition.bound());
      KpiCondition before = conditions.putIfAbsent(side, condition);
      if (before != null && before.level() != condition.level()) {
        conditions.put(side, reachedLast(before, condition));
        notes.add(
            "Of the levels of %s, the one that is reached last counts.".formatted(side.kpi()));
      }
      if (level.alertsAtNumber()) {
        notes.add(
            "%s alerts at its number, too: the number beside it is the last that is good."
                .formatted(level.rule().name()));
      }
    }
    if (conditions.size() > 1) {
      notes.add("These rules are of one service and hold for the same time: one intent.");
    }
    Duration brokenAfter = together.holdFor().isZero() ? period : together.holdFor();
    Goal goal =
        Goal.of(intents.giveUnique(together.intent(), "-", "intent"))
            .holds(conditions.values().toArray(KpiCondition[]::new))
            .brokenAfter(brokenAfter);
    return new ProposedGoal(
        goal, some.stream().map(Level::rule).toList(), notes.stream().distinct().toList());
  }

  private static KpiCondition reachedLast(KpiCondition one, KpiCondition other) {
    boolean isHigher = one.level() > other.level();
    return isHigher == (one.bound() == KpiCondition.Bound.AT_MOST) ? one : other;
  }

  /** The alert rules that are no goals, and why; those without a past once goals were made. */
  List<LeftOut> others() {
    return others;
  }
}
