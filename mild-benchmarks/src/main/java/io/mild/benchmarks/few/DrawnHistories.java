package io.mild.benchmarks.few;

import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Histories of exactly so many incidents, and what to test on, put together from the stretches of a
 * recording (docs/benchmark.md §6).
 *
 * <p>Of the stretches in which something fails, the first half in time can be drawn for histories
 * and the second half is the test; of the quiet ones likewise. A history of N is N drawn stretches
 * of one incident each, in whole, and the quiet rows of others, drawn one after another until the
 * history is as long as wanted or there are no more. All are in the order of time.
 *
 * <p>A draw's histories are nested: that of five incidents has those of the one of three.
 */
final class DrawnHistories {
  private final KpiHistory history;
  private final int rows;
  private final List<Stretch> drawable = new ArrayList<>();
  private final List<Stretch> tested = new ArrayList<>();

  /**
   * @param rows of a history, at least, if there are so many
   */
  DrawnHistories(KpiHistory history, FailureLog failures, Duration horizon, int rows) {
    this.history = history;
    this.rows = rows;
    List<Stretch> all = Stretch.of(history, failures, horizon);
    for (boolean quiet : new boolean[] {false, true}) {
      List<Stretch> alike = all.stream().filter(s -> s.incidents().isEmpty() == quiet).toList();
      int half = (alike.size() + 1) / 2;
      drawable.addAll(alike.subList(0, half));
      tested.addAll(alike.subList(half, alike.size()));
    }
  }

  /** How many incidents can be drawn: a stretch of several can't be. */
  int incidents() {
    return (int) drawable.stream().filter(stretch -> stretch.incidents().size() == 1).count();
  }

  /** What all are tested on. */
  List<Piece> test() {
    return tested.stream()
        .sorted((a, b) -> Integer.compare(a.from(), b.from()))
        .map(stretch -> stretch.whole(history))
        .toList();
  }

  /**
   * A drawn history.
   *
   * @param incidents how many, at most {@link #incidents()}
   * @param draw equal numbers give equal histories
   */
  List<Piece> history(int incidents, long draw) {
    if (incidents > incidents()) {
      throw new IllegalArgumentException(
          "a history of %d failures can't be drawn from %d".formatted(incidents, incidents()));
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, drawable.size()).boxed().toList());
    Collections.shuffle(order, new Random(draw));
    TreeMap<Integer, Piece> pieces = new TreeMap<>(); // by their first rows
    int total = 0;
    List<Stretch> others = new ArrayList<>();
    for (int at : order) {
      Stretch stretch = drawable.get(at);
      if (stretch.incidents().size() == 1 && pieces.size() < incidents) {
        pieces.put(stretch.from(), stretch.whole(history));
        total += stretch.until() - stretch.from();
      } else {
        others.add(stretch);
      }
    }
    for (Stretch other : others) {
      if (total < rows && other.quietRows() > 0) {
        pieces.put(other.from(), other.quiet(history));
        total += other.quietRows();
      }
    }
    return List.copyOf(pieces.values());
  }
}
