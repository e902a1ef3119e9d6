package io.mild;

import io.mild.explanation.Explanation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the reasons of an alert changed since it began. It is shown each assessment of a stream,
 * keeps some of each running alert's, and explains them when it is asked:
 *
 * <pre>{@code
 * Assessment now = stream.accept(time, values);
 * trace.accept(now);
 * trace.since("api"); // from the onset to now
 * }</pre>
 *
 * <p>Of an alert at most {@value #MOST} assessments are kept, at even distances, with the first and
 * the latest. They stay until the intent's next alert begins. Not thread-safe.
 */
public final class ExplanationTrace {
  private static final int MOST = 60;

  private final Map<String, Course> courses = new HashMap<>();

  /** A trace that was shown nothing. */
  public ExplanationTrace() {}

  /** Takes the next assessment of a stream. */
  public void accept(Assessment now) {
    for (Alert alert : now.alerts()) {
      Course course = courses.get(alert.intent());
      if (course == null || !course.onset.equals(alert.onset())) {
        course = new Course(alert.onset());
        courses.put(alert.intent(), course);
      }
      course.add(now);
    }
  }

  /**
   * The explanations of an intent's running or latest alert, from the row at which it began, or at
   * which it was first seen, on; empty if there was none.
   */
  public List<Explanation> since(String intent) {
    Course course = courses.get(intent);
    return course == null
        ? List.of()
        : course.assessments().stream().map(now -> now.explain(intent)).toList();
  }

  /**
   * By how much each KPI's contribution has grown since the alert began, in the order of the latest
   * explanation; empty if there was no alert.
   */
  public Map<String, Double> change(String intent) {
    List<Explanation> explanations = since(intent);
    Map<String, Double> change = new LinkedHashMap<>();
    if (explanations.isEmpty()) {
      return change;
    }
    explanations
        .get(explanations.size() - 1)
        .contributions()
        .forEach(latest -> change.put(latest.name(), latest.contribution()));
    explanations
        .get(0)
        .contributions()
        .forEach(first -> change.merge(first.name(), -first.contribution(), Double::sum));
    return change;
  }

  /** Some assessments of one alert. */
  private static final class Course {
    private final Instant onset;
    private final List<Assessment> kept = new ArrayList<>();
    private Optional<Assessment> latest = Optional.empty();
    private int stride = 1;
    private int seen;

    Course(Instant onset) {
      this.onset = onset;
    }

    void add(Assessment now) {
      if (seen % stride == 0 && kept.size() == MOST - 1) {
        for (int i = kept.size() / 2; i > 0; i--) {
          kept.remove(2 * i - 1); // every other, but not the first
        }
        stride *= 2;
      }
      if (seen % stride == 0) {
        kept.add(now);
      }
      seen++;
      latest = Optional.of(now);
    }

    List<Assessment> assessments() {
      List<Assessment> all = new ArrayList<>(kept);
      latest.filter(now -> now != kept.get(kept.size() - 1)).ifPresent(all::add);
      return all;
    }
  }
}
