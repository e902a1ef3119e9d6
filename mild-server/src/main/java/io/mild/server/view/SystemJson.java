package io.mild.server.view;

import io.mild.Assessment;
import io.mild.IntentRisk;
import io.mild.Mild;
import io.mild.Quality;
import io.mild.alerting.health.HealthFinding;
import io.mild.alerting.incident.MaintenanceWindow;
import io.mild.alerting.incident.Mute;
import io.mild.goals.Compliance;
import io.mild.goals.Goal;
import io.mild.goals.KpiCondition;
import io.mild.internal.io.TimeScale;
import io.mild.report.TrainingReport;
import io.mild.server.run.WatchedSystem;
import io.mild.server.system.CoursePoint;
import io.mild.server.system.MonitoredSystem;
import io.mild.server.system.SystemView;
import io.mild.shadow.ShadowComparison;
import io.mild.shadow.TrackRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Systems as JSON, for the page and whoever else asks. */
public final class SystemJson {
  private static final int SHORT_ID = 12;

  private SystemJson() {}

  /** A line of the list of systems. */
  public static Map<String, Object> summary(WatchedSystem watched) {
    Optional<SystemView> view = watched.system().map(MonitoredSystem::view);
    Map<String, Object> json = new LinkedHashMap<>();
    Standing standing = Standing.of(watched, view);
    json.put("key", watched.key());
    json.put("standing", standing.name());
    json.put("text", watched.training().filter(it -> view.isEmpty()).orElse(standing.text()));
    view.flatMap(SystemView::assessment)
        .ifPresent(
            assessment -> {
              json.put("time", assessment.time().toString());
              json.put("intents", intents(view.get().mild(), assessment));
            });
    view.ifPresent(
        now ->
            json.put(
                "incidents",
                now.incidents().stream()
                    .filter(each -> each.incident().closing().isEmpty())
                    .map(StoryJson::summary)
                    .toList()));
    json.put("problems", problems(watched, view));
    return json;
  }

  /** All of a system. */
  public static Map<String, Object> full(WatchedSystem watched) {
    Map<String, Object> json = summary(watched);
    watched.training().ifPresent(it -> json.put("training", it));
    watched
        .system()
        .flatMap(MonitoredSystem::candidate)
        .ifPresent(it -> json.put("candidate", model(it)));
    watched
        .system()
        .flatMap(MonitoredSystem::previous)
        .ifPresent(it -> json.put("previous", model(it)));
    watched
        .system()
        .map(MonitoredSystem::view)
        .ifPresent(
            view -> {
              json.put("course", course(view.course()));
              json.put(
                  "history",
                  view.incidents().stream()
                      .filter(each -> each.incident().closing().isPresent())
                      .map(StoryJson::summary)
                      .toList());
              json.put("rules", rules(view));
              json.put("budget", budget(view));
              json.put("model", model(view.mild()));
              view.comparison().ifPresent(it -> json.put("comparison", comparison(it)));
              view.assessment().ifPresent(it -> json.put("health", health(view, it)));
            });
    return json;
  }

  private static List<String> problems(WatchedSystem watched, Optional<SystemView> view) {
    List<String> problems = new ArrayList<>(watched.problems());
    view.flatMap(SystemView::problem).ifPresent(problems::add);
    return problems;
  }

  private static List<Map<String, Object>> intents(Mild mild, Assessment assessment) {
    Map<String, Compliance> compliance =
        assessment.goals().stream().collect(Collectors.toMap(Compliance::intent, it -> it));
    List<Map<String, Object>> intents = new ArrayList<>();
    for (IntentRisk intent : assessment.intents()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", intent.intent());
      mild.goals().goal(intent.intent()).ifPresent(goal -> json.put("goal", text(goal)));
      Compliance goal = compliance.get(intent.intent());
      json.put("status", goal != null ? goal.status().name() : intent.alerting() ? "AT_RISK" : "");
      if (goal != null) {
        goal.since().ifPresent(since -> json.put("since", since.toString()));
        goal.errorBudget().ifPresent(budget -> json.put("errorBudget", budget.toString()));
      }
      json.put("risk", intent.smoothedRisk());
      json.put("threshold", intent.threshold());
      json.put("alerting", intent.alerting());
      intents.add(json);
    }
    return intents;
  }

  /** As an operator says it: what must hold, all of it or a part. */
  private static String text(Goal goal) {
    String joint = goal.rule() == Goal.Rule.ANY ? " and " : " or ";
    return goal.conditions().stream()
        .map(KpiCondition::toString)
        .map(text -> text.replace("<=", "≤").replace(">=", "≥"))
        .collect(Collectors.joining(joint));
  }

  static Map<String, Object> course(List<CoursePoint> course) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("times", course.stream().map(CoursePoint::epochMillis).toList());
    json.put("risks", course.stream().map(it -> rounded(it.risks())).toList());
    json.put("thresholds", course.stream().map(it -> rounded(it.thresholds())).toList());
    json.put("rootCauses", course.stream().map(CoursePoint::rootCause).toList());
    return json;
  }

  /** To four places: a page shows no more. */
  private static List<Double> rounded(float[] values) {
    List<Double> rounded = new ArrayList<>();
    for (float value : values) {
      rounded.add(Math.rint(value * 1e4) / 1e4);
    }
    return rounded;
  }

  private static Map<String, Object> rules(SystemView view) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("text", view.rules().toString());
    json.put("mutes", view.rules().mutes().stream().map(Mute::toString).toList());
    json.put("windows", view.rules().windows().stream().map(MaintenanceWindow::toString).toList());
    return json;
  }

  private static Map<String, Object> budget(SystemView view) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("allowed", view.mild().report().falsePositiveBudget());
    json.put("made", view.falseAlarmsPerDay());
    json.put("days", SystemView.BUDGET_WINDOW.toDays());
    json.put("learns", view.mild().takesFeedback());
    json.put("fallenBack", view.isFallenBack());
    return json;
  }

  private static Map<String, Object> model(Mild mild) {
    TrainingReport report = mild.report();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", mild.id().substring(0, SHORT_ID));
    json.put("from", report.start().toString());
    json.put("until", report.end().toString());
    json.put("kpis", (long) mild.schema().kpis().size());
    json.put("period", TimeScale.text(mild.schema().samplingPeriod()));
    json.put("horizon", TimeScale.text(mild.horizons().get(0)));
    json.put(
        "failures",
        report.intents().stream()
            .mapToLong(each -> each.fitFailures() + each.validationFailures())
            .sum());
    json.put("warnings", report.warnings());
    return json;
  }

  private static Map<String, Object> comparison(ShadowComparison comparison) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("from", comparison.from().toString());
    json.put("until", comparison.until().toString());
    json.put("advice", comparison.advice().name());
    json.put("why", comparison.why());
    json.put("failures", (long) comparison.failures());
    json.put("live", record(comparison.live()));
    json.put("candidate", record(comparison.candidate()));
    return json;
  }

  private static Map<String, Object> record(TrackRecord record) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("told", (long) record.notifications());
    json.put("false", (long) record.falseNotifications());
    json.put("warned", (long) record.warned());
    json.put("leadMinutes", record.meanLead().toMinutes());
    return json;
  }

  private static Map<String, Object> health(SystemView view, Assessment assessment) {
    Quality quality = assessment.quality();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("status", quality.status().name());
    json.put("confidence", quality.confidence());
    json.put("findings", view.health().stream().map(SystemJson::finding).toList());
    json.put("faults", quality.faults().stream().map(Quality.Fault::toString).toList());
    return json;
  }

  private static Map<String, Object> finding(HealthFinding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", finding.kind().name());
    json.put("subject", finding.subject());
    json.put("since", finding.since().toString());
    json.put("text", finding.advice().orElse(finding.evidence()));
    json.put("acknowledged", finding.isAcknowledged());
    return json;
  }
}
