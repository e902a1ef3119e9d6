package io.mild.server.system;

import io.mild.alerting.incident.IncidentEvent;
import io.mild.connect.IncidentMessage;
import io.mild.explanation.SimilarIncident;
import io.mild.internal.io.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An {@link IncidentBook} as JSON, and back. */
final class BookJson {
  private BookJson() {}

  static byte[] write(IncidentBook book) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("began", book.began.equals(Instant.MAX) ? "" : book.began.toString());
    json.put("latest", points(book.latest));
    json.put("stories", book.stories.values().stream().map(BookJson::story).toList());
    return Json.write(json);
  }

  private static Map<String, Object> story(IncidentStory story) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("latest", story.latest.toJson());
    json.put(
        "steps",
        story.steps.stream()
            .map(
                step ->
                    List.of(
                        step.time().toString(),
                        step.kind().name(),
                        step.why(),
                        step.isTold(),
                        step.heldBack()))
            .toList());
    json.put("told", story.told.stream().map(Instant::toString).toList());
    json.put("course", points(story.course));
    json.put("right", story.right().map(Object::toString).orElse(""));
    json.put(
        "why",
        story.why.stream()
            .map(
                line ->
                    List.of(
                        line.kpi(),
                        line.contribution(),
                        line.value(),
                        line.usualLow(),
                        line.usualHigh(),
                        line.isMissing()))
            .toList());
    json.put(
        "similar",
        story.similar.stream()
            .map(
                each ->
                    List.of(
                        each.incident(),
                        each.rootCause(),
                        each.kind(),
                        each.time().toString(),
                        each.similarity()))
            .toList());
    return json;
  }

  private static List<Object> points(Course course) {
    return course.points().stream()
        .<Object>map(
            point ->
                List.of(
                    point.epochMillis(),
                    list(point.risks()),
                    list(point.thresholds()),
                    point.rootCause()))
        .toList();
  }

  private static List<Double> list(float[] numbers) {
    List<Double> list = new ArrayList<>();
    for (float number : numbers) {
      list.add((double) number);
    }
    return list;
  }

  private static float[] floats(Object list) {
    List<?> numbers = (List<?>) list;
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) number(numbers.get(i));
    }
    return floats;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it is something else
   */
  static IncidentBook read(byte[] bytes) throws IOException {
    Map<String, Object> json = Json.read(bytes);
    IncidentBook book = new IncidentBook();
    try {
      String began = (String) json.getOrDefault("began", "");
      book.began = began.isEmpty() ? Instant.MAX : Instant.parse(began);
      points(list(json, "latest"), book.latest);
      for (Object each : list(json, "stories")) {
        IncidentStory story = story((Map<?, ?>) each);
        book.stories.put(story.incident().id(), story);
      }
    } catch (ClassCastException | IllegalArgumentException | DateTimeException e) {
      throw new IOException("the book of incidents is not as it was written: " + e, e);
    }
    return book;
  }

  private static IncidentStory story(Map<?, ?> json) throws IOException {
    IncidentStory story =
        new IncidentStory(IncidentMessage.ofJson(String.valueOf(json.get("latest"))));
    for (Object each : list(json, "steps")) {
      List<?> step = (List<?>) each;
      story.steps.add(
          new StoryStep(
              Instant.parse((String) step.get(0)),
              IncidentEvent.Kind.valueOf((String) step.get(1)),
              (String) step.get(2),
              (Boolean) step.get(3),
              (String) step.get(4)));
    }
    list(json, "told").forEach(time -> story.told.add(Instant.parse((String) time)));
    points(list(json, "course"), story.course);
    Object right = json.get("right");
    story.right = "".equals(right) ? null : "true".equals(right);
    List<WhyLine> why = new ArrayList<>();
    for (Object each : list(json, "why")) {
      List<?> line = (List<?>) each;
      why.add(
          new WhyLine(
              (String) line.get(0),
              number(line.get(1)),
              number(line.get(2)),
              number(line.get(3)),
              number(line.get(4)),
              (Boolean) line.get(5)));
    }
    story.why = why;
    List<SimilarIncident> similar = new ArrayList<>();
    for (Object each : list(json, "similar")) {
      List<?> line = (List<?>) each;
      similar.add(
          new SimilarIncident(
              (String) line.get(0),
              (String) line.get(1),
              (String) line.get(2),
              Instant.parse((String) line.get(3)),
              number(line.get(4))));
    }
    story.similar = similar;
    return story;
  }

  private static List<?> list(Map<?, ?> json, String field) {
    Object value = json.get(field);
    return value == null ? List.of() : (List<?>) value;
  }

  private static void points(List<?> json, Course course) {
    for (Object each : json) {
      List<?> point = (List<?>) each;
      course.add(
          new CoursePoint(
              (Long) point.get(0),
              floats(point.get(1)),
              floats(point.get(2)),
              (String) point.get(3)));
    }
  }

  private static double number(Object value) {
    return value instanceof String text ? Double.parseDouble(text) : ((Number) value).doubleValue();
  }
}
