package io.mild.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * KPI rows in, feature rows out, one at a time.
 *
 * <p><b>Slots.</b> Rows come in slots of one period, which lie side by side in time; the first row
 * is in the middle of its own. The slots follow a clock that is a little fast or slow. Rows that
 * come up to a quarter of a period early or late are one a slot, and almost all of those that come
 * up to half of one. Slots that no row fell into were missed and hold no value of any KPI. After a
 * gap too long to say anything across it, the stream restarts, and so do its slots. Rows without
 * any value are such a gap, too: a stream restarts with the first value after it.
 *
 * <p><b>Folding.</b> The first row of a slot takes it. A row that falls into a slot that is taken
 * changes no feature yet: it is folded into the next slot, whose value of a KPI is the mean of all
 * that came after the row that took the slot before, up to the row that takes it. Where the next
 * slot is missed, it holds the folded rows' mean. So rows that come too often are averaged, not
 * counted as periods, and none is lost or delayed.
 *
 * <p>Training replays history through the same class that streams use. Not thread-safe: a stream
 * belongs to one thread at a time.
 */
public interface FeatureStream {
  /** What rows come in and which features go out. */
  FeatureSet spec();

  /**
   * Takes one row and writes the features as of its slot: where it is folded, those of the row that
   * took the slot.
   *
   * @param epochMillis the row's time, after that of the row before
   * @param values {@code [kpis]}, in the order of the specification; NaN where missing, never
   *     infinite; not kept
   * @param features {@code [features]}, overwritten; NaN where nothing is known
   * @throws IllegalArgumentException if an array has the wrong length, a value is infinite, or the
   *     time is not after that of the row before; the stream is unchanged
   */
  void accept(long epochMillis, double[] values, double[] features);

  /**
   * Requires that {@link #accept} would take a row, and changes nothing.
   *
   * @throws IllegalArgumentException as there
   */
  void requireRow(long epochMillis, double[] values);

  /** Whether a row has been accepted yet. */
  boolean hasRows();

  /**
   * Time of the latest row, in milliseconds since the epoch.
   *
   * @throws IllegalStateException if there was none yet, see {@link #hasRows()}
   */
  long lastEpochMillis();

  /**
   * Time of the row that took the latest slot, in milliseconds since the epoch: that of the latest
   * row, unless that was folded.
   *
   * @throws IllegalStateException if there was none yet, see {@link #hasRows()}
   */
  long slotEpochMillis();

  /**
   * Requires that a row would take a slot, for those who would rather refuse it than have it
   * folded. The first row always does.
   *
   * @param epochMillis the row's time
   * @throws IllegalArgumentException if a row at that time would be folded, or {@link #accept}
   *     would refuse the time; the message names the period and both times
   */
  void requireNewSlot(long epochMillis);

  /**
   * The usual distance of rows, if they stay more than a quarter off the period; empty while they
   * come when they are due. It is told once rows that come too early are 30 ahead of all others, or
   * those that come too late are, and until they have lost that lead: by 30 rows in time, not by a
   * restart. So neither a gap nor jitter is told. In whole seconds from ten on.
   */
  Optional<Duration> changedPeriod();

  /**
   * Whether too few slots have passed since the start or the latest restart to rely on features.
   */
  boolean isWarmingUp();

  /**
   * Whether the latest slot is the first since the start or a restart: nothing before it counts any
   * more.
   */
  boolean hasJustStarted();

  /**
   * Share, 0 to 1, of the KPIs' slots that hold a value, over the latest slots (as many as a stream
   * warms up for) or, while warming up, since the start or restart; 0 before the first row.
   */
  double coverage();

  /**
   * Whether the latest slot has no value of a KPI; true for all before the first row.
   *
   * @param kpi index of the KPI, 0 to {@code kpiCount() - 1}
   * @throws IndexOutOfBoundsException if there is no such KPI
   */
  boolean isMissing(int kpi);

  /** Whether the latest slot has no value of any KPI; true before the first row. */
  default boolean isEmpty() {
    for (int kpi = 0; kpi < spec().kpiCount(); kpi++) {
      if (!isMissing(kpi)) {
        return false;
      }
    }
    return true;
  }

  /** Forgets all rows: the next may be of any time. */
  void restart();

  /**
   * Writes the complete state, from which {@link #resume} goes on bit for bit.
   *
   * @throws IOException if {@code out} fails
   */
  void writeTo(DataOutput out) throws IOException;

  /**
   * Goes on bit for bit where another stream stopped.
   *
   * @param in what {@link #writeTo} of a stream of an equal set wrote, with this version of the
   *     library or an earlier one
   * @throws IOException if {@code in} fails or ends early, or the state is of an unknown version,
   *     number of KPIs, period or length of memory, or corrupt; the message says which, and the
   *     stream is then of no use
   */
  void resume(DataInput in) throws IOException;
}
