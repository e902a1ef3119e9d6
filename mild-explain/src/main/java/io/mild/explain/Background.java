package io.mild.explain;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows that stand for the usual, and their risks. */
final class Background {
  private final RiskFunction risk;
  private final int rows;
  private final int features;
  private final float[] values; // [rows × features]
  private final double[] risks;
  private final double meanRisk;
  private final @Nullable FirstSums first;
  private final double @Nullable [] sums; // [rows × sums]

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
    this.first = risk instanceof LayeredRisk layered ? new FirstSums(layered) : null;
    this.sums = first == null ? null : first.of(values);
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

  /**
   * The rows on their way to an explained row.
   *
   * @param players features of each
   */
  Mixed mixedWith(float[] row, int[][] players) {
    double[] single = new double[1];
    risk.score(row.clone(), 1, single);
    return risk instanceof LayeredRisk layered && first != null && sums != null
        ? new MixedSums(layered, first, values, sums, row, single[0], players)
        : new MixedRows(risk, values, row, single[0], players);
  }

  /** The risk of each row. */
  void risks(double[] to) {
    System.arraycopy(risks, 0, to, 0, rows);
  }
}
