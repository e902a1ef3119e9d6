package io.mild.goals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An intent said as data: conditions on KPIs, and for how long they must be missed or kept.
 *
 * <pre>{@code
 * Goal.of("api").holds(kpi("api_latency").atMost(200)).brokenAfter(Duration.ofMinutes(5));
 * Goal.of("telemetry")
 *     .holds(kpi("telemetry_queue").atMost(900), kpi("availability").atLeast(99.2))
 *     .brokenIf(Goal.Rule.ALL)
 *     .dependsOn("api");
 * }</pre>
 *
 * <p>A row is <i>against</i> the goal where any of its conditions, or all of them, is missed. The
 * goal is <i>broken</i> once rows against it have lasted, without one that keeps it, for {@link
 * #brokenAfter}; it failed at the first of them. It is <i>met</i> again once rows that keep it have
 * lasted for {@link #metAfter}, and has recovered at the first of these. A row whose KPIs are
 * missing, such that it can't be said, neither breaks nor mends.
 *
 * <p>Immutable.
 */
public final class Goal {
  /** 5 sampling periods of rows against it. */
  public static final int DEFAULT_BROKEN_AFTER_ROWS = 5;

  /** 10 sampling periods of rows that keep it. */
  public static final int DEFAULT_MET_AFTER_ROWS = 10;

  private static final Duration LONGEST = Duration.ofDays(365);

  /** When a row is against a goal of several conditions. */
  public enum Rule {
    /** Where any condition is missed: the goal promises each of them. */
    ANY,
    /**
     * Where all conditions are missed at once: each by itself may be harmless, as a high latency
     * while everything is available.
     */
    ALL
  }

  private final String intent;
  private final List<KpiCondition> conditions;
  private final Rule rule;
  private final @Nullable Duration brokenAfter;
  private final @Nullable Duration metAfter;
  private final List<String> dependencies;
  private final @Nullable ErrorBudget budget;

  private Goal(
      String intent,
      List<KpiCondition> conditions,
      Rule rule,
      @Nullable Duration brokenAfter,
      @Nullable Duration metAfter,
      List<String> dependencies,
      @Nullable ErrorBudget budget) {
    this.intent = intent;
    this.conditions = conditions;
    this.rule = rule;
    this.brokenAfter = brokenAfter;
    this.metAfter = metAfter;
    this.dependencies = dependencies;
    this.budget = budget;
  }

  /**
   * A goal without conditions yet.
   *
   * @param intent what is to be assured
   * @throws IllegalArgumentException if that has no name
   */
  public static Goal of(String intent) {
    if (intent.isBlank()) {
      throw new IllegalArgumentException("an intent must have a name, but was '" + intent + "'");
    }
    return new Goal(intent, List.of(), Rule.ANY, null, null, List.of(), null);
  }

  /**
   * The same with further conditions.
   *
   * @throws IllegalArgumentException if there are none, or one is on a KPI and side that has one
   */
  public Goal holds(KpiCondition... further) {
    List<KpiCondition> all = new ArrayList<>(conditions);
    for (KpiCondition condition : further) {
      if (all.stream()
          .anyMatch(c -> c.kpi().equals(condition.kpi()) && c.bound() == condition.bound())) {
        throw new IllegalArgumentException(
            "goal '%s' has two conditions '%s %s'"
                .formatted(intent, condition.kpi(), condition.bound()));
      }
      all.add(condition);
    }
    if (further.length == 0) {
      throw new IllegalArgumentException("goal '" + intent + "' was given no condition");
    }
    return withConditions(all);
  }

  Goal withConditions(List<KpiCondition> conditions) {
    return new Goal(
        intent, List.copyOf(conditions), rule, brokenAfter, metAfter, dependencies, budget);
  }

  /** The same, broken if any or if all conditions are missed; {@link Rule#ANY} unless said. */
  public Goal brokenIf(Rule rule) {
    return new Goal(intent, conditions, rule, brokenAfter, metAfter, dependencies, budget);
  }

  /**
   * The same, broken after so long against it; in whole sampling periods, rounded, at least one.
   * {@value #DEFAULT_BROKEN_AFTER_ROWS} of them unless said.
   *
   * @throws IllegalArgumentException if it is negative or above 365 days
   */
  public Goal brokenAfter(Duration time) {
    Duration checked = require("brokenAfter", time);
    return new Goal(intent, conditions, rule, checked, metAfter, dependencies, budget);
  }

  /**
   * The same, met again after so long; in whole sampling periods, rounded, at least one. {@value
   * #DEFAULT_MET_AFTER_ROWS} of them unless said.
   *
   * @throws IllegalArgumentException if it is negative or above 365 days
   */
  public Goal metAfter(Duration time) {
    Duration checked = require("metAfter", time);
    return new Goal(intent, conditions, rule, brokenAfter, checked, dependencies, budget);
  }

  private Duration require(String name, Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s of goal '%s' must be from 0 to 365 days, but was %s".formatted(name, intent, time));
    }
    return time;
  }

  /**
   * The same, which others may break: where one of them broke shortly before, this one is the
   * victim and not the root cause.
   *
   * @param intents of other goals
   * @throws IllegalArgumentException if it is among them
   */
  public Goal dependsOn(String... intents) {
    if (Arrays.asList(intents).contains(intent)) {
      throw new IllegalArgumentException("goal '" + intent + "' can't depend on itself");
    }
    List<String> distinct = Arrays.stream(intents).distinct().toList();
    return new Goal(intent, conditions, rule, brokenAfter, metAfter, distinct, budget);
  }

  /**
   * The same with an objective, of which the {@link ErrorBudget} follows.
   *
   * @param share of the time that rows keep the goal, such as 0.995
   * @param over such as 30 days
   * @throws IllegalArgumentException if the share is not between 0 and 1, or the time not above 0
   */
  public Goal objective(double share, Duration over) {
    ErrorBudget checked = new ErrorBudget(share, over);
    return new Goal(intent, conditions, rule, brokenAfter, metAfter, dependencies, checked);
  }

  /** What is to be assured. */
  public String intent() {
    return intent;
  }

  /** What must hold. */
  public List<KpiCondition> conditions() {
    return conditions;
  }

  /** When a row is against it. */
  public Rule rule() {
    return rule;
  }

  /** After how long it is broken, if that was said. */
  public Optional<Duration> brokenAfter() {
    return Optional.ofNullable(brokenAfter);
  }

  /** After how long it is met again, if that was said. */
  public Optional<Duration> metAfter() {
    return Optional.ofNullable(metAfter);
  }

  /** The intents that may break it. */
  public List<String> dependencies() {
    return dependencies;
  }

  /** How long it may be missed, if that was said. */
  public Optional<ErrorBudget> errorBudget() {
    return Optional.ofNullable(budget);
  }

  /** The KPIs that its conditions are on. */
  public List<String> kpis() {
    return conditions.stream().map(KpiCondition::kpi).distinct().toList();
  }

  /** Whether a history is still to propose a level. */
  public boolean isWithoutLevels() {
    return conditions.stream().anyMatch(KpiCondition::isWithoutLevel);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Goal that
        && intent.equals(that.intent)
        && conditions.equals(that.conditions)
        && rule == that.rule
        && Objects.equals(brokenAfter, that.brokenAfter)
        && Objects.equals(metAfter, that.metAfter)
        && dependencies.equals(that.dependencies)
        && Objects.equals(budget, that.budget);
  }

  @Override
  public int hashCode() {
    return Objects.hash(intent, conditions, rule, brokenAfter, metAfter, dependencies, budget);
  }

  /** Such as {@code api: api_latency <= 200 and sri >= 99.2}. */
  @Override
  public String toString() {
    return intent + ": " + promise(conditions);
  }

  /** What the goal promises of these: all of them, or at least one at a time. */
  private String promise(Collection<KpiCondition> conditions) {
    return conditions.stream()
        .map(KpiCondition::toString)
        .collect(Collectors.joining(rule == Rule.ANY ? " and " : " or "));
  }
}
