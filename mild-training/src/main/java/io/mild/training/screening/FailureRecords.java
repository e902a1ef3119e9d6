package io.mild.training.screening;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a failure log records, and what of it a history can say nothing of. */
public final class FailureRecords {
  private record Key(String intent, Instant time) {}

  private final Map<Key, List<Failure>> records = new LinkedHashMap<>(); // of each failure

  private FailureRecords() {}

  /** The records of some intents. */
  public static FailureRecords of(FailureLog log, List<String> intents) {
    FailureRecords all = new FailureRecords();
    for (Failure failure : log.failures()) {
      if (intents.contains(failure.intent())) {
        all.records
            .computeIfAbsent(new Key(failure.intent(), failure.time()), key -> new ArrayList<>())
            .add(failure);
      }
    }
    return all;
  }

  /** Each failure once: of several records of one the first that names it a root, or the first. */
  public FailureLog eachOnce() {
    return new FailureLog(
        records.values().stream()
            .map(
                same ->
                    same.stream()
                        .filter(failure -> failure.role() == Failure.Role.ROOT)
                        .findFirst()
                        .orElse(same.get(0)))
            .toList());
  }

  /** What is counted once, and what nothing is learned from, in sentences. */
  public List<String> warnings(KpiHistory history, Duration horizon) {
    List<String> warnings = new ArrayList<>();
    List<List<Failure>> repeated = new ArrayList<>();
    List<Failure> outside = new ArrayList<>();
    List<Failure> inGaps = new ArrayList<>();
    for (List<Failure> same : records.values()) {
      Failure failure = same.get(0);
      if (same.size() > 1) {
        repeated.add(same);
      }
      Instant from = failure.time().minus(horizon);
      if (from.isAfter(history.end()) || !failure.time().isAfter(history.start())) {
        outside.add(failure);
      } else if (history.firstRow(from) == history.firstRow(failure.time())) {
        inGaps.add(failure);
      }
    }
    warn(repeated, warnings);
    warn(outside, "outside the rows", history, warnings);
    warn(inGaps, "in a gap of the rows", history, warnings);
    return warnings;
  }

  private void warn(List<List<Failure>> repeated, List<String> warnings) {
    if (!repeated.isEmpty()) {
      List<Failure> same = repeated.get(0);
      String first =
          "the failure of '%s' at %s was logged %s, as incidents %s"
              .formatted(
                  same.get(0).intent(),
                  same.get(0).time(),
                  same.size() == 2 ? "twice" : same.size() + " times",
                  same.stream().map(Failure::incident).collect(Collectors.joining(" and ")));
      warnings.add(
          repeated.size() == 1
              ? first + ": it counts once"
              : "%s, as %s %d more of %d failures: each counts once"
                  .formatted(
                      first,
                      repeated.size() == 2 ? "was" : "were",
                      repeated.size() - 1,
                      records.size()));
    }
  }

  private void warn(
      Collection<Failure> lost, String where, KpiHistory history, List<String> warnings) {
    if (!lost.isEmpty()) {
      Failure first = lost.iterator().next();
      warnings.add(
          "%d of %d failures %s %s, %s to %s, such as incident %s of '%s' at %s: nothing is learned from %s"
              .formatted(
                  lost.size(),
                  records.size(),
                  lost.size() == 1 ? "lies" : "lie",
                  where,
                  history.start(),
                  history.end(),
                  first.incident(),
                  first.intent(),
                  first.time(),
                  lost.size() == 1 ? "it" : "them"));
    }
  }
}
