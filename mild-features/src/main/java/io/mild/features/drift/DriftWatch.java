package io.mild.features.drift;

import io.mild.features.SeasonalProfile;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells KPIs that stay away from their {@link UsualLevel}: by an exponential average over {@value
 * #HOURS} hours, or {@value #HORIZONS} longest horizons where that is more, of how many deviations
 * each is from there, what its daily rhythm lets expect taken out. A KPI has drifted from ±{@value
 * #DRIFTED} on until it is within ±{@value #BACK}.
 *
 * <p>The average is taken once an hour, of the hour's mean, which counts up to ±{@value #MOST}, and
 * for as much of the hour as there were values: failures, what leads up to them, and outliers pass,
 * and a gap changes nothing. What shifts by 3 deviations is told after 10 hours of 12, by 4 or more
 * after 7. Rows that are further apart than an hour count as an hour each.
 *
 * <p>A row costs an addition a KPI and allocates nothing. Not thread-safe: a watch belongs to one
 * stream.
 */
public final class DriftWatch {
  static final double DRIFTED = 1.6;
  static final double BACK = 1.1;
  static final double MOST = 4;
  static final int HOURS = 12;
  static final int HORIZONS = 6;

  private static final int STATE_VERSION = 1;

  private final List<UsualLevel> levels;
  private final HourlyMeans hours;
  private final double span; // of the averages, in hours
  private final double[] averages; // [kpi], in deviations
  private final boolean[] drifted;

  /**
   * A watch that has seen no row.
   *
   * @param levels one a KPI
   * @param profile of the daily rhythm that these are apart from, where the model has one
   * @param period from row to row
   * @param horizon the longest
   */
  public DriftWatch(
      List<UsualLevel> levels,
      Optional<SeasonalProfile> profile,
      Duration period,
      Duration horizon) {
    this.levels = List.copyOf(levels);
    this.hours = new HourlyMeans(levels.size(), profile, period);
    this.span = span(hours, horizon);
    this.averages = new double[levels.size()];
    this.drifted = new boolean[levels.size()];
  }

  /** Of the averages, in hours as they are counted. */
  static double span(HourlyMeans hours, Duration horizon) {
    return Math.max(HOURS, HORIZONS * (double) horizon.toMillis() / hours.hourMillis());
  }

  /** How much of an average over a span an hour makes up, of a share of which there are values. */
  static double weight(double share, double span) {
    return 1 - Math.exp(-share / span);
  }

  /**
   * Goes on to a row, before its values are {@link #add added}.
   *
   * @param epochMillis its time, after that of the row before
   * @return whether an hour was over, so that averages may have moved
   */
  public boolean advanceTo(long epochMillis) {
    boolean isOver = hours.advanceTo(epochMillis);
    if (isOver) {
      for (int kpi = 0; kpi < averages.length; kpi++) {
        move(kpi);
      }
    }
    return isOver;
  }

  private void move(int kpi) {
    UsualLevel level = levels.get(kpi);
    double deviations = (hours.mean(kpi) - level.mean()) / level.deviation();
    if (Double.isNaN(deviations)) {
      return;
    }
    double counted = Math.max(-MOST, Math.min(MOST, deviations));
    averages[kpi] += weight(hours.share(kpi), span) * (counted - averages[kpi]);
    drifted[kpi] = Math.abs(averages[kpi]) >= (drifted[kpi] ? BACK : DRIFTED);
  }

  /**
   * Takes a KPI's value of the row that was advanced to, once for each KPI.
   *
   * @param value finite; NaN where missing
   */
  public void add(int kpi, double value) {
    hours.add(kpi, value);
  }

  /** Whether a KPI stays away from where it was. */
  public boolean isDrifted(int kpi) {
    return drifted[kpi];
  }

  /** How many deviations a KPI is above where it was, on average; 0 where nothing is known. */
  public double deviations(int kpi) {
    return averages[kpi];
  }

  /** Goes on at any time, also an earlier one: the hour that was begun is forgotten. */
  public void restartAtAnyTime() {
    hours.restart();
  }

  /** Forgets all. */
  public void restart() {
    hours.restart();
    Arrays.fill(averages, 0);
    Arrays.fill(drifted, false);
  }

  /**
   * Writes the complete state: 30 bytes, 16 a KPI, and some more for those that drifted or had no
   * value in this hour. A watch that resumes from it goes on bit for bit.
   *
   * @throws IOException if {@code out} fails
   */
  public void writeTo(DataOutput out) throws IOException {
    out.writeByte(STATE_VERSION);
    out.writeInt(averages.length);
    hours.writeTo(out);
    for (int kpi = 0; kpi < averages.length; kpi++) {
      out.writeDouble(averages[kpi]);
    }
    out.writeInt(count(drifted));
    for (int kpi = 0; kpi < averages.length; kpi++) {
      if (drifted[kpi]) {
        out.writeInt(kpi);
      }
    }
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }

  /**
   * Goes on bit for bit where another watch of the same levels stopped; that they are the same is
   * not checked.
   *
   * @throws IOException if {@code in} fails or ends early, or the state is of another version or
   *     number of KPIs, or corrupt; the watch is then of no use
   */
  public void resume(DataInput in) throws IOException {
    try {
      read(in);
    } catch (EOFException e) {
      throw new IOException("drift state ends early", e);
    }
  }

  private void read(DataInput in) throws IOException {
    int version = in.readUnsignedByte();
    int kpis = in.readInt();
    if (version != STATE_VERSION || kpis != averages.length) {
      throw new IOException(
          "drift state must be of version %d and %d KPIs, but was of %d and %d"
              .formatted(STATE_VERSION, averages.length, version, kpis));
    }
    hours.resume(in);
    for (int kpi = 0; kpi < kpis; kpi++) {
      averages[kpi] = in.readDouble();
      if (!(Math.abs(averages[kpi]) <= MOST)) {
        throw new IOException(
            "drift state is corrupt: KPI %d is %s deviations out".formatted(kpi, averages[kpi]));
      }
    }
    Arrays.fill(drifted, false);
    for (int left = in.readInt(); left > 0; left--) {
      int kpi = in.readInt();
      if (kpi < 0 || kpi >= kpis) {
        throw new IOException("drift state is corrupt: KPI %d of %d drifted".formatted(kpi, kpis));
      }
      drifted[kpi] = true;
    }
  }
}
