package io.mild.explain;

/** By the features themselves, one state at a time. */
final class MixedRows extends Mixed {
  private final RiskFunction risk;
  private final float[] background; // [rows × features]
  private final float[] row;
  private final int[][] players;
  private final float[] mixed;
  private final double[] risks;

  /**
   * @param background {@code [rows × features]}
   * @param row the explained row
   * @param players features of each
   */
  MixedRows(RiskFunction risk, float[] background, float[] row, double value, int[][] players) {
    super(value);
    this.risk = risk;
    this.background = background;
    this.row = row;
    this.players = players;
    this.mixed = background.clone();
    this.risks = new double[background.length / row.length];
  }

  @Override
  void clear() {
    System.arraycopy(background, 0, mixed, 0, mixed.length);
  }

  @Override
  void join(int player) {
    for (int at = 0; at < mixed.length; at += row.length) {
      for (int feature : players[player]) {
        mixed[at + feature] = row[feature];
      }
    }
  }

  @Override
  void join(int b, int player) {
    for (int feature : players[player]) {
      mixed[b * row.length + feature] = row[feature];
    }
  }

  @Override
  void leave(int player) {
    for (int at = 0; at < mixed.length; at += row.length) {
      for (int feature : players[player]) {
        mixed[at + feature] = background[at + feature];
      }
    }
  }

  @Override
  int capacity() {
    return 1;
  }

  @Override
  void keep(int state) {
    // the one that there is
  }

  @Override
  void score(int states) {
    risk.score(mixed, risks.length, risks);
  }

  @Override
  double risk(int state, int b) {
    return risks[b];
  }

  @Override
  double meanRisk(int state) {
    double sum = 0;
    for (double one : risks) {
      sum += one;
    }
    return sum / risks.length;
  }
}
