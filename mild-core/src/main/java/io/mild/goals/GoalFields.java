package io.mild.goals;

import static io.mild.internal.yaml.FieldChecks.checked;
import static io.mild.internal.yaml.FieldChecks.typed;

import io.mild.internal.io.DurationText;
import io.mild.internal.yaml.FieldChecks;
import io.mild.internal.yaml.FieldException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Goals as maps, lists and texts, which YAML and JSON write, and back. */
final class GoalFields {
  private static final String GOALS = "goals";
  private static final String HOLDS = "holds";
  private static final String BROKEN_IF = "brokenIf";
  private static final String BROKEN_AFTER = "brokenAfter";
  private static final String MET_AFTER = "metAfter";
  private static final String DEPENDS_ON = "dependsOn";
  private static final String OBJECTIVE = "objective";
  private static final List<String> FIELDS =
      List.of(HOLDS, BROKEN_IF, BROKEN_AFTER, MET_AFTER, DEPENDS_ON, OBJECTIVE);
  private static final Pattern OBJECTIVE_TEXT =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%\\s+over\\s+(\\S+)");
  private static final double PERCENT = 100;

  private GoalFields() {}

  static Map<String, Object> toMap(Goals goals) {
    Map<String, Object> byIntent = new LinkedHashMap<>();
    goals.goals().forEach(goal -> byIntent.put(goal.intent(), toMap(goal)));
    return new LinkedHashMap<>(Map.of(GOALS, byIntent));
  }

  private static Map<String, Object> toMap(Goal goal) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(HOLDS, goal.conditions().stream().map(KpiCondition::toString).toList());
    if (goal.rule() != Goal.Rule.ANY) {
      map.put(BROKEN_IF, goal.rule().name().toLowerCase(Locale.ROOT));
    }
    goal.brokenAfter().ifPresent(time -> map.put(BROKEN_AFTER, DurationText.of(time)));
    goal.metAfter().ifPresent(time -> map.put(MET_AFTER, DurationText.of(time)));
    if (!goal.dependencies().isEmpty()) {
      map.put(DEPENDS_ON, goal.dependencies());
    }
    goal.errorBudget()
        .ifPresent(
            budget ->
                map.put(
                    OBJECTIVE,
                    PERCENT * budget.objective() + "% over " + DurationText.of(budget.over())));
    return map;
  }

  /**
   * Reads them.
   *
   * @throws FieldException if the content is not as said; with the path of the field
   */
  static Goals read(Map<String, ?> map) {
    FieldChecks.requireKnown("", map, List.of(GOALS));
    FieldChecks.require("", map, GOALS);
    Map<?, ?> byIntent = typed(GOALS, map.get(GOALS), Map.class, "a goal an intent");
    List<Goal> goals = new ArrayList<>();
    for (Map.Entry<?, ?> entry : byIntent.entrySet()) {
      goals.add(goal(String.valueOf(entry.getKey()), entry.getValue()));
    }
    return checked(GOALS, goals, Goals::new);
  }

  private static Goal goal(String intent, Object value) {
    String path = GOALS + "." + intent;
    Map<?, ?> map = typed(path, value, Map.class, "what the goal " + HOLDS);
    FieldChecks.requireKnown(path, map, FIELDS);
    Goal goal = checked(path, intent, Goal::of);
    int element = 0;
    for (Object condition : list(path, map, HOLDS)) {
      goal = with("%s.%s[%d]".formatted(path, HOLDS, element++), goal, condition);
    }
    if (map.containsKey(BROKEN_IF)) {
      goal = goal.brokenIf(rule(path + "." + BROKEN_IF, map.get(BROKEN_IF)));
    }
    if (map.containsKey(BROKEN_AFTER)) {
      goal = checked(path, duration(path, map, BROKEN_AFTER), goal::brokenAfter);
    }
    if (map.containsKey(MET_AFTER)) {
      goal = checked(path, duration(path, map, MET_AFTER), goal::metAfter);
    }
    if (map.containsKey(DEPENDS_ON)) {
      String[] intents =
          list(path, map, DEPENDS_ON).stream().map(String::valueOf).toArray(String[]::new);
      goal = checked(path + "." + DEPENDS_ON, intents, goal::dependsOn);
    }
    return map.containsKey(OBJECTIVE) ? withObjective(path, goal, map.get(OBJECTIVE)) : goal;
  }

  private static Goal with(String path, Goal goal, Object condition) {
    String text = typed(path, condition, String.class, "a condition such as 'api_latency <= 200'");
    return checked(path, text, it -> goal.holds(KpiCondition.parse(it)));
  }

  private static Goal.Rule rule(String path, Object value) {
    for (Goal.Rule rule : Goal.Rule.values()) {
      if (rule.name().equalsIgnoreCase(String.valueOf(value))) {
        return rule;
      }
    }
    throw new FieldException(path, "is '" + value + "', but any or all was expected");
  }

  private static Duration duration(String path, Map<?, ?> map, String field) {
    return checked(path + "." + field, String.valueOf(map.get(field)), DurationText::parse);
  }

  private static Goal withObjective(String path, Goal goal, Object value) {
    String field = path + "." + OBJECTIVE;
    Matcher text = OBJECTIVE_TEXT.matcher(String.valueOf(value).strip());
    if (!text.matches()) {
      throw new FieldException(
          field, "is '" + value + "', but such as '99.5% over 30d' was expected");
    }
    Duration over = checked(field, text.group(2), DurationText::parse);
    return checked(
        field, Double.parseDouble(text.group(1)) / PERCENT, it -> goal.objective(it, over));
  }

  private static List<?> list(String path, Map<?, ?> map, String field) {
    Object value = FieldChecks.require(path, map, field);
    if (value instanceof String) {
      return List.of(value); // one alone needs no list
    }
    List<?> list = typed(path + "." + field, value, List.class, "a list");
    if (list.isEmpty()) {
      throw new FieldException(path + "." + field, "is empty");
    }
    return list;
  }
}
