package io.mild.benchmarks.few;

import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
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

  /**
   * A history as it comes: from the end of a drawn incident on all rows until that of the first,
   * second … of the incidents that follow. Those under way at the same time come together, so that
   * there may be more of them than asked for.
   *
   * @param incidents how many, at least
   * @param most of those that are asked for of the same draw, whose histories begin at the same row
   * @param draw equal numbers give equal histories
   * @throws IllegalArgumentException if there are not so many
   */
  List<Piece> consecutive(int incidents, int most, long draw) {
    List<Stretch> inOrder =
        drawable.stream().sorted(Comparator.comparingInt(Stretch::from)).toList();
    int starts = inOrder.size();
    for (int following = 0; starts > 0 && following < most; starts--) {
      following += inOrder.get(starts - 1).incidents().size();
    }
    int known = inOrder.stream().mapToInt(stretch -> stretch.incidents().size()).sum();
    if (known < most) {
      throw new IllegalArgumentException(
          "there are %d failures in the first half, too few for a history of %d"
              .formatted(known, most));
    }
    List<Piece> pieces = new ArrayList<>();
    int at = new SplittableRandom(draw).nextInt(starts + 1); // Random's first are much alike
    for (int holds = 0; holds < incidents; at++) {
      pieces.add(inOrder.get(at).whole(history));
      holds += inOrder.get(at).incidents().size();
    }
    return pieces;
  }
}
