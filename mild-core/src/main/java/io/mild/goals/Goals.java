package io.mild.goals;

import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.internal.io.Digests;
import io.mild.internal.io.Json;
import io.mild.internal.io.NearNames;
import io.mild.internal.yaml.YamlFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The goals of a system, one an intent. They give for free what a failure log must say by hand: the
 * failures of a history, and later whether each is met.
 *
 * <pre>{@code
 * Goals goals = Goals.of(
 *     Goal.of("api").holds(kpi("api_latency").atMost(200)),
 *     Goal.of("telemetry").holds(kpi("telemetry_queue").atMost(900)).dependsOn("api"));
 * Mild mild = MildTrainer.create().goals(goals).train(history);
 * }</pre>
 *
 * @param goals in the order of results
 */
public record Goals(List<Goal> goals) {
  /** No goals. */
  public static final Goals NONE = new Goals(List.of());

  private static final int VICTIM_ROWS = 120;

  /**
   * @throws IllegalArgumentException if an intent has two goals, one has no condition or depends on
   *     one that has no goal, or some depend on each other in a circle
   */
  public Goals {
    goals = List.copyOf(goals);
    Map<String, Goal> byIntent = new HashMap<>();
    for (Goal goal : goals) {
      if (byIntent.put(goal.intent(), goal) != null) {
        throw new IllegalArgumentException("intent '" + goal.intent() + "' has two goals");
      }
      if (goal.conditions().isEmpty()) {
        throw new IllegalArgumentException(
            "goal '%s' has no condition: say what it holds".formatted(goal.intent()));
      }
    }
    for (Goal goal : goals) {
      requireKnown(goal, byIntent);
    }
    for (Goal goal : goals) {
      if (dependencies(goal, byIntent).contains(goal.intent())) {
        throw new IllegalArgumentException(
            "goal '%s' depends on itself, by way of others".formatted(goal.intent()));
      }
    }
  }

  private static void requireKnown(Goal goal, Map<String, Goal> byIntent) {
    for (String dependency : goal.dependencies()) {
      if (!byIntent.containsKey(dependency)) {
        throw new IllegalArgumentException(
            "goal '%s' depends on '%s', which has no goal; there are %s"
                .formatted(
                    goal.intent(), dependency, byIntent.keySet().stream().sorted().toList()));
      }
    }
  }

  /**
   * Some goals.
   *
   * @throws IllegalArgumentException as the constructor
   */
  public static Goals of(Goal... goals) {
    return new Goals(Arrays.asList(goals));
  }

  /**
   * Reads goals from a YAML file:
   *
   * <pre>{@code
   * goals:
   *   api:
   *     holds:
   *       - api_latency <= 200
   *       - availability >= 99.2
   *     brokenIf: all        # conditions are missed; any unless said
   *     brokenAfter: 5m      # 5 sampling periods unless said
   *     metAfter: 10m        # 10 sampling periods unless said
   *     dependsOn: [gateway]
   *     objective: 99.5% over 30d
   * }</pre>
   *
   * @throws io.mild.data.DataFileException if the content is not as said; the message names file,
   *     line and what was expected
   * @throws IOException if the file can't be read
   * @throws IllegalStateException if {@code org.snakeyaml:snakeyaml-engine} is not on the class
   *     path, which nothing else needs; the message names it
   */
  public static Goals readYaml(Path file) throws IOException {
    return YamlFile.read(file, "a mapping with 'goals'", GoalFields::read);
  }

  /**
   * Writes what {@link #readYaml} reads, beside its place and then renamed.
   *
   * @throws IOException if it can't be written
   * @throws IllegalStateException as there
   */
  public void writeYaml(Path file) throws IOException {
    YamlFile.write(file, toMap());
  }

  /** As maps, lists and texts in the form of the YAML file, to write it by other means. */
  public Map<String, Object> toMap() {
    return GoalFields.toMap(this);
  }

  /**
   * Goals that {@link #toMap} wrote.
   *
   * @throws IllegalArgumentException if the content is not as said there; the message names the
   *     field and what was expected
   */
  public static Goals fromMap(Map<String, ?> map) {
    return GoalFields.read(map);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return goals.isEmpty();
  }

  /** Of whom they are, in their order. */
  public List<String> intents() {
    return goals.stream().map(Goal::intent).toList();
  }

  /** The goal of an intent, if it has one. */
  public Optional<Goal> goal(String intent) {
    return goals.stream().filter(goal -> goal.intent().equals(intent)).findFirst();
  }

  /** The intents that a goal depends on, also by way of others. */
  Set<String> dependencies(Goal goal) {
    Map<String, Goal> byIntent = new HashMap<>();
    goals.forEach(each -> byIntent.put(each.intent(), each));
    return dependencies(goal, byIntent);
  }

  private static Set<String> dependencies(Goal goal, Map<String, Goal> byIntent) {
    Set<String> all = new HashSet<>();
    collect(goal, byIntent, all);
    return all;
  }

  private static void collect(Goal goal, Map<String, Goal> byIntent, Set<String> all) {
    for (String dependency : goal.dependencies()) {
      Goal other = byIntent.get(dependency);
      if (other != null && all.add(dependency)) {
        collect(other, byIntent, all);
      }
    }
  }

  /**
   * The failures of a history: each time that a goal broke, at the first row against it, with its
   * recovery. A goal that is broken from a history's first rows on is none, since nobody saw it
   * break.
   *
   * <p>Failures that begin within a time, 120 sampling periods, of an incident's first are of that
   * incident. Where goals depend on others, the failures within that time after one of these are
   * {@link io.mild.data.Failure.Role#VICTIM victims} and all others roots; where none does, no role
   * is known.
   *
   * @throws IllegalArgumentException if a goal is on a KPI that the history does not have, or has a
   *     condition without a level: see {@link #withUsualLevels}
   */
  public FailureLog failuresIn(KpiHistory history) {
    return failuresIn(history, history.samplingPeriod().multipliedBy(VICTIM_ROWS));
  }

  /**
   * The same.
   *
   * @param within how long after another's failure one may be of the same incident, and its victim;
   *     such as the longest horizon
   */
  public FailureLog failuresIn(KpiHistory history, Duration within) {
    return new DerivedFailures(this, within).in(history);
  }

  /**
   * The same with levels for the conditions that have none: such that a goal is broken by what
   * stands out of the history, and not by its noise.
   *
   * <p>Of each such goal all levels are raised together, in robust standard deviations from the
   * KPIs' medians, and breaks are counted. While they cut into noise the count falls fast; once
   * they are above it, only incidents are left, and it hardly falls any more. The lowest level from
   * which that is so is taken. Where there are too few breaks for that, it is the level that is
   * broken about once a week.
   *
   * @throws IllegalArgumentException if a goal is on a KPI that the history does not have, or that
   *     never varies
   */
  public Goals withUsualLevels(KpiHistory history) {
    requireKpis(history.kpis());
    UsualLevels levels = new UsualLevels(history);
    return new Goals(
        goals.stream()
            .map(goal -> goal.isWithoutLevels() ? levels.standingOut(goal) : goal)
            .toList());
  }

  /**
   * How each goal did in a history, and a level for those that are never broken, or too much of the
   * time.
   *
   * @throws IllegalArgumentException as {@link #failuresIn}
   */
  public List<GoalCheck> check(KpiHistory history) {
    return goals.stream().map(goal -> GoalCheck.of(goal, history)).toList();
  }

  /**
   * Refuses goals that can't be watched by rows of these KPIs.
   *
   * @throws IllegalArgumentException if one is on another KPI or has a condition without a level;
   *     the message says which
   */
  public void requireWatchable(List<String> kpis) {
    requireKpis(kpis);
    for (Goal goal : goals) {
      for (KpiCondition condition : goal.conditions()) {
        if (condition.isWithoutLevel()) {
          throw new IllegalArgumentException(
              "goal '%s' has no level in '%s': say one, or take those that a history proposes: a trained model has them, and 'mild goals --write-goals' writes them (withUsualLevels)"
                  .formatted(goal.intent(), condition));
        }
      }
    }
  }

  /** Refuses goals on other KPIs than these; names those that are named like one. */
  private void requireKpis(List<String> kpis) {
    for (Goal goal : goals) {
      for (String kpi : goal.kpis()) {
        if (!kpis.contains(kpi)) {
          List<String> near = NearNames.of(kpi, kpis);
          throw new IllegalArgumentException(
              "goal '%s' is on '%s', but no KPI is named so%s"
                  .formatted(
                      goal.intent(),
                      kpi,
                      near.isEmpty() ? ": there are " + kpis : ", near it are " + near));
        }
      }
    }
  }

  /** Tells goals from other ones. */
  long fingerprint() {
    byte[] digest = Digests.sha256().digest(Json.write(toMap()));
    return ByteBuffer.wrap(digest).getLong();
  }
}
