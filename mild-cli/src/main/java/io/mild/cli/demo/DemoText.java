package io.mild.cli.demo;

import io.mild.cli.output.EpisodeText;
import io.mild.cli.replay.AlertEpisode;
import io.mild.data.Failure;
import io.mild.training.evaluation.AlertEvaluation;
import io.mild.training.evaluation.FailureOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was said and what really happened, as text. */
public final class DemoText {
  private DemoText() {}

  /** All incidents, and the failures without any, by time. */
  public static String of(DemoRun run) {
    SortedMap<Instant, String> timeline = new TreeMap<>();
    for (IncidentOutcome incident : run.incidents()) {
      timeline.merge(incident.first().time(), text(incident), String::concat);
    }
    for (FailureOutcome outcome : run.evaluation().outcomes()) {
      if (!outcome.isIncidentDetected()) {
        Failure missed = outcome.failure();
        String text = "%s  %s failed, and nothing was said before%n";
        timeline.merge(
            missed.time(),
            text.formatted(EpisodeText.time(missed.time()), missed.intent()),
            String::concat);
      }
    }
    return String.join(System.lineSeparator(), timeline.values());
  }

  /** All of it in a sentence: announced, warning, root causes, false alarms. */
  public static String summary(DemoRun run) {
    AlertEvaluation evaluation = run.evaluation();
    int announced = evaluation.announced().size();
    return String.format(
        Locale.ROOT,
        "%d of %d failures were announced, %s before on average (0 where missed, %s at most);%n"
            + "%d of %d root causes were right at the first alert; %.1f false alarms a day.%n",
        announced,
        evaluation.outcomes().size(),
        run.warning(),
        run.scale().number(run.horizon()),
        run.namedRight(),
        announced,
        evaluation.incidentFalsePositivesPerDay());
  }

  private static String text(IncidentOutcome incident) {
    List<AlertEpisode> alerts = incident.alerts();
    StringBuilder text = new StringBuilder(EpisodeText.of(incident.first()));
    for (AlertEpisode further : alerts.subList(1, alerts.size())) {
      text.append("    then: ").append(EpisodeText.firstLine(further));
    }
    for (FailureOutcome outcome : incident.failures()) {
      text.append("    => ").append(text(incident.first(), outcome.failure()));
    }
    if (incident.failures().isEmpty()) {
      text.append(
          incident.falseAlarm()
              ? "    => nothing failed: a false alarm%n".formatted()
              : "    => in the wake of a failure, or before one that is not judged%n".formatted());
    }
    return text.toString();
  }

  private static String text(AlertEpisode first, Failure failure) {
    return "%s failed at %s, %s after this alert, which named the %s root cause%n"
        .formatted(
            failure.intent(),
            EpisodeText.time(failure.time()),
            EpisodeText.duration(Duration.between(first.time(), failure.time())),
            first.onset().rootCause().equals(failure.intent()) ? "right" : "wrong");
  }
}
