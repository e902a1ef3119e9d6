package io.mild.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * KPI rows in, feature rows out, one at a time.
 *
 * <p>Rows come in slots of one period. A row's slot follows that of the row before by their
 * distance in time, rounded to whole periods; slots in between were missed and hold no value of any
 * KPI. After a gap too long to say anything across it, the stream restarts.
 *
 * <p>Training replays history through the same class that streams use. Not thread-safe: a stream
 * belongs to one thread at a time.
 */
public interface FeatureStream {
  /** What rows come in and which features go out. */
  FeatureSet spec();

  /**
   * Takes one row and writes the features as of it.
   *
   * @param epochMillis the row's time, at least half a period after that of the row before
   * @param values {@code [kpis]}, in the order of the specification; NaN where missing, never
   *     infinite; not kept
   * @param features {@code [features]}, overwritten; NaN where nothing is known
   * @throws IllegalArgumentException if an array has the wrong length, a value is infinite, or the
   *     time is not after that of the row before, or less than half a period after it; the stream
   *     is unchanged
   */
  void accept(long epochMillis, double[] values, double[] features);

  /** Whether a row has been accepted yet. */
  boolean hasRows();

  /**
   * Time of the latest row, in milliseconds since the epoch.
   *
   * @throws IllegalStateException if there was none yet, see {@link #hasRows()}
   */
  long lastEpochMillis();

  /**
   * Whether too few slots have passed since the start or the latest restart to rely on features.
   */
  boolean isWarmingUp();

  /**
   * Whether the latest row is the first since the start or a restart: nothing before it counts any
   * more.
   */
  boolean hasJustStarted();

  /**
   * Share, 0 to 1, of the KPIs' slots that hold a value, over the latest slots (as many as a stream
   * warms up for) or, while warming up, since the start or restart; 0 before the first row.
   */
  double coverage();

  /**
   * Whether the latest row had no value of a KPI; true for all before the first row.
   *
   * @param kpi index of the KPI, 0 to {@code kpiCount() - 1}
   * @throws IndexOutOfBoundsException if there is no such KPI
   */
  boolean isMissing(int kpi);

  /**
   * Writes the complete state, from which {@link #resume} goes on bit for bit.
   *
   * @throws IOException if {@code out} fails
   */
  void writeTo(DataOutput out) throws IOException;

  /**
   * Goes on bit for bit where another stream stopped.
   *
   * @param in what {@link #writeTo} of a stream of an equal set wrote
   * @throws IOException if {@code in} fails or ends early, or the state is of another version,
   *     number of KPIs, period or length of memory, or corrupt; the message says which, and the
   *     stream is then of no use
   */
  void resume(DataInput in) throws IOException;
}
