package io.mild.server.view;

import io.mild.Assessment;
import io.mild.IntentRisk;
import io.mild.Mild;
import io.mild.alerting.incident.FailureFact;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.explanation.SimilarIncident;
import io.mild.internal.io.TimeScale;
import io.mild.server.system.MonitoredSystem;
import io.mild.server.system.StoryStep;
import io.mild.server.system.StoryView;
import io.mild.server.system.SystemView;
import io.mild.server.system.WhyLine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Incidents as JSON. */
public final class StoryJson {
  private StoryJson() {}

  /** An incident's life with its reasons, if the system has one of that id. */
  public static Optional<Map<String, Object>> of(MonitoredSystem system, String id) {
    return system.story(id).map(story -> full(system.view(), story));
  }

  private static Map<String, Object> full(SystemView now, StoryView story) {
    Map<String, Object> json = summary(story);
    boolean isLive =
        story.incident().isAlerting()
            && story.incident().closing().isEmpty()
            && now.assessment().isPresent();
    List<WhyLine> why =
        isLive
            ? WhyLine.of(now.assessment().get().explain(story.incident().rootCause()))
            : story.why();
    json.put("why", why.stream().map(StoryJson::line).toList());
    if (isLive) {
      json.put("clears", clears(now.mild(), now.assessment().get(), story.incident()));
    }
    json.put("similar", story.similar().stream().map(StoryJson::similar).toList());
    json.put("steps", story.steps().stream().map(StoryJson::step).toList());
    json.put("course", SystemJson.course(story.course()));
    json.put("intentNames", now.mild().intents());
    return json;
  }

  /** An incident in short. */
  static Map<String, Object> summary(StoryView story) {
    TrackedIncident incident = story.incident();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", incident.id());
    json.put("opened", incident.opened().toString());
    json.put("lastAlerting", incident.lastAlerting().toString());
    json.put("alerting", incident.isAlerting());
    json.put("rootCause", incident.rootCause());
    json.put("rootProbability", incident.rootProbability());
    json.put("intents", incident.intents());
    json.put("severity", incident.severity().name());
    json.put("probability", incident.probability());
    json.put("confidence", incident.confidence());
    if (incident.isAlerting() && incident.closing().isEmpty()) {
      json.put("from", at(incident, incident.timeLeft().least().toMillis()));
      json.put("until", at(incident, incident.timeLeft().most().toMillis()));
    }
    incident.notified().ifPresent(time -> json.put("notified", time.toString()));
    incident.acknowledged().ifPresent(time -> json.put("acknowledged", time.toString()));
    incident.acted().ifPresent(time -> json.put("acted", time.toString()));
    incident
        .closing()
        .ifPresent(
            closing -> {
              json.put("closing", closing.name());
              json.put("closingText", closing.toString());
            });
    json.put("failures", incident.failures().stream().map(StoryJson::failure).toList());
    json.put("told", (long) story.told().size());
    story.right().ifPresent(right -> json.put("right", right));
    return json;
  }

  private static Map<String, Object> failure(FailureFact failure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("intent", failure.intent());
    json.put("failed", failure.failed().toString());
    failure.recovered().ifPresent(time -> json.put("recovered", time.toString()));
    return json;
  }

  private static String at(TrackedIncident incident, long millis) {
    Instant time = incident.lastAlerting().plusMillis(millis);
    return time.toString();
  }

  private static Map<String, Object> line(WhyLine line) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kpi", line.kpi());
    json.put("contribution", line.contribution());
    json.put("value", line.value());
    json.put("usualLow", line.usualLow());
    json.put("usualHigh", line.usualHigh());
    json.put("missing", line.isMissing());
    return json;
  }

  private static Map<String, Object> similar(SimilarIncident similar) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("incident", similar.incident());
    json.put("rootCause", similar.rootCause());
    json.put("kind", similar.kind());
    json.put("time", similar.time().toString());
    json.put("similarity", similar.similarity());
    return json;
  }

  private static Map<String, Object> step(StoryStep step) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time", step.time().toString());
    json.put("kind", step.kind().name());
    json.put("why", step.why());
    json.put("told", step.isTold());
    json.put("heldBack", step.heldBack());
    return json;
  }

  /** What would end the alert: the risk below its threshold, for a quiet gap. */
  private static Map<String, Object> clears(
      Mild mild, Assessment assessment, TrackedIncident incident) {
    Map<String, Object> json = new LinkedHashMap<>();
    IntentRisk root = assessment.intent(incident.rootCause());
    json.put("risk", root.smoothedRisk());
    json.put("threshold", root.threshold());
    json.put("quietGap", TimeScale.text(mild.policy(mild.horizons().get(0)).quietGap()));
    return json;
  }
}
