package io.mild.training.labels;

/**
 * Which rows were drawn for which places, to be read in the order of the rows. A row may be drawn
 * for several places.
 */
public final class DrawnRows {
  private static final int NONE = 0;

  private final int[] firstPlace; // [row], counted from 1
  private final int[] nextPlace; // [place], of the same row, counted from 1
  private int end; // the row after the last that was drawn

  /**
   * None yet.
   *
   * @param rows that may be drawn
   * @param places that they may be drawn for, each once
   */
  public DrawnRows(int rows, int places) {
    this.firstPlace = new int[rows];
    this.nextPlace = new int[places];
  }

  /** Draws a row for a place. */
  public void add(int row, int place) {
    nextPlace[place] = firstPlace[row];
    firstPlace[row] = place + 1;
    end = Math.max(end, row + 1);
  }

  /** How many rows are to be read, from the first on, to have them all. */
  int end() {
    return end;
  }

  /** Whether a row was drawn. */
  boolean isDrawn(int row) {
    return firstPlace[row] != NONE;
  }

  /** How many places rows are drawn for. */
  public int places() {
    return nextPlace.length;
  }

  /** One of the places of a row that was drawn. */
  public int place(int row) {
    return firstPlace[row] - 1;
  }

  /** Whether the row of a place was drawn for another, too. */
  boolean hasNext(int place) {
    return nextPlace[place] != NONE;
  }

  /** That other place. */
  int next(int place) {
    return nextPlace[place] - 1;
  }
}
