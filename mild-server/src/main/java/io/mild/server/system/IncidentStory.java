package io.mild.server.system;

import io.mild.Assessment;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.connect.IncidentMessage;
import io.mild.explanation.Explanation;
import io.mild.explanation.SimilarIncident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is told of an incident: its steps, its course, why, and what the operator said of it. */
final class IncidentStory {
  private static final int MOST_STEPS = 100;
  private static final int MOST_POINTS = 400;
  private static final int MOST_POINTS_OF_THE_PAST = 80;
  static final int MOST_SIMILAR = 3;
  private static final int MOST_TOLD = 50;

  final List<StoryStep> steps = new ArrayList<>();
  final List<Instant> told = new ArrayList<>();
  Course course = Course.ofAll(MOST_POINTS);
  IncidentMessage latest;
  @Nullable Boolean right;
  List<WhyLine> why = List.of();
  List<SimilarIncident> similar = List.of();

  IncidentStory(IncidentMessage first) {
    latest = first;
  }

  /** How the incident stood after its latest step. */
  TrackedIncident incident() {
    return latest.event().incident();
  }

  boolean isOpen() {
    return incident().closing().isEmpty();
  }

  /** Takes the next step; what is past needs less room. */
  void add(IncidentMessage message) {
    if (steps.size() == MOST_STEPS) {
      steps.remove(1); // how it opened stays
    }
    steps.add(StoryStep.of(message.event()));
    latest = message;
    if (!isOpen()) {
      course = course.thinnedTo(MOST_POINTS_OF_THE_PAST);
    }
  }

  void add(IncidentMessage message, Assessment assessment) {
    add(message);
    if (message.event().isNotification()) {
      told(message.event().time());
    }
    boolean explains =
        message.event().kind() != IncidentEvent.Kind.CLOSED
            && message.event().incident().isAlerting();
    if (explains) {
      String root = message.event().incident().rootCause();
      Explanation explanation = assessment.explain(root);
      why = WhyLine.of(explanation);
      similar = assessment.similarIncidents(root, MOST_SIMILAR);
    }
  }

  void told(Instant time) {
    if (!told.contains(time)) {
      if (told.size() == MOST_TOLD) {
        told.remove(0);
      }
      told.add(time);
    }
  }

  Optional<Boolean> right() {
    return Optional.ofNullable(right);
  }
}
