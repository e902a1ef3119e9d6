package io.mild.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Turns KPI rows into moving averages of their seasonal residuals, in the layout of its {@link
 * ResidualSpec}: a {@link SeasonalProfile} followed by an {@link EwmaBank}.
 *
 * <p><b>Missing values and gaps.</b> What {@link EwmaBank} says of missing values holds for missed
 * slots, too: a gap of any length gives the averages that as many rows of NaN would. Where more
 * slots pass than the longest span has (and a quarter of that of the {@link Reference}, if there is
 * one), all averages restart from 0 and the stream warms up again; so they do at the first value
 * after as many slots without any. Features are never NaN; that a KPI is silent is told by {@link
 * #isMissing} and {@link #coverage}.
 *
 * <p><b>Cost.</b> A row costs a sine, a cosine and O(KPIs · spans), and allocates nothing. Memory
 * is 8 bytes per feature, and up to 16 with a {@link Reference}.
 *
 * <p>Not thread-safe: an engineer belongs to one thread at a time.
 *
 * <pre>{@code
 * SeasonalProfile profile = SeasonalProfile.fit(epochMillis, history);
 * FeatureStream stream = ResidualSpec.of(List.of("cpu", "api_latency"), profile).openStream();
 * double[] features = new double[stream.spec().featureCount()];
 * stream.accept(now, new double[] {0.4, 120}, features);
 * }</pre>
 */
public final class ResidualEngineer implements FeatureStream {
  private static final int STATE_VERSION = 3;

  /** Of version 2 slots without any value were not counted. */
  private static final int STATE_VERSION_OF_EMPTY_SLOTS = 3;

  /** Of version 1 a row's slot followed that of the row before, and none was folded. */
  private static final int OLDEST_STATE_VERSION = 1;

  private final ResidualSpec spec;
  private final RowCheck check;
  private final RowClock clock;
  private final FoldedRows folded;
  private final int longestSlots;
  private final ResidualBank bank;
  private final double[] residuals;
  private final double[] missedRow;

  /** How many KPIs have a value in each of the latest slots: a ring as long as the warm-up. */
  private final int[] present;

  private long presentInAll;

  /** Slots since the start or the latest restart. */
  private long slots;

  /** The latest slots in a row that have no value of any KPI. */
  private long emptySlots;

  /** An engineer that has seen no row yet. */
  public ResidualEngineer(ResidualSpec spec) {
    this.spec = spec;
    this.check = new RowCheck(spec);
    this.clock = new RowClock(spec.period());
    this.folded = new FoldedRows(spec.kpiCount());
    this.longestSlots = spec.restartSlots();
    this.bank = spec.newBank();
    this.residuals = new double[spec.kpiCount()];
    this.missedRow = new double[spec.kpiCount()];
    Arrays.fill(missedRow, Double.NaN);
    this.present = new int[(int) FeatureSpec.slots(spec.warmUp(), spec.period())];
  }

  @Override
  public ResidualSpec spec() {
    return spec;
  }

  @Override
  public void accept(long epochMillis, double[] values, double[] features) {
    check.requireRow(epochMillis, values, features);
    if (!hasRows()) {
      clock.start(epochMillis);
      push(epochMillis, values);
    } else {
      acceptLater(epochMillis, values);
    }
    bank.copyTo(features);
  }

  private void acceptLater(long epochMillis, double[] values) {
    long advanced = clock.slotsTo(epochMillis);
    long before = clock.lastEpochMillis();
    clock.advance(epochMillis, advanced);
    if (advanced == 0) {
      folded.add(values);
    } else if (advanced > longestSlots) {
      restart();
      clock.start(epochMillis);
      push(epochMillis, values);
    } else {
      for (long missed = 1; missed < advanced; missed++) {
        if (folded.isEmpty()) {
          push(missedRow);
        } else {
          push(before, folded.take());
        }
      }
      double[] row = folded.isEmpty() ? values : folded.takeWith(values);
      if (knowsNothing() && !RowCheck.isEmpty(row)) {
        restart();
        clock.start(epochMillis);
      }
      push(epochMillis, row);
    }
  }

  private void push(long epochMillis, double[] values) {
    spec.profile().residuals(epochMillis, values, residuals);
    push(residuals);
  }

  private void push(double[] residuals) {
    bank.push(residuals);
    countSlot(residuals);
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
   * Whether less than {@link ResidualSpec#warmUp()} has passed since the start or the latest
   * restart.
   */
  @Override
  public boolean isWarmingUp() {
    return slots < present.length;
  }

  @Override
  public boolean hasJustStarted() {
    return slots == 1;
  }

  /**
   * Share, 0 to 1, of the KPIs' slots that hold a value, over the latest {@link
   * ResidualSpec#warmUp()} or, while warming up, since the start or restart; 0 before the first
   * row.
   */
  @Override
  public double coverage() {
    if (!hasRows()) {
      return 0;
    }
    return (double) presentInAll / ((long) slotsHeld() * spec.kpiCount());
  }

  @Override
  public boolean isMissing(int kpi) {
    return bank.isMissing(kpi);
  }

  /**
   * Writes the complete state: without a {@link Reference} 76 bytes, 4 per slot of the warm-up (or
   * since the restart, if shorter), 4 per span, 4 per KPI and 8 per feature, and 12 more per KPI
   * while a row waits for the next slot. An engineer that resumes from it goes on bit for bit.
   *
   * @throws IOException if {@code out} fails
   */
  @Override
  public void writeTo(DataOutput out) throws IOException {
    out.writeByte(STATE_VERSION);
    out.writeLong(spec.period().toMillis());
    out.writeInt(present.length);
    clock.writeSlotTo(out);
    out.writeLong(slots);
    for (int i = 0; i < slotsHeld(); i++) {
      out.writeInt(present[i]);
    }
    bank.writeTo(out);
    clock.writeTo(out);
    folded.writeTo(out);
    out.writeLong(emptySlots);
  }

  /** {@inheritDoc} That the profile is the same is not checked. */
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
    FeatureState.requireEqual("period in milliseconds", in.readLong(), spec.period().toMillis());
    FeatureState.requireEqual("warm-up in slots", in.readInt(), present.length);
    restart();
    clock.resumeSlot(in);
    slots = in.readLong();
    FeatureState.requireBetween("number of slots", slots, 0, Long.MAX_VALUE / 2);
    for (int i = 0; i < slotsHeld(); i++) {
      present[i] = in.readInt();
      FeatureState.requireBetween("number of values in a slot", present[i], 0, spec.kpiCount());
      presentInAll += present[i];
    }
    bank.resume(in);
    if (version > OLDEST_STATE_VERSION) {
      clock.resume(in);
      folded.resume(in);
    }
    if (version >= STATE_VERSION_OF_EMPTY_SLOTS) {
      emptySlots = in.readLong();
      FeatureState.requireBetween("number of empty slots", emptySlots, 0, slots);
    }
  }

  /** Whether nothing came yet, or nothing for as long as is too long to say anything across. */
  private boolean knowsNothing() {
    return emptySlots == slots || emptySlots >= longestSlots;
  }

  private int slotsHeld() {
    return (int) Math.min(slots, present.length);
  }

  @Override
  public void restart() {
    slots = 0;
    emptySlots = 0;
    folded.clear();
    Arrays.fill(present, 0);
    presentInAll = 0;
    bank.restart();
  }

  private void countSlot(double[] row) {
    int values = 0;
    for (double value : row) {
      if (!Double.isNaN(value)) {
        values++;
      }
    }
    int position = (int) (slots % present.length);
    presentInAll += values - present[position];
    present[position] = values;
    slots++;
    emptySlots = values == 0 ? emptySlots + 1 : 0;
  }
}
