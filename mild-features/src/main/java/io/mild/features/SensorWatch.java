package io.mild.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Tells values that a broken sensor reads from values that a failure makes, held against the {@link
 * KpiLimit}s of the training's history.
 *
 * <p><b>Out of range.</b> A value is out of range that is more than {@value #MARGIN} of the range
 * seen beyond it, or below half of the least where no value was negative. How it got there tells
 * why, and for how long it counts as it is:
 *
 * <ul>
 *   <li>It drifts: by steps such as the history knows, or to no further beyond the range than the
 *       range is wide. From there on also by steps as wide as the range, or as far as it is out
 *       already, for what moves far moves in leaps, and back by any. A failure does that; it
 *       counts, however far it goes. Where the value before is not known, up to ten times the range
 *       or its ends beyond it is a drift, too.
 *   <li>By a jump further than that: a quarter of the longest horizon. A failure may come at once,
 *       too, and is known by then.
 *   <li>By a jump to 0, or further than that or below the range to a multiple of the value before
 *       that is the ratio of two units, such as a thousandth: a 24th of the horizon, three periods
 *       at least.
 *   <li>To what no failure makes: not at all. That is one of the {@link Sentinels}, a million times
 *       the range, or a negative value where none was, unless a step such as the history knows led
 *       there (or, where the value before is not known, it is within {@value #MARGIN} of the range)
 *       and it is no whole number, as −1 is.
 * </ul>
 *
 * <p>After that time it counts as missing until it is back in range, or no further beyond it than
 * it is wide and thus a drift; not while an alert runs, though, for a horizon at most: a failure
 * that was announced comes within that. Below the range nothing is near again, for most ranges
 * reach halfway to 0.
 *
 * <p><b>Stale.</b> A value that has stood still for more than twice the longest standstill of the
 * history, and {@value #MORE_STANDSTILL} periods more, counts as missing until it moves. What
 * drifted out of range, to other than 0, or is the greatest seen or more, may stand for a horizon:
 * a link that is full reads 1 until it fails.
 *
 * <p>What it can't find: another unit or a wrong value within the range seen.
 *
 * <p>A row costs some comparisons a KPI and allocates nothing. Not thread-safe: a watch belongs to
 * one stream.
 */
public final class SensorWatch {
  /**
   * What is wrong with a KPI's latest value; where several hold, the last of them that it counts as
   * missing for.
   */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** There is none. */
    MISSING,
    /** It has stood still although it never did for so long. */
    STALE,
    /** No value of the history was there. */
    OUT_OF_RANGE
  }

  /** Beyond the range seen, as a share of it. */
  static final double MARGIN = 0.05;

  static final int MORE_STANDSTILL = 5;

  private static final int STATE_VERSION = 1;
  private static final double FAR = 10;
  private static final double LONGEST_STEP_PERIODS = 1.5;
  private static final double ABSURD = 1e6;

  /** Of units that KPIs are measured in. */
  private static final double[] RATIOS = {
    8, 60, 100, 1_000, 1_024, 3_600, 1e6, 0x1p20, 1e9, 0x1p30
  };

  private static final int JUMPS_A_HORIZON = 4;
  private static final int SIGNS_A_HORIZON = 24;
  private static final int LEAST_PERIODS = 3;

  private static final byte IN_RANGE = 0;
  private static final byte DRIFTED_OUT = 1;
  private static final byte JUMPED_OUT = 2;
  private static final byte SHOWS_SIGNS = 3; // of a sensor that broke
  private static final byte IMPOSSIBLE = 4;
  private static final byte CAME_NEAR = 5; // after a jump; else as if it drifted
  private static final int MISSING_BEFORE = 8;

  private final double[] least; // with the margin
  private final double[] greatest;
  private final double[] top; // the greatest seen
  private final double[] widths;
  private final double[] steps;
  private final double[] standstillMillis;
  private final double longestStepMillis;
  private final double horizonMillis;
  private final double[] countMillis; // [where]

  private final double[] latest; // [kpi], NaN before the first value
  private final long[] movedAt; // [kpi], when the latest value came first
  private final byte[] where; // [kpi]
  private final long[] outSince; // [kpi], where it is out of range
  private final boolean[] missingBefore; // [kpi], in the latest row
  private long lastEpochMillis;

  private final Fault[] faults; // of the latest row
  private final boolean[] ignored; // of the latest row
  private boolean faulty;

  /**
   * A watch that has seen no row.
   *
   * @param limits one a KPI
   * @param period from row to row
   * @param horizon the longest, within which a failure that is announced comes
   */
  public SensorWatch(List<KpiLimit> limits, Duration period, Duration horizon) {
    int kpis = limits.size();
    double periodMillis = period.toMillis();
    this.least = new double[kpis];
    this.greatest = new double[kpis];
    this.top = new double[kpis];
    this.widths = new double[kpis];
    this.steps = new double[kpis];
    this.standstillMillis = new double[kpis];
    for (int kpi = 0; kpi < kpis; kpi++) {
      KpiLimit limit = limits.get(kpi);
      top[kpi] = limit.greatest();
      widths[kpi] = limit.greatest() - limit.least();
      double margin = limit.isNone() ? 0 : MARGIN * widths[kpi];
      least[kpi] =
          limit.least() >= 0
              ? Math.max(limit.least() - margin, limit.least() / 2)
              : limit.least() - margin;
      greatest[kpi] = limit.greatest() + margin;
      steps[kpi] = limit.step();
      standstillMillis[kpi] = (2 * limit.standstill() + MORE_STANDSTILL) * periodMillis;
    }
    this.longestStepMillis = LONGEST_STEP_PERIODS * periodMillis;
    this.horizonMillis = horizon.toMillis();
    double least = LEAST_PERIODS * periodMillis;
    this.countMillis =
        new double[] {
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Math.max(horizonMillis / JUMPS_A_HORIZON, least),
          Math.max(horizonMillis / SIGNS_A_HORIZON, least),
          0,
          Double.POSITIVE_INFINITY
        };
    this.latest = new double[kpis];
    this.movedAt = new long[kpis];
    this.where = new byte[kpis];
    this.outSince = new long[kpis];
    this.missingBefore = new boolean[kpis];
    this.faults = new Fault[kpis];
    this.ignored = new boolean[kpis];
    restart();
  }

  /**
   * Takes one row.
   *
   * @param epochMillis its time, after that of the row before
   * @param values {@code [kpis]}, finite, NaN where missing; not kept
   * @param alerting whether an alert ran before this row
   * @param checked {@code [kpis]}, overwritten: the values as they count, NaN where missing
   */
  public void accept(long epochMillis, double[] values, boolean alerting, double[] checked) {
    boolean late = (double) epochMillis - lastEpochMillis > longestStepMillis;
    faulty = false;
    for (int kpi = 0; kpi < values.length; kpi++) {
      double value = values[kpi];
      boolean missing = Double.isNaN(value);
      if (missing) {
        faults[kpi] = Fault.MISSING;
        ignored[kpi] = true;
        checked[kpi] = value;
      } else {
        checked[kpi] = checked(kpi, epochMillis, value, late || missingBefore[kpi], alerting);
      }
      faulty |= faults[kpi] != Fault.NONE;
      missingBefore[kpi] = missing;
    }
    lastEpochMillis = epochMillis;
  }

  private double checked(int kpi, long now, double value, boolean unknownBefore, boolean alerting) {
    locate(kpi, now, value, unknownBefore);
    if (value != latest[kpi] || unknownBefore) {
      latest[kpi] = value;
      movedAt[kpi] = now;
    }
    boolean stale = (double) now - movedAt[kpi] > mayStandMillis(kpi, value);
    boolean expired = now - (double) outSince[kpi] >= countMillis(kpi, alerting);
    boolean out = where[kpi] != IN_RANGE && (expired || !stale);
    faults[kpi] = out ? Fault.OUT_OF_RANGE : stale ? Fault.STALE : Fault.NONE;
    ignored[kpi] = stale || expired;
    return ignored[kpi] ? Double.NaN : value;
  }

  private double mayStandMillis(int kpi, double value) {
    boolean full = value >= top[kpi] || hasDrifted(kpi) && value != 0;
    return full ? Math.max(standstillMillis[kpi], horizonMillis) : standstillMillis[kpi];
  }

  private boolean hasDrifted(int kpi) {
    return where[kpi] == DRIFTED_OUT || where[kpi] == CAME_NEAR;
  }

  /** How long the value counts that it is out of range. */
  private double countMillis(int kpi, boolean alerting) {
    double millis = countMillis[where[kpi]];
    return alerting && millis > 0 ? Math.max(millis, horizonMillis) : millis;
  }

  private void locate(int kpi, long now, double value, boolean unknownBefore) {
    if (value >= least[kpi] && value <= greatest[kpi]) {
      where[kpi] = IN_RANGE;
      return;
    }
    byte to = outside(kpi, value, unknownBefore);
    boolean again = where[kpi] == CAME_NEAR && to == JUMPED_OUT;
    if (to != where[kpi]) {
      outSince[kpi] = again || to == CAME_NEAR ? outSince[kpi] : now;
      where[kpi] = to;
    }
  }

  /** Where a value is that is out of range. */
  private byte outside(int kpi, double value, boolean unknownBefore) {
    byte from = where[kpi];
    boolean nearAbove = value > greatest[kpi] && isNear(kpi, value);
    if (from == JUMPED_OUT || from == SHOWS_SIGNS) {
      return nearAbove ? CAME_NEAR : from;
    }
    boolean unknown = unknownBefore || from == IMPOSSIBLE;
    if (isImpossible(kpi, value, unknown)) {
      return IMPOSSIBLE;
    }
    byte drifted = from == CAME_NEAR ? CAME_NEAR : DRIFTED_OUT;
    boolean believed = hasDrifted(kpi) && !isJump(kpi, value);
    if (believed || (unknown ? !isFar(kpi, value) : !isJump(kpi, value))) {
      return drifted;
    }
    if (value == 0 || !unknown && !nearAbove && isOfAnotherUnit(kpi, value)) {
      return SHOWS_SIGNS;
    }
    return !unknown && isNear(kpi, value) ? drifted : JUMPED_OUT;
  }

  private boolean isJump(int kpi, double value) {
    double step = Math.abs(value - latest[kpi]);
    if (!hasDrifted(kpi)) {
      return step > steps[kpi];
    }
    boolean sameSide = value > greatest[kpi] == latest[kpi] > greatest[kpi];
    double out = sameSide ? beyond(kpi, latest[kpi]) : 0;
    return beyond(kpi, value) > out && step > Math.max(Math.max(steps[kpi], widths[kpi]), out);
  }

  /** No further beyond the range than it is wide; that may be true of all that is below. */
  private boolean isNear(int kpi, double value) {
    return beyond(kpi, value) <= widths[kpi];
  }

  /** How far a value is from the end of the range that it is beyond. */
  private double beyond(int kpi, double value) {
    return Math.max(value - greatest[kpi], least[kpi] - value);
  }

  private boolean isImpossible(int kpi, double value, boolean unknownBefore) {
    if (value < 0 && least[kpi] >= 0 && !isBelowZero(kpi, value, unknownBefore)) {
      return true;
    }
    double usual = Math.max(Math.abs(least[kpi]), Math.abs(greatest[kpi]));
    return Sentinels.isSentinel(value, usual) || Math.abs(value) > ABSURD * usual;
  }

  /** Whether a KPI that was never negative may have become so. */
  private boolean isBelowZero(int kpi, double value, boolean unknownBefore) {
    if (hasDrifted(kpi) && latest[kpi] < 0) {
      return !isJump(kpi, value);
    }
    double step = unknownBefore ? least[kpi] - value : Math.abs(value - latest[kpi]);
    double most = unknownBefore ? MARGIN * widths[kpi] : steps[kpi];
    return step <= most && value != Math.rint(value);
  }

  /** Whether the value in another unit would be no greater a step than any other. */
  private boolean isOfAnotherUnit(int kpi, double value) {
    for (double ratio : RATIOS) {
      if (Math.abs(value * ratio - latest[kpi]) <= steps[kpi]
          || Math.abs(value / ratio - latest[kpi]) <= steps[kpi]) {
        return true;
      }
    }
    return false;
  }

  /** Where nothing is known of the value before: that no drift would have come so far unseen. */
  private boolean isFar(int kpi, double value) {
    boolean beyondRange =
        value < least[kpi] - FAR * widths[kpi] || value > greatest[kpi] + FAR * widths[kpi];
    return beyondRange
        || least[kpi] > 0 && (value < least[kpi] / FAR || value > greatest[kpi] * FAR);
  }

  /** Whether anything is wrong with a value of the latest row. */
  public boolean isFaulty() {
    return faulty;
  }

  /** What is wrong with a KPI's value in the latest row. */
  public Fault fault(int kpi) {
    return faults[kpi];
  }

  /** Whether a KPI counts as missing in the latest row. */
  public boolean isIgnored(int kpi) {
    return ignored[kpi];
  }

  /** A KPI's latest value as it came; NaN before the first. */
  public double latest(int kpi) {
    return latest[kpi];
  }

  /** Forgets all rows. */
  public void restart() {
    Arrays.fill(latest, Double.NaN);
    Arrays.fill(where, IN_RANGE);
    Arrays.fill(missingBefore, true);
    Arrays.fill(faults, Fault.NONE);
    Arrays.fill(ignored, false);
    faulty = false;
    lastEpochMillis = 0;
  }

  /**
   * Writes the complete state: 13 bytes, 17 a KPI and 8 more for each that is out of range. A watch
   * that resumes from it goes on bit for bit.
   *
   * @throws IOException if {@code out} fails
   */
  public void writeTo(DataOutput out) throws IOException {
    out.writeByte(STATE_VERSION);
    out.writeInt(latest.length);
    out.writeLong(lastEpochMillis);
    for (int kpi = 0; kpi < latest.length; kpi++) {
      out.writeByte(where[kpi] + (missingBefore[kpi] ? MISSING_BEFORE : 0));
      out.writeDouble(latest[kpi]);
      out.writeLong(movedAt[kpi]);
      if (where[kpi] != IN_RANGE) {
        out.writeLong(outSince[kpi]);
      }
    }
  }

  /**
   * Goes on bit for bit where another watch of the same limits stopped; that they are the same is
   * not checked.
   *
   * @throws IOException if {@code in} fails or ends early, or the state is of another version or
   *     number of KPIs, or corrupt; the watch is then of no use
   */
  public void resume(DataInput in) throws IOException {
    try {
      read(in);
    } catch (EOFException e) {
      throw FeatureState.endsEarly(e);
    }
  }

  private void read(DataInput in) throws IOException {
    restart();
    FeatureState.requireEqual("version of sensors", in.readUnsignedByte(), STATE_VERSION);
    FeatureState.requireEqual("number of KPIs", in.readInt(), latest.length);
    lastEpochMillis = in.readLong();
    for (int kpi = 0; kpi < latest.length; kpi++) {
      int flags = in.readUnsignedByte();
      FeatureState.requireBetween("state of KPI", kpi, flags, 0, CAME_NEAR + MISSING_BEFORE);
      missingBefore[kpi] = flags >= MISSING_BEFORE;
      where[kpi] = (byte) (flags % MISSING_BEFORE);
      latest[kpi] = in.readDouble();
      movedAt[kpi] = in.readLong();
      if (Double.isInfinite(latest[kpi]) || where[kpi] > CAME_NEAR) {
        throw new IOException(
            "feature state is corrupt: the latest value of KPI %d is %s, its state %d"
                .formatted(kpi, latest[kpi], flags));
      }
      if (where[kpi] != IN_RANGE) {
        outSince[kpi] = in.readLong();
      }
    }
  }
}
