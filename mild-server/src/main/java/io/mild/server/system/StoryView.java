package io.mild.server.system;

import io.mild.alerting.incident.TrackedIncident;
import io.mild.explanation.SimilarIncident;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be seen of an incident.
 *
 * @param incident as it stands
 * @param told when the operator was told
 * @param right what the operator said of the warning
 * @param why what drives the risk of its root cause, at its latest step that told why
 * @param steps of its life; empty in a summary
 * @param course of the risks; empty in a summary
 * @param similar past incidents; empty in a summary
 */
public record StoryView(
    TrackedIncident incident,
    List<Instant> told,
    Optional<Boolean> right,
    List<WhyLine> why,
    List<StoryStep> steps,
    List<CoursePoint> course,
    List<SimilarIncident> similar) {
  /** Copies the lists. */
  public StoryView {
    told = List.copyOf(told);
    why = List.copyOf(why);
    steps = List.copyOf(steps);
    course = List.copyOf(course);
    similar = List.copyOf(similar);
  }

  static StoryView of(IncidentStory story) {
    return new StoryView(
        story.incident(),
        story.told,
        story.right(),
        story.why,
        story.steps,
        story.course.points(),
        story.similar);
  }

  static StoryView summaryOf(IncidentStory story) {
    return new StoryView(
        story.incident(), story.told, story.right(), story.why, List.of(), List.of(), List.of());
  }
}
