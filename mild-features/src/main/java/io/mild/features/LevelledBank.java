package io.mild.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;

/** Averages of how far KPIs' residuals have departed from their own recent level, and no others. */
final class LevelledBank implements ResidualBank {
  private static final int STATE_VERSION = 1;

  private final RecentLevel level;
  private final EwmaBank bank;
  private final double[] departures;

  /**
   * @param spans in rows, ascending
   * @param rows of the recent level
   */
  LevelledBank(int kpis, int[] spans, int rows) {
    this.level = new RecentLevel(kpis, rows);
    this.bank = new EwmaBank(kpis, spans);
    this.departures = new double[kpis];
  }

  @Override
  public void accept(double[] residuals, double[] features) {
    RowCheck.requireLength("residuals", residuals.length, departures.length);
    RowCheck.requireLength("averages", features.length, bank.averageCount());
    level.accept(residuals, departures);
    bank.accept(departures, features);
  }

  @Override
  public void push(double[] residuals) {
    level.accept(residuals, departures);
    bank.push(departures);
  }

  @Override
  public void copyTo(double[] features) {
    bank.copyTo(features);
  }

  @Override
  public void restart() {
    level.restart();
    bank.restart();
  }

  @Override
  public boolean isMissing(int kpi) {
    return bank.isMissing(kpi);
  }

  @Override
  public void writeTo(DataOutput out) throws IOException {
    out.writeByte(STATE_VERSION);
    level.writeTo(out);
    bank.writeTo(out);
  }

  @Override
  public void resume(DataInput in) throws IOException {
    try {
      FeatureState.requireEqual("version of levels", in.readUnsignedByte(), STATE_VERSION);
      level.read(in);
      bank.resume(in);
    } catch (EOFException e) {
      throw FeatureState.endsEarly(e);
    }
  }
}
