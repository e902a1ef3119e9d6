package io.mild.connect.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Answers of a Prometheus as it writes them. */
final class Answers {
  private Answers() {}

  /** A success of series. */
  static String matrix(String... series) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
        + String.join(",", series)
        + "]}}";
  }

  /** A series with a value at each time of a form's range. */
  static String series(Map<String, String> labels, Map<String, String> form, String value) {
    List<String> samples = new ArrayList<>();
    double end = Double.parseDouble(form.get("end"));
    double step = Double.parseDouble(form.get("step"));
    for (double time = Double.parseDouble(form.get("start")); time <= end; time += step) {
      samples.add("[%d,\"%s\"]".formatted((long) time, value));
    }
    return series(labels, samples);
  }

  static String series(Map<String, String> labels, List<String> samples) {
    String metric =
        labels.entrySet().stream()
            .map(label -> "\"%s\":\"%s\"".formatted(label.getKey(), label.getValue()))
            .collect(Collectors.joining(","));
    return "{\"metric\":{%s},\"values\":[%s]}".formatted(metric, String.join(",", samples));
  }

  /** A failure. */
  static String error(String type, String text) {
    return "{\"status\":\"error\",\"errorType\":\"%s\",\"error\":\"%s\"}".formatted(type, text);
  }
}
