package io.mild.benchmarks.experiment;

import io.mild.alerting.incident.Closing;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.TrackedIncident;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the incidents that a stream told, each as its latest event has it.
 *
 * @param told incidents of which at least one notification was made
 * @param notifications of them
 * @param notificationsOfFailed those of incidents that were closed since an intent failed
 * @param open incidents that were not closed by the end
 * @param closed incidents by the reason for which they were closed
 */
public record IncidentFigures(
    int told,
    int notifications,
    int notificationsOfFailed,
    int open,
    Map<Closing, Integer> closed) {
  /** One incident so far. */
  private record Course(int notifications, TrackedIncident incident) {}

  /**
   * Counts incidents.
   *
   * @param events of all, in order
   * @param from incidents that were opened before do not count
   */
  static IncidentFigures of(List<IncidentEvent> events, Instant from) {
    Map<String, Course> courses = new LinkedHashMap<>();
    for (IncidentEvent event : events) {
      if (!event.incident().opened().isBefore(from)) {
        int notice = event.isNotification() ? 1 : 0;
        courses.merge(
            event.incident().id(),
            new Course(notice, event.incident()),
            (before, now) -> new Course(before.notifications + notice, now.incident));
      }
    }
    List<Course> told = courses.values().stream().filter(c -> c.notifications > 0).toList();
    Map<Closing, Integer> closed = new EnumMap<>(Closing.class);
    for (Course course : told) {
      course.incident.closing().ifPresent(reason -> closed.merge(reason, 1, Integer::sum));
    }
    return new IncidentFigures(
        told.size(),
        told.stream().mapToInt(Course::notifications).sum(),
        told.stream()
            .filter(c -> c.incident.closing().filter(Closing.FAILED::equals).isPresent())
            .mapToInt(Course::notifications)
            .sum(),
        (int) told.stream().filter(c -> c.incident.closing().isEmpty()).count(),
        closed);
  }

  /** Notifications an incident that failed; NaN where none did. */
  public double notificationsAFailure() {
    return notificationsOfFailed / (double) closed(Closing.FAILED);
  }

  /** How many were closed for a reason. */
  public int closed(Closing reason) {
    return closed.getOrDefault(reason, 0);
  }

  /** Share of the told incidents that were closed for a reason; NaN where none was told. */
  public double share(Closing reason) {
    return closed(reason) / (double) told;
  }
}
