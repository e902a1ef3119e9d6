package io.mild.benchmarks.few;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows from the end of one incident to the end of the next, within one recording; or rows after a
 * recording's last incident.
 *
 * <p>An incident is under way from its onset, or one horizon before its first failure if that is
 * earlier or no onset was noted, until 30 minutes after its recovery. Incidents that are under way
 * at the same time share a stretch.
 *
 * @param from the first row
 * @param quietUntil the first row in which an incident is under way; {@code until}, if none is
 * @param until the row after the last
 * @param incidents the failures of each, by what their logs call them; none, if it is quiet
 */
record Stretch(int from, int quietUntil, int until, Map<String, List<Failure>> incidents) {
  private static final Duration AFTER_RECOVERY = Duration.ofMinutes(30);

  /** A longer quiet time is several stretches, so that several histories can have a share in it. */
  private static final int LONGEST_QUIET = 120;

  /**
   * All stretches of some recordings, in the order of time. Incidents of which no row within the
   * horizon was recorded are in none.
   */
  static List<Stretch> of(KpiHistory history, FailureLog log, Duration horizon) {
    Map<String, List<Failure>> incidents = new LinkedHashMap<>();
    for (Failure failure : log.failures()) {
      String name =
          failure.incident().isBlank()
              ? failure.intent() + " at " + failure.time()
              : failure.incident();
      incidents.computeIfAbsent(name, first -> new ArrayList<>()).add(failure);
    }
    List<Stretch> stretches = new ArrayList<>();
    int[] starts = recordings(history);
    for (int n = 0; n < starts.length; n++) {
      int until = n + 1 < starts.length ? starts[n + 1] : history.rows();
      stretches.addAll(ofRecording(history, starts[n], until, incidents, horizon));
    }
    return stretches;
  }

  /** The first row of each recording: where a row or more is missing, another begins. */
  static int[] recordings(KpiHistory history) {
    long longest = history.samplingPeriod().toMillis() * 3 / 2; // clocks are not exact
    List<Integer> starts = new ArrayList<>(List.of(0));
    for (int row = 1; row < history.rows(); row++) {
      if (history.epochMillis(row) - history.epochMillis(row - 1) > longest) {
        starts.add(row);
      }
    }
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Stretch> ofRecording(
      KpiHistory history,
      int from,
      int until,
      Map<String, List<Failure>> incidents,
      Duration horizon) {
    List<Stretch> underWay = new ArrayList<>();
    incidents.forEach(
        (name, failures) -> {
          Instant first = failures.get(0).time(); // a log is sorted
          int last = history.firstRow(first) - 1;
          if (last >= from && last < until && !history.time(last).isBefore(first.minus(horizon))) {
            int begin = Math.max(from, history.firstRow(begin(failures, horizon)));
            int end = Math.min(until, history.firstRow(end(failures).plusMillis(1)));
            underWay.add(new Stretch(begin, begin, end, Map.of(name, failures)));
          }
        });
    underWay.sort(Comparator.comparingInt(Stretch::from));
    List<Stretch> stretches = new ArrayList<>();
    int start = from;
    for (Stretch next : underWay) {
      int before = stretches.size() - 1;
      if (before >= 0 && next.from < start) {
        stretches.set(before, stretches.get(before).and(next));
      } else {
        stretches.add(new Stretch(start, next.from, next.until, next.incidents));
      }
      start = Math.max(start, next.until);
    }
    for (; start < until; start += LONGEST_QUIET) {
      int end = Math.min(until, start + LONGEST_QUIET);
      stretches.add(new Stretch(start, end, end, Map.of()));
    }
    return stretches;
  }

  private Stretch and(Stretch overlapping) {
    Map<String, List<Failure>> both = new LinkedHashMap<>(incidents);
    both.putAll(overlapping.incidents);
    return new Stretch(from, quietUntil, Math.max(until, overlapping.until), both);
  }

  private static Instant begin(List<Failure> failures, Duration horizon) {
    Instant begin = failures.get(0).time().minus(horizon);
    for (Failure failure : failures) {
      Instant onset = failure.onset().orElse(begin);
      begin = onset.isBefore(begin) ? onset : begin;
    }
    return begin;
  }

  private static Instant end(List<Failure> failures) {
    return failures.stream()
        .map(failure -> failure.recovered().orElse(failure.time()))
        .max(Comparator.naturalOrder())
        .orElseThrow()
        .plus(AFTER_RECOVERY);
  }

  /** All of it. */
  Piece whole(KpiHistory history) {
    return new Piece(
        rows(history, from, until),
        new FailureLog(incidents.values().stream().flatMap(List::stream).toList()));
  }

  /** How many rows nothing fails in. */
  int quietRows() {
    return quietUntil - from;
  }

  /** The rows before its incidents. */
  Piece quiet(KpiHistory history) {
    return new Piece(rows(history, from, quietUntil), new FailureLog(List.of()));
  }

  private static KpiHistory rows(KpiHistory history, int from, int until) {
    return until == history.rows()
        ? history.from(history.time(from))
        : history.between(history.time(from), history.time(until));
  }
}
