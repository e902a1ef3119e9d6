package io.mild.explain;

import org.jspecify.annotations.Nullable;

/**
 * By the sums of a {@link LayeredRisk}: as a player joins, what the change of its features makes of
 * each sum is added. In double precision, so that coming and going leaves nothing behind.
 */
final class MixedSums extends Mixed {
  /** So many rows are scored together, or as many as the background has. */
  private static final int ROWS = 512;

  /** Numbers that are kept to be added again at most, 8 MB; else they are made anew each time. */
  private static final long MOST_CHANGES = 1 << 20;

  private final LayeredRisk risk;
  private final FirstSums first;
  private final float[] values; // [rows × features]
  private final float[] row;
  private final int[][] players;
  private final int sums;
  private final int rows;
  private final double[] background; // [rows × sums], as all of these
  private final double @Nullable [][] changes; // of each player
  private final double[] mixed;
  private final float[][] kept; // [sum][state × row]
  private final double[] risks; // [state × row]

  /**
   * @param first those of {@code risk}
   * @param values the background's features, {@code [rows × features]}
   * @param background their sums, {@code [rows × sums]}
   * @param row the explained row
   * @param value its risk
   * @param players features of each
   */
  MixedSums(
      LayeredRisk risk,
      FirstSums first,
      float[] values,
      double[] background,
      float[] row,
      double value,
      int[][] players) {
    super(value);
    this.risk = risk;
    this.first = first;
    this.values = values;
    this.row = row;
    this.players = players;
    this.sums = first.count();
    this.rows = background.length / sums;
    this.background = background;
    this.changes =
        (long) players.length * background.length > MOST_CHANGES ? null : changesOfEach();
    this.mixed = background.clone();
    this.risks = new double[capacity() * rows];
    this.kept = new float[sums][risks.length];
  }

  @Override
  void clear() {
    System.arraycopy(background, 0, mixed, 0, mixed.length);
  }

  @Override
  void join(int player) {
    if (changes == null) {
      changeAll(player, 1);
      return;
    }
    double[] change = changes[player];
    for (int at = 0; at < mixed.length; at++) {
      mixed[at] += change[at];
    }
  }

  @Override
  void leave(int player) {
    if (changes == null) {
      changeAll(player, -1);
      return;
    }
    double[] change = changes[player];
    for (int at = 0; at < mixed.length; at++) {
      mixed[at] -= change[at];
    }
  }

  private void changeAll(int player, int sign) {
    for (int b = 0; b < rows; b++) {
      change(player, b, sign, mixed);
    }
  }

  @Override
  void join(int b, int player) {
    if (changes == null) {
      change(player, b, 1, mixed);
      return;
    }
    double[] change = changes[player];
    int end = (b + 1) * sums;
    for (int at = b * sums; at < end; at++) {
      mixed[at] += change[at];
    }
  }

  /** Adds to a row's sums what a player that joins, or with a sign of −1 leaves, makes of them. */
  private void change(int player, int b, int sign, double[] to) {
    for (int feature : players[player]) {
      double change = row[feature] - (double) values[b * row.length + feature];
      first.add(feature, sign * change, to, b * sums);
    }
  }

  private double[][] changesOfEach() {
    double[][] ofEach = new double[players.length][background.length];
    for (int player = 0; player < players.length; player++) {
      for (int b = 0; b < rows; b++) {
        change(player, b, 1, ofEach[player]);
      }
    }
    return ofEach;
  }

  @Override
  int capacity() {
    return Math.max(1, ROWS / rows);
  }

  /** Turns rows into columns, four at a time: what is read lies together. */
  @Override
  void keep(int state) {
    int from = state * rows;
    int sum = 0;
    for (; sum + 4 <= sums; sum += 4) {
      float[] first = kept[sum];
      float[] second = kept[sum + 1];
      float[] third = kept[sum + 2];
      float[] fourth = kept[sum + 3];
      for (int b = 0, at = sum; b < rows; b++, at += sums) {
        first[from + b] = (float) mixed[at];
        second[from + b] = (float) mixed[at + 1];
        third[from + b] = (float) mixed[at + 2];
        fourth[from + b] = (float) mixed[at + 3];
      }
    }
    for (; sum < sums; sum++) {
      float[] column = kept[sum];
      for (int b = 0, at = sum; b < rows; b++, at += sums) {
        column[from + b] = (float) mixed[at];
      }
    }
  }

  @Override
  void score(int states) {
    risk.scoreSums(kept, states * rows, risks);
  }

  @Override
  double risk(int state, int b) {
    return risks[state * rows + b];
  }

  @Override
  double meanRisk(int state) {
    double sum = 0;
    for (int b = 0; b < rows; b++) {
      sum += risk(state, b);
    }
    return sum / rows;
  }
}
