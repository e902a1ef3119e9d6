package io.mild.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Averages of some KPIs' residuals, of how far these have departed from their own recent level, and
 * how far they usually are from it.
 *
 * <p>What a departure is, {@link RecentLevel} says.
 *
 * <p>Departures are averaged as residuals are, by an {@link EwmaBank}. Of each average d, {@code
 * log(1 + |d|)} has a mean u, which begins at the reference's as if L rows had been seen, forgets
 * over 2 L rows, and is moved by no row further than {@value #MOST_UNUSUAL} would move it: a
 * failure hardly becomes usual.
 *
 * <p>A missing value changes neither. Not thread-safe.
 */
final class DepartureBank implements ResidualBank {
  private static final int STATE_VERSION = 1;
  private static final double MOST_UNUSUAL = 0.5;

  private final int kpis;
  private final int averages;
  private final double referenceRows;
  private final double[] usualAtFirst;
  private final EwmaBank absolute;
  private final EwmaBank relative;
  private final double[] departures; // of one row
  private final double[] relativeAverages; // of one row

  private final RecentLevel level;
  private final double[] usual; // [span × kpi]
  private final double[] usualBefore; // the latest row
  private long rows; // since the start

  /**
   * @param spans in rows, ascending
   * @param referenceRows L
   * @param usual {@code [spans × kpis]}
   */
  DepartureBank(int kpis, int[] spans, int referenceRows, double[] usual) {
    this.kpis = kpis;
    this.referenceRows = referenceRows;
    this.usualAtFirst = usual;
    this.absolute = new EwmaBank(kpis, spans);
    this.relative = new EwmaBank(kpis, spans);
    this.averages = absolute.averageCount();
    RowCheck.requireLength("usual", usual.length, averages);
    this.departures = new double[kpis];
    this.relativeAverages = new double[averages];
    this.level = new RecentLevel(kpis, referenceRows);
    this.usual = usual.clone();
    this.usualBefore = usual.clone();
  }

  /** {@inheritDoc} Averages of residuals, averages of departures, and what is usual of these. */
  @Override
  public void accept(double[] residuals, double[] features) {
    RowCheck.requireLength("residuals", residuals.length, kpis);
    RowCheck.requireLength("features", features.length, 3 * averages);
    push(residuals);
    copyTo(features);
  }

  @Override
  public void copyTo(double[] features) {
    absolute.copyTo(features);
    System.arraycopy(relativeAverages, 0, features, averages, averages);
    System.arraycopy(usualBefore, 0, features, 2 * averages, averages);
  }

  @Override
  public void push(double[] residuals) {
    absolute.push(residuals);
    level.accept(residuals, departures);
    relative.push(departures);
    relative.copyTo(relativeAverages);
    System.arraycopy(usual, 0, usualBefore, 0, averages);
    rows++;
    double share = Math.max(1 / (rows + referenceRows), 1 / (2 * referenceRows + 1));
    for (int i = 0; i < averages; i++) {
      if (!Double.isNaN(departures[i % kpis])) {
        double unusual = Math.log1p(Math.abs(relativeAverages[i])) - usual[i];
        usual[i] += share * Math.max(-MOST_UNUSUAL, Math.min(MOST_UNUSUAL, unusual));
      }
    }
  }

  @Override
  public void restart() {
    absolute.restart();
    relative.restart();
    level.restart();
    System.arraycopy(usualAtFirst, 0, usual, 0, averages);
    System.arraycopy(usualAtFirst, 0, usualBefore, 0, averages);
    Arrays.fill(relativeAverages, 0);
    rows = 0;
  }

  @Override
  public boolean isMissing(int kpi) {
    return absolute.isMissing(kpi);
  }

  @Override
  public void writeTo(DataOutput out) throws IOException {
    out.writeByte(STATE_VERSION);
    absolute.writeTo(out);
    relative.writeTo(out);
    out.writeLong(rows);
    level.writeTo(out);
    for (int i = 0; i < averages; i++) {
      out.writeDouble(usual[i]);
      out.writeDouble(usualBefore[i]);
    }
  }

  @Override
  public void resume(DataInput in) throws IOException {
    try {
      read(in);
    } catch (EOFException e) {
      throw FeatureState.endsEarly(e);
    }
  }

  private void read(DataInput in) throws IOException {
    FeatureState.requireEqual("version of departures", in.readUnsignedByte(), STATE_VERSION);
    absolute.resume(in);
    relative.resume(in);
    relative.copyTo(relativeAverages);
    rows = in.readLong();
    FeatureState.requireBetween("number of rows", rows, 0, Long.MAX_VALUE / 2);
    level.read(in);
    for (int i = 0; i < averages; i++) {
      usual[i] = finite(in.readDouble(), i % kpis);
      usualBefore[i] = finite(in.readDouble(), i % kpis);
    }
  }

  private static double finite(double value, int kpi) throws IOException {
    if (!Double.isFinite(value)) {
      throw new IOException(
          "feature state is corrupt: what is usual of KPI %d is %s".formatted(kpi, value));
    }
    return value;
  }
}
