package io.mild.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Turns KPI rows into feature rows, one at a time, in the layout of its {@link FeatureSpec}.
 *
 * <p><b>Time.</b> Rows come in slots of one period, as {@link FeatureStream} says. Where more slots
 * pass than the longest window has, all windows restart; so they do at the first value after as
 * many slots without any.
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
  private static final int STATE_VERSION = 2;

  /** Of version 1 a row's slot followed that of the row before, and none was folded. */
  private static final int OLDEST_STATE_VERSION = 1;

  private final FeatureSpec spec;
  private final RowCheck check;
  private final RowClock clock;
  private final FoldedRows folded;
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

  /** An engineer that has seen no row yet. */
  public FeatureEngineer(FeatureSpec spec) {
    int kpis = spec.kpiCount();
    int[] windowSlots = spec.windowSlots();
    this.spec = spec;
    this.check = new RowCheck(spec);
    this.clock = new RowClock(spec.period());
    this.folded = new FoldedRows(kpis);
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
    if (!hasRows()) {
      clock.start(epochMillis);
      push(values);
    } else {
      acceptLater(epochMillis, values);
    }
    write(features);
  }

  private void acceptLater(long epochMillis, double[] values) {
    long advanced = clock.slotsTo(epochMillis);
    clock.advance(epochMillis, advanced);
    if (advanced == 0) {
      folded.add(values);
    } else if (advanced > longestSlots) {
      restart();
      clock.start(epochMillis);
      push(values);
    } else {
      for (long missed = 1; missed < advanced; missed++) {
        push(folded.isEmpty() ? missedRow : folded.take());
      }
      double[] row = folded.isEmpty() ? values : folded.takeWith(values);
      if (knowsNothing() && !RowCheck.isEmpty(row)) {
        restart();
        clock.start(epochMillis);
      }
      push(row);
    }
  }

  @Override
  public void requireRow(long epochMillis, double[] values) {
    check.requireRow(epochMillis, values);
    if (hasRows()) {
      clock.requireLater(epochMillis);
    }
  }

  @Override
  public boolean hasRows() {
    return slots > 0;
  }

  @Override
  public long lastEpochMillis() {
    RowCheck.requireRows(hasRows());
    return clock.lastEpochMillis();
  }

  @Override
  public long slotEpochMillis() {
    RowCheck.requireRows(hasRows());
    return clock.slotEpochMillis();
  }

  /**
   * Whether a row would take a slot, and not be folded into the next. The first row always does.
   *
   * @param epochMillis the row's time
   * @throws IllegalArgumentException if {@link #accept} would refuse the time
   */
  public boolean takesSlot(long epochMillis) {
    return !hasRows() || clock.slotsTo(epochMillis) > 0;
  }

  @Override
  public void requireNewSlot(long epochMillis) {
    if (hasRows()) {
      clock.requireNewSlot(epochMillis);
    }
  }

  @Override
  public Optional<Duration> changedPeriod() {
    return clock.changedPeriod();
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
   * Writes the complete state: 63 bytes, 8 bytes per KPI and slot of the longest window (or since
   * the restart, if shorter), and 12 per KPI while a row waits for the next slot. An engineer that
   * resumes from it goes on bit for bit.
   *
   * @throws IOException if {@code out} fails
   */
  @Override
  public void writeTo(DataOutput out) throws IOException {
    out.writeByte(STATE_VERSION);
    out.writeInt(spec.kpiCount());
    out.writeLong(periodMillis);
    out.writeInt(longestSlots);
    clock.writeSlotTo(out);
    out.writeLong(slots);
    for (long slot = slots - slotsHeld(); slot < slots; slot++) {
      for (int kpi = 0; kpi < spec.kpiCount(); kpi++) {
        out.writeDouble(rows.get(slot, kpi));
      }
    }
    clock.writeTo(out);
    folded.writeTo(out);
  }

  /** {@inheritDoc} It replays the rows of the longest window, also those of version 1. */
  @Override
  public void resume(DataInput in) throws IOException {
    try {
      read(in);
    } catch (EOFException e) {
      throw FeatureState.endsEarly(e);
    }
  }

  private void read(DataInput in) throws IOException {
    int version = FeatureState.version(in, OLDEST_STATE_VERSION, STATE_VERSION);
    FeatureState.requireEqual("number of KPIs", in.readInt(), spec.kpiCount());
    FeatureState.requireEqual("period in milliseconds", in.readLong(), periodMillis);
    FeatureState.requireEqual("longest window in slots", in.readInt(), longestSlots);
    clock.resumeSlot(in);
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
    if (version > OLDEST_STATE_VERSION) {
      clock.resume(in);
      folded.resume(in);
    }
  }

  /** Whether the longest window is full of nothing. */
  private boolean knowsNothing() {
    if (slots < longestSlots) {
      return false;
    }
    for (int kpi = 0; kpi < spec.kpiCount(); kpi++) {
      if (longest.count(kpi) > 0) {
        return false;
      }
    }
    return true;
  }

  private long slotsHeld() {
    return Math.min(slots, longestSlots);
  }

  @Override
  public void restart() {
    slots = 0;
    folded.clear();
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
