package io.mild.training.labels;

import java.util.Arrays;

/**
 * Which rows were drawn for which places, to be read in the order of the rows. A row may be drawn
 * for several places.
 */
public final class Draws {
  private final long[] drawn; // a row and a place each
  private int size;
  private int next;

  /**
   * None yet.
   *
   * @param most as many may be drawn
   */
  public Draws(int most) {
    this.drawn = new long[most];
  }

  /** A row for each place: the first for place 0. */
  public static Draws of(int... rows) {
    Draws draws = new Draws(rows.length);
    for (int place = 0; place < rows.length; place++) {
      draws.add(rows[place], place);
    }
    return draws;
  }

  /** Draws a row for a place. */
  public void add(int row, int place) {
    drawn[size++] = (long) row << Integer.SIZE | place;
  }

  /** Begins to read. */
  void sort() {
    Arrays.sort(drawn, 0, size);
    next = 0;
  }

  boolean hasNext() {
    return next < size;
  }

  /** The next one's row. */
  int row() {
    return (int) (drawn[next] >>> Integer.SIZE);
  }

  /** The next one's place; reads on. */
  int place() {
    return (int) drawn[next++];
  }
}
