package io.mild.connect.prometheus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is to be told of answers, each text once with how often it came. Thread-safe. */
final class SourceNotes {
  private static final int MOST = 100;

  private final Map<String, Long> counts = new LinkedHashMap<>();

  synchronized void add(String text, long times) {
    if (counts.size() < MOST || counts.containsKey(text)) {
      counts.merge(text, times, Long::sum);
    }
  }

  /** All, which are then forgotten. */
  synchronized List<String> taken() {
    List<String> notes = new ArrayList<>();
    counts.forEach((text, times) -> notes.add(times == 1 ? text : text + " (" + times + " times)"));
    counts.clear();
    return notes;
  }
}
