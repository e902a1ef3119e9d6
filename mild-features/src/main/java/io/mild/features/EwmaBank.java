package io.mild.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Exponentially weighted moving averages of some KPIs' residuals over several spans.
 *
 * <p>With a span of s rows and {@code α = 2 / (s + 1)}, a row moves the average by {@code α
 * (residual - average)}: it is {@code Σ α (1-α)^k r[t-k]}. Averages start from 0, the expectation,
 * so that they are usable at once and lean towards "as expected" at first: after s rows an average
 * holds 1 − e⁻² = 86 % of what it would with a longer past.
 *
 * <p><b>Seeded</b> averages begin at the KPI's first value instead: the n-th value moves them by
 * {@code max(1/n, α)}. So the difference of two of them, a trend, begins at 0, wherever the KPI
 * stands.
 *
 * <p><b>Missing values</b> (NaN). Nothing new is known, so an average stands still as long as the
 * latest s rows hold a value of the KPI: a missing row within a span is as if it had never been.
 * Once they hold none, the average is drawn to 0 at its own rate, as if the KPI were as expected:
 * an old alarm dies away rather than stand for as long as a sensor is silent. Once the longest span
 * holds none, all averages of the KPI restart from 0.
 *
 * <p>A row costs one multiplication per KPI and span and allocates nothing; there is no window to
 * keep. Not thread-safe.
 */
public final class EwmaBank implements ResidualBank {
  private static final int STATE_VERSION = 1;

  private final int kpis;
  private final int[] spans;
  private final double[] alphas;
  private final int longest;
  private final boolean seeded;

  private final double[] averages; // [span × kpi]

  /** Values of each KPI since the averages began; not counted unless these are seeded. */
  private final long[] values;

  /** Rows since the KPI's latest value, up to the longest span; 0 where the latest row has one. */
  private final int[] silentRows;

  /**
   * A bank that has seen no row yet.
   *
   * @param kpis values in a row, at least 1
   * @param spans in rows, ascending, at least one, each at least 1
   * @throws IllegalArgumentException if a number is out of range or the spans do not ascend
   */
  public EwmaBank(int kpis, int... spans) {
    this(kpis, false, spans);
  }

  /**
   * A bank whose averages begin at 0, or if seeded at each KPI's first value.
   *
   * @throws IllegalArgumentException as there
   */
  EwmaBank(int kpis, boolean seeded, int... spans) {
    if (kpis < 1) {
      throw new IllegalArgumentException("kpis must be at least 1, but was " + kpis);
    }
    if (spans.length == 0) {
      throw new IllegalArgumentException("there must be at least one span, but is none");
    }
    for (int s = 0; s < spans.length; s++) {
      if (spans[s] < 1 || (s > 0 && spans[s] <= spans[s - 1])) {
        throw new IllegalArgumentException(
            "spans must ascend from at least 1, but are " + Arrays.toString(spans));
      }
    }
    this.kpis = kpis;
    this.seeded = seeded;
    this.values = new long[seeded ? kpis : 0];
    this.spans = spans.clone();
    this.alphas = Arrays.stream(spans).mapToDouble(span -> 2 / (span + 1.0)).toArray();
    this.longest = spans[spans.length - 1];
    this.averages = new double[spans.length * kpis];
    this.silentRows = new int[kpis];
    restart();
  }

  /** Averages that a row gives: {@code spans * kpis}. */
  public int averageCount() {
    return averages.length;
  }

  /**
   * Takes one row.
   *
   * @param residuals {@code [kpis]}, finite, NaN where missing; not kept
   * @param averages {@code [spans * kpis]}, overwritten: those of the shortest span over all KPIs,
   *     then those of the next
   * @throws IllegalArgumentException if an array has the wrong length; the bank is unchanged
   */
  @Override
  public void accept(double[] residuals, double[] averages) {
    RowCheck.requireLength("residuals", residuals.length, kpis);
    RowCheck.requireLength("averages", averages.length, this.averages.length);
    push(residuals);
    copyTo(averages);
  }

  /** Starts again, knowing nothing. */
  @Override
  public void restart() {
    Arrays.fill(averages, 0);
    Arrays.fill(values, 0);
    Arrays.fill(silentRows, longest);
  }

  /** Whether the latest row, if there was one, had no value of a KPI. */
  @Override
  public boolean isMissing(int kpi) {
    return silentRows[Objects.checkIndex(kpi, kpis)] > 0;
  }

  @Override
  public void copyTo(double[] averages) {
    System.arraycopy(this.averages, 0, averages, 0, this.averages.length);
  }

  @Override
  public void push(double[] residuals) {
    for (int kpi = 0; kpi < kpis; kpi++) {
      silentRows[kpi] = Double.isNaN(residuals[kpi]) ? Math.min(silentRows[kpi] + 1, longest) : 0;
      if (seeded) {
        values[kpi] =
            silentRows[kpi] == 0 ? values[kpi] + 1 : silentRows[kpi] < longest ? values[kpi] : 0;
      }
    }
    for (int s = 0; s < spans.length; s++) {
      double alpha = alphas[s];
      for (int kpi = 0; kpi < kpis; kpi++) {
        int i = s * kpis + kpi;
        int silent = silentRows[kpi];
        if (silent == 0) {
          double share = seeded ? Math.max(alpha, 1.0 / values[kpi]) : alpha;
          averages[i] += share * (residuals[kpi] - averages[i]);
        } else if (silent == longest) {
          averages[i] = 0;
        } else if (silent >= spans[s]) {
          averages[i] -= alpha * averages[i];
        }
      }
    }
  }

  /**
   * Writes the complete state: 9 bytes, 4 per span, 4 per KPI (12 if seeded), and 8 per average. A
   * bank that resumes from it goes on bit for bit.
   *
   * @throws IOException if {@code out} fails
   */
  @Override
  public void writeTo(DataOutput out) throws IOException {
    out.writeByte(STATE_VERSION);
    out.writeInt(kpis);
    out.writeInt(spans.length);
    for (int span : spans) {
      out.writeInt(span);
    }
    for (int silent : silentRows) {
      out.writeInt(silent);
    }
    for (long count : values) {
      out.writeLong(count);
    }
    for (double average : averages) {
      out.writeDouble(average);
    }
  }

  /**
   * Goes on bit for bit where another bank stopped.
   *
   * @param in what {@link #writeTo} of a bank of as many KPIs and the same spans, seeded as this
   *     one, wrote
   * @throws IOException if {@code in} fails or ends early, or the state is of another version, of
   *     another number of KPIs, of other spans, or corrupt; the message says which, and the bank is
   *     then of no use
   */
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
    FeatureState.requireEqual("number of KPIs", in.readInt(), kpis);
    FeatureState.requireEqual("number of spans", in.readInt(), spans.length);
    for (int span : spans) {
      FeatureState.requireEqual("span in rows", in.readInt(), span);
    }
    for (int kpi = 0; kpi < kpis; kpi++) {
      silentRows[kpi] = in.readInt();
      FeatureState.requireBetween("number of rows without KPI", kpi, silentRows[kpi], 0, longest);
    }
    for (int kpi = 0; kpi < values.length; kpi++) {
      values[kpi] = in.readLong();
      FeatureState.requireBetween(
          "number of values of KPI", kpi, values[kpi], 0, Long.MAX_VALUE / 2);
    }
    for (int i = 0; i < averages.length; i++) {
      averages[i] = in.readDouble();
      if (!Double.isFinite(averages[i])) {
        throw new IOException(
            "feature state is corrupt: an average of KPI %d is %s"
                .formatted(i % kpis, averages[i]));
      }
    }
  }
}
