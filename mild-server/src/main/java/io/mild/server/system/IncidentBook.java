package io.mild.server.system;

import io.mild.Assessment;
import io.mild.alerting.incident.Closing;
import io.mild.connect.IncidentMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The incidents of a system: those that are open and the latest that were. */
final class IncidentBook {
  private static final int MOST = 100;
  private static final int POINTS_BEFORE = 90;
  private static final int LATEST_POINTS = 360;

  final Map<String, IncidentStory> stories = new LinkedHashMap<>(); // by id, the oldest first
  final Course latest = Course.ofLatest(LATEST_POINTS);
  Instant began = Instant.MAX; // of the first row

  /** Takes what a row said. */
  void accept(Assessment assessment, List<IncidentMessage> messages) {
    began = began.isAfter(assessment.time()) ? assessment.time() : began;
    CoursePoint point = CoursePoint.of(assessment);
    boolean isTold = assessment.incident().map(now -> now.isNotification()).orElse(false);
    for (IncidentMessage message : messages) {
      story(message).add(message, assessment);
    }
    for (IncidentStory story : stories.values()) {
      if (story.isOpen()) {
        story.course.add(point);
        if (isTold && story.incident().isAlerting()) {
          story.told(assessment.time());
        }
      }
    }
    latest.add(point);
    forget();
  }

  /** Takes a step that no row brought about. */
  void add(IncidentMessage message) {
    story(message).add(message);
  }

  private IncidentStory story(IncidentMessage message) {
    return stories.computeIfAbsent(
        message.event().incident().id(),
        id -> {
          IncidentStory story = new IncidentStory(message);
          latest.latest(POINTS_BEFORE).forEach(story.course::add);
          return story;
        });
  }

  /** Leaves out what nobody was told of, as it was over before anybody watched. */
  void forgetWhatIsOver() {
    stories.values().removeIf(story -> !story.isOpen());
  }

  private void forget() {
    if (stories.size() > MOST) {
      stories.entrySet().stream()
          .filter(each -> !each.getValue().isOpen())
          .findFirst()
          .map(Map.Entry::getKey)
          .ifPresent(stories::remove);
    }
  }

  Optional<IncidentStory> story(String id) {
    return Optional.ofNullable(stories.get(id));
  }

  /** The latest first. */
  List<IncidentStory> latestFirst() {
    List<IncidentStory> all = new ArrayList<>(stories.values());
    Collections.reverse(all);
    return all;
  }

  /** Of what was told within a time before now, how much proved false, a day. */
  double falseAlarmsPerDay(Instant now, Duration within) {
    Instant from = now.minus(within).isAfter(began) ? now.minus(within) : began;
    double days = Duration.between(from, now).toMinutes() / (double) Duration.ofDays(1).toMinutes();
    long alarms =
        stories.values().stream()
            .filter(story -> story.incident().opened().isAfter(from) && isFalse(story))
            .count();
    return alarms / Math.max(1, days); // of less than a day, as if it were one
  }

  private static boolean isFalse(IncidentStory story) {
    return story
        .right()
        .map(right -> !right)
        .orElse(
            !story.told.isEmpty()
                && story.incident().closing().equals(Optional.of(Closing.FALSE_ALARM)));
  }
}
