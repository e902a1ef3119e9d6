package io.mild.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Rows of residuals in, features out; what a {@link ResidualEngineer} keeps of the past. */
interface ResidualBank {
  /**
   * Takes one row.
   *
   * @param residuals {@code [kpis]}, finite, NaN where missing; not kept
   * @param features overwritten
   * @throws IllegalArgumentException if an array has the wrong length; the bank is unchanged
   */
  void accept(double[] residuals, double[] features);

  /** Takes one row of which nobody wants the features. */
  void push(double[] residuals);

  /**
   * Writes the features as of the latest row.
   *
   * @param features at least as long as there are features
   */
  void copyTo(double[] features);

  /** Starts again, knowing nothing. */
  void restart();

  /** Whether the latest row, if there was one, had no value of a KPI. */
  boolean isMissing(int kpi);

  /** Writes the complete state. */
  void writeTo(DataOutput out) throws IOException;

  /**
   * Goes on bit for bit where another bank of the same kind stopped.
   *
   * @throws IOException if {@code in} fails or ends early, or the state is corrupt or of another
   *     bank; this one is then of no use
   */
  void resume(DataInput in) throws IOException;
}
