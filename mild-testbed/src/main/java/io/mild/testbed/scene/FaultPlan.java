package io.mild.testbed.scene;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * What will be injected when: all of it is drawn before anything runs, from the seed alone.
 *
 * @param faults one after another
 * @param events at any time
 */
public record FaultPlan(List<InjectedFault> faults, List<HarmlessEvent> events) {
  /** Nothing is injected before it. */
  static final int FIRST_ROW = 60;

  private static final double BENIGN_SHARE = 0.2;
  private static final double MEAN_ROWS_BETWEEN_EVENTS = 130;

  /** Copies the lists. */
  public FaultPlan {
    faults = List.copyOf(faults);
    events = List.copyOf(events);
  }

  /**
   * Draws a plan. Kinds are dealt from shuffled decks, so each comes as often as the others.
   *
   * @param rows how long
   * @param kinds that the scene can do here
   * @param eventKinds of harmless events; their rows are not used
   * @param density 1 is a fault in some 130 rows; with 2, gaps and rises are half as long
   * @throws IllegalArgumentException if the density is not from 0.1 to 4
   */
  public static FaultPlan of(
      long seed, int rows, List<FaultKind> kinds, List<HarmlessEvent> eventKinds, double density) {
    if (!(density >= 0.1 && density <= 4)) {
      throw new IllegalArgumentException("density " + density + " is not from 0.1 to 4");
    }
    return new FaultPlan(
        faults(seed, rows, kinds, density),
        eventKinds.isEmpty() ? List.of() : events(seed, rows, eventKinds));
  }

  private static List<InjectedFault> faults(
      long seed, int rows, List<FaultKind> kinds, double density) {
    Draws draws = new Draws(seed, "faults");
    Deque<FaultKind> deck = new ArrayDeque<>();
    List<InjectedFault> faults = new ArrayList<>();
    int row = FIRST_ROW;
    while (true) {
      if (deck.isEmpty()) {
        List<FaultKind> shuffled = new ArrayList<>(kinds);
        Collections.shuffle(shuffled, draws.random());
        deck.addAll(shuffled);
      }
      boolean benign = draws.chance(BENIGN_SHARE);
      InjectedFault fault =
          new InjectedFault(
              faults.size() + 1,
              deck.pop(),
              row + draws.exponential(15 / density),
              (int) Math.round(draws.integer(35, 100) / density),
              draws.integer(12, 25),
              draws.integer(3, 12),
              draws.uniform(0.7, 1.6),
              benign ? draws.uniform(0.2, 0.45) : draws.uniform(1.0, 1.3),
              benign);
      if (fault.end() > rows) {
        return faults;
      }
      faults.add(fault);
      row = fault.end() + (int) Math.round(25 / density);
    }
  }

  private static List<HarmlessEvent> events(long seed, int rows, List<HarmlessEvent> kinds) {
    Draws draws = new Draws(seed, "events");
    List<HarmlessEvent> events = new ArrayList<>();
    int row = FIRST_ROW / 2;
    while (true) {
      row += 1 + draws.exponential(MEAN_ROWS_BETWEEN_EVENTS);
      HarmlessEvent kind = kinds.get(draws.integer(0, kinds.size() - 1));
      if (row >= rows) {
        return events;
      }
      events.add(new HarmlessEvent(row, kind.name(), kind.place()));
    }
  }
}
