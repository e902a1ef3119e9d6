package io.mild.explain;

/**
 * A background's rows on their way to an explained row: some players' features are the explained
 * row's already. A player is a set of features; no two share one.
 *
 * <p>Some states can be kept and scored together, which costs less than one by one.
 */
abstract class Mixed {
  private final double value;

  /**
   * @param value the explained row's own risk
   */
  Mixed(double value) {
    this.value = value;
  }

  /** The explained row's own risk. */
  final double value() {
    return value;
  }

  /** All rows as in the background again. */
  abstract void clear();

  /** A player's features become the explained row's in all rows. */
  abstract void join(int player);

  /** The same in one row. */
  abstract void join(int row, int player);

  /** A player's features become the background's again in all rows. */
  abstract void leave(int player);

  /** How many states are kept at most. */
  abstract int capacity();

  /** Keeps the state as it is now, as that of a number below {@link #capacity}. */
  abstract void keep(int state);

  /** Scores the first states kept. */
  abstract void score(int states);

  /** The risk of a row in a state that was scored latest. */
  abstract double risk(int state, int row);

  /** The mean risk in a state that was scored latest. */
  abstract double meanRisk(int state);
}
