package io.mild.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Turns KPI rows into feature rows, one at a time, in the layout of its {@link FeatureSpec}.
 *
 * <p><b>Time.</b> Rows come in slots of one period. A row's slot follows that of the row before by
 * their distance in time, rounded to whole periods; slots in between were missed and hold no value
 * of any KPI. Where more slots pass than the longest window has, all windows restart.
 *
 * <p><b>Features.</b> Windows end with the row's slot and are as short as the history at the start.
 * Mean and population standard deviation are those of the values present. NaN is a missing value
 * and never enters a statistic; what is there is used instead:
 *
 * <ul>
 *   <li>a missing value is replaced by the latest one in the longest window;
 *   <li>a window without any value takes the statistics of the next longer one that has some;
 *   <li>where the longest window is empty too, all features of that KPI are NaN.
 * </ul>
 *
 * <p><b>Exactness.</b> Values are joined to the statistics of a window and never taken out of them
 * (Chan, Golub and LeVeque 1983; van Herk 1992): they do not drift however long the stream, a
 * constant KPI has deviation 0, and a value that has left the window has left no trace. Finite
 * values beyond 1e150 are accepted, but may overflow a deviation, or beyond 1e307 a mean, for as
 * long as a window holds them.
 *
 * <p><b>Cost.</b> A row costs O(KPIs · windows) on average, whatever the windows' length, and
 * allocates nothing. Memory is 8 bytes per KPI and slot of the longest window, and about 40·√slots
 * bytes per KPI and window.
 *
 * <p>Not thread-safe: an engineer belongs to one thread at a time.
 *
 * <pre>{@code
 * FeatureEngineer engineer = new FeatureEngineer(FeatureSpec.of(List.of("cpu", "api_latency")));
 * double[] features = new double[engineer.spec().featureCount()];
 * engineer.accept(epochMillis, new double[] {0.4, 120}, features);
 * }</pre>
 */
public final class FeatureEngineer implements FeatureStream {
  private static final int STATE_VERSION = 1;

  private final FeatureSpec spec;
  private final RowCheck check;
  private final long periodMillis;
  private final int longestSlots;
  private final double[] missedRow;

  private final RecentRows rows;
  private final RollingMoments[] windows;
  private final RollingMoments longest;
  private final double[] latestValues;

  /**
   * Slots since the start or the latest restart; the latest slot has the number {@code slots-1}.
   */
  private long slots;

  private long lastEpochMillis;

  /** An engineer that has seen no row yet. */
  public FeatureEngineer(FeatureSpec spec) {
    int kpis = spec.kpiCount();
    int[] windowSlots = spec.windowSlots();
    this.spec = spec;
    this.check = new RowCheck(spec);
    this.periodMillis = spec.period().toMillis();
    this.longestSlots = windowSlots[windowSlots.length - 1];
    this.missedRow = new double[kpis];
    Arrays.fill(missedRow, Double.NaN);
    this.rows = new RecentRows(longestSlots, kpis);
    this.windows =
        Arrays.stream(windowSlots)
            .mapToObj(length -> new RollingMoments(length, kpis))
            .toArray(RollingMoments[]::new);
    this.longest = windows[windows.length - 1];
    this.latestValues = new double[kpis];
  }

  @Override
  public FeatureSpec spec() {
    return spec;
  }

  @Override
  public void accept(long epochMillis, double[] values, double[] features) {
    check.requireRow(epochMillis, values, features);
    long advanced = hasRows() ? check.slotsBetween(lastEpochMillis, epochMillis) : 1;

    if (advanced > longestSlots) {
      restart();
    } else {
      for (long missed = 1; missed < advanced; missed++) {
        push(missedRow);
      }
    }
    push(values);
    lastEpochMillis = epochMillis;
    write(features);
  }

  @Override
  public boolean hasRows() {
    return slots > 0;
  }

  @Override
  public long lastEpochMillis() {
    RowCheck.requireRows(hasRows());
    return lastEpochMillis;
  }

  /**
   * Whether fewer slots than the longest window has have passed since the start or the latest
   * restart.
   */
  @Override
  public boolean isWarmingUp() {
    return slots < longestSlots;
  }

  @Override
  public boolean hasJustStarted() {
    return slots == 1;
  }

  /**
   * Share, 0 to 1, of the KPIs' slots that hold a value, over the longest window or, while warming
   * up, since the start or restart; 0 before the first row.
   */
  @Override
  public double coverage() {
    if (!hasRows()) {
      return 0;
    }
    long present = 0;
    for (int kpi = 0; kpi < spec.kpiCount(); kpi++) {
      present += longest.count(kpi);
    }
    return (double) present / (slotsHeld() * spec.kpiCount());
  }

  @Override
  public boolean isMissing(int kpi) {
    return Double.isNaN(rows.get(slots - 1, Objects.checkIndex(kpi, spec.kpiCount())));
  }

  /**
   * Writes the complete state: 33 bytes, and 8 bytes per KPI and slot of the longest window (or
   * since the restart, if shorter). An engineer that resumes from it goes on bit for bit.
   *
   * @throws IOException if {@code out} fails
   */
  @Override
  public void writeTo(DataOutput out) throws IOException {
    out.writeByte(STATE_VERSION);
    out.writeInt(spec.kpiCount());
    out.writeLong(periodMillis);
    out.writeInt(longestSlots);
    out.writeLong(lastEpochMillis);
    out.writeLong(slots);
    for (long slot = slots - slotsHeld(); slot < slots; slot++) {
      for (int kpi = 0; kpi < spec.kpiCount(); kpi++) {
        out.writeDouble(rows.get(slot, kpi));
      }
    }
  }

  /** {@inheritDoc} It replays the rows of the longest window. */
  @Override
  public void resume(DataInput in) throws IOException {
    try {
      read(in);
    } catch (EOFException e) {
      throw FeatureState.endsEarly(e);
    }
  }

  private void read(DataInput in) throws IOException {
    FeatureState.requireEqual("version", in.readUnsignedByte(), STATE_VERSION);
    FeatureState.requireEqual("number of KPIs", in.readInt(), spec.kpiCount());
    FeatureState.requireEqual("period in milliseconds", in.readLong(), periodMillis);
    FeatureState.requireEqual("longest window in slots", in.readInt(), longestSlots);
    lastEpochMillis = in.readLong();
    long end = in.readLong();
    if (end < 0 || end > Long.MAX_VALUE / 2) {
      throw new IOException("feature state is corrupt: number of slots is " + end);
    }
    restart();
    slots = end - Math.min(end, longestSlots);
    double[] row = new double[spec.kpiCount()];
    while (slots < end) {
      for (int kpi = 0; kpi < row.length; kpi++) {
        row[kpi] = in.readDouble();
        if (Double.isInfinite(row[kpi])) {
          throw new IOException(
              "feature state is corrupt: %s is %s in slot %d"
                  .formatted(spec.kpis().get(kpi), row[kpi], slots));
        }
      }
      push(row);
    }
  }

  private long slotsHeld() {
    return Math.min(slots, longestSlots);
  }

  private void restart() {
    slots = 0;
    rows.clear();
    for (RollingMoments window : windows) {
      window.restart();
    }
  }

  private void push(double[] row) {
    rows.put(slots, row);
    for (RollingMoments window : windows) {
      window.advance(slots, rows);
    }
    for (int kpi = 0; kpi < row.length; kpi++) {
      if (!Double.isNaN(row[kpi])) {
        latestValues[kpi] = row[kpi];
      }
    }
    slots++;
  }

  private void write(double[] features) {
    int kpis = latestValues.length;
    for (int kpi = 0; kpi < kpis; kpi++) {
      features[kpi] = longest.count(kpi) > 0 ? latestValues[kpi] : Double.NaN;
      double mean = Double.NaN;
      double deviation = Double.NaN;
      for (int w = windows.length - 1; w >= 0; w--) {
        if (windows[w].count(kpi) > 0) {
          mean = windows[w].mean(kpi);
          deviation = windows[w].deviation(kpi);
        }
        features[(1 + 2 * w) * kpis + kpi] = mean;
        features[(2 + 2 * w) * kpis + kpi] = deviation;
      }
    }
  }
}
