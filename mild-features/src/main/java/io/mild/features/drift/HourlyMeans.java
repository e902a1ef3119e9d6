package io.mild.features.drift;

import io.mild.features.SeasonalProfile;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The mean of each KPI over each hour, less what its daily rhythm lets expect in the middle of it.
 * Of rows that are further apart than an hour each is one by itself.
 */
final class HourlyMeans {
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

  /** No row yet. */
  private static final long NONE = Long.MIN_VALUE;

  private final Optional<SeasonalProfile> profile;
  private final long hourMillis; // or the period, if that is longer
  private final double rowsAnHour;
  private final double[] sums; // [kpi], of the present hour
  private final int[] missing; // [kpi], rows without a value
  private int rows;
  private long first = NONE; // row of the present hour
  private long last;

  private final double[] means; // of the hour that was over last
  private final double[] shares;
  private final double[] expected;

  HourlyMeans(int kpis, Optional<SeasonalProfile> profile, Duration period) {
    this.profile = profile;
    this.hourMillis = Math.max(HOUR_MILLIS, period.toMillis());
    this.rowsAnHour = (double) hourMillis / period.toMillis();
    this.sums = new double[kpis];
    this.missing = new int[kpis];
    this.means = new double[kpis];
    this.shares = new double[kpis];
    this.expected = new double[kpis];
  }

  /**
   * Goes on to a row, before its values are added.
   *
   * @return whether it is the first of another hour, so that the means are those of the one before
   */
  boolean advanceTo(long epochMillis) {
    boolean isOver =
        first != NONE && Math.floorDiv(epochMillis, hourMillis) != Math.floorDiv(first, hourMillis);
    if (isOver) {
      close();
    }
    if (isOver || first == NONE) {
      first = epochMillis;
    }
    last = epochMillis;
    rows++;
    return isOver;
  }

  /** Takes a KPI's value of the row that was advanced to, once; NaN where missing. */
  void add(int kpi, double value) {
    if (Double.isNaN(value)) {
      missing[kpi]++;
    } else {
      sums[kpi] += value;
    }
  }

  private void close() {
    profile.ifPresent(rhythm -> rhythm.expected(first + (last - first) / 2, expected));
    for (int kpi = 0; kpi < sums.length; kpi++) {
      int count = rows - missing[kpi];
      means[kpi] = sums[kpi] / count - expected[kpi];
      shares[kpi] = Math.min(1, count / rowsAnHour);
    }
    clear();
  }

  private void clear() {
    Arrays.fill(sums, 0);
    Arrays.fill(missing, 0);
    rows = 0;
    first = NONE;
  }

  /** How long one is. */
  long hourMillis() {
    return hourMillis;
  }

  /** A KPI's mean in the hour that is over; NaN if it had no value. */
  double mean(int kpi) {
    return means[kpi];
  }

  /** Of how much of that hour there were values, 0 to 1. */
  double share(int kpi) {
    return shares[kpi];
  }

  /** Forgets the present hour. */
  void restart() {
    clear();
  }

  /** Of KPIs that all have their values the fewest bytes, for a fleet writes them with each row. */
  void writeTo(DataOutput out) throws IOException {
    out.writeLong(first);
    out.writeLong(last);
    out.writeInt(rows);
    boolean isComplete = isComplete();
    out.writeBoolean(isComplete);
    for (int kpi = 0; kpi < sums.length; kpi++) {
      out.writeDouble(sums[kpi]);
      if (!isComplete) {
        out.writeInt(missing[kpi]);
      }
    }
  }

  private boolean isComplete() {
    for (int rowsWithout : missing) {
      if (rowsWithout != 0) {
        return false;
      }
    }
    return true;
  }

  void resume(DataInput in) throws IOException {
    first = in.readLong();
    last = in.readLong();
    rows = in.readInt();
    boolean isComplete = in.readBoolean();
    boolean isSound = rows >= 0 && (first == NONE || first <= last);
    for (int kpi = 0; kpi < sums.length; kpi++) {
      sums[kpi] = in.readDouble();
      missing[kpi] = isComplete ? 0 : in.readInt();
      isSound &= missing[kpi] >= 0 && missing[kpi] <= rows;
    }
    if (!isSound) {
      throw new IOException(
          "hourly means are corrupt: of %d rows from %d ms to %d ms without %s values"
              .formatted(rows, first, last, Arrays.toString(missing)));
    }
  }
}
