package io.mild.explain;

import java.util.Arrays;

/** Rows that stand for the usual, and their risks. */
final class Background {
  private final RiskFunction risk;
  private final int rows;
  private final int features;
  private final float[] values; // [rows × features]
  private final double[] risks;
  private final double meanRisk;

  /**
   * Scores the rows once.
   *
   * @throws IllegalArgumentException if there is none, or they are ragged or not finite
   */
  Background(RiskFunction risk, float[][] rows) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw new IllegalArgumentException(
          "background must hold at least one row of at least one feature, but was empty");
    }
    this.risk = risk;
    this.rows = rows.length;
    this.features = rows[0].length;
    this.values = new float[Math.multiplyExact(this.rows, features)];
    for (int b = 0; b < rows.length; b++) {
      requireFeatures(rows[b], "background row " + b);
      System.arraycopy(rows[b], 0, values, b * features, features);
    }
    this.risks = new double[this.rows];
    risk.score(values.clone(), this.rows, risks);
    this.meanRisk = Arrays.stream(risks).sum() / this.rows;
  }

  void requireFeatures(float[] row, String name) {
    if (row.length != features) {
      throw new IllegalArgumentException(
          name + " must be of " + features + " features, but was of " + row.length);
    }
    for (int feature = 0; feature < features; feature++) {
      if (!Float.isFinite(row[feature])) {
        throw new IllegalArgumentException(
            "feature " + feature + " of " + name + " must be finite, but was " + row[feature]);
      }
    }
  }

  int rows() {
    return rows;
  }

  int features() {
    return features;
  }

  double meanRisk() {
    return meanRisk;
  }

  /** Whether a row has the same features as all of these: those that would change nothing. */
  boolean agreesWith(float[] row, int[] members) {
    for (int b = 0; b < rows; b++) {
      for (int feature : members) {
        if (values[b * features + feature] != row[feature]) {
          return false;
        }
      }
    }
    return true;
  }

  /** The rows on their way to an explained row. */
  Mixed mixedWith(float[] row) {
    return new Mixed(row);
  }

  /**
   * A copy of the background in which some features are those of the explained row. Its memory is
   * used again from one scoring to the next.
   */
  final class Mixed {
    private final float[] row;
    private final double value;
    private final float[] mixed = values.clone();
    private final double[] scored = new double[rows];

    private Mixed(float[] row) {
      this.row = row;
      double[] single = new double[1];
      risk.score(row.clone(), 1, single);
      this.value = single[0];
    }

    /** The explained row's own risk. */
    double value() {
      return value;
    }

    /** All rows as in the background again. */
    void clear() {
      System.arraycopy(values, 0, mixed, 0, values.length);
    }

    /** Some features of all rows become the explained row's. */
    void join(int[] members) {
      for (int at = 0; at < mixed.length; at += features) {
        for (int feature : members) {
          mixed[at + feature] = row[feature];
        }
      }
    }

    /** The same in one row. */
    void join(int b, int[] members) {
      for (int feature : members) {
        mixed[b * features + feature] = row[feature];
      }
    }

    /** Some features of all rows become the background's again. */
    void leave(int[] members) {
      for (int at = 0; at < mixed.length; at += features) {
        for (int feature : members) {
          mixed[at + feature] = values[at + feature];
        }
      }
    }

    double meanRisk() {
      risk.score(mixed, rows, scored);
      double sum = 0;
      for (double one : scored) {
        sum += one;
      }
      return sum / rows;
    }

    /** The risk of each row. */
    void risks(double[] to) {
      risk.score(mixed, rows, to);
    }

    /** The risk of each row of the background itself. */
    void usualRisks(double[] to) {
      System.arraycopy(risks, 0, to, 0, rows);
    }
  }
}
