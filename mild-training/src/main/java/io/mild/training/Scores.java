package io.mild.training;

import io.mild.alerting.NestedCalibration;
import io.mild.data.KpiHistory;
import io.mild.internal.model.CalibratedModel;
import io.mild.moe.RiskModel;
import io.mild.training.alerting.ScoredBlock;
import io.mild.training.labels.FailureWindows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model says of consecutive rows of the history.
 *
 * @param firstRow of the history
 * @param epochMillis time of each row
 * @param risks {@code [horizons·intents][rows]}, in the order of {@link RiskModel#risks()}
 * @param gates {@code [intents][rows]}
 */
record Scores(int firstRow, long[] epochMillis, double[][] risks, double[][] gates) {
  private static final int ROWS_OF_A_BLOCK = 4096;

  /**
   * Scores rows, on all cores (those of the {@code ForkJoinPool} that this runs in, if it does).
   *
   * @param features standardised, of these rows
   * @param from the first row
   * @param until the row after the last
   */
  static Scores of(
      CalibratedModel model, KpiHistory history, float[] features, int from, int until) {
    int rows = until - from;
    int width = features.length / rows;
    int outputs = model.model().risks();
    int intents = model.model().intents();
    long[] times = new long[rows];
    double[][] risks = new double[outputs][rows];
    double[][] gates = new double[intents][rows];
    int blocks = (rows + ROWS_OF_A_BLOCK - 1) / ROWS_OF_A_BLOCK;
    IntStream.range(0, blocks)
        .parallel() // rows are scored each for itself
        .forEach(
            block -> {
              int first = block * ROWS_OF_A_BLOCK;
              int count = Math.min(ROWS_OF_A_BLOCK, rows - first);
              double[] risk = new double[count * outputs];
              double[] gate = new double[count * intents];
              model.newBatchScorer().score(features, first * width, width, count, risk, gate);
              for (int row = 0; row < count; row++) {
                times[first + row] = history.epochMillis(from + first + row);
                putRow(risk, row * outputs, risks, first + row);
                putRow(gate, row * intents, gates, first + row);
              }
            });
    return new Scores(from, times, risks, gates);
  }

  /**
   * One after another.
   *
   * @param parts of consecutive rows, in order; at least one
   */
  static Scores join(List<Scores> parts) {
    Scores first = parts.get(0);
    int rows = parts.stream().mapToInt(Scores::rows).sum();
    Scores joined =
        new Scores(
            first.firstRow,
            new long[rows],
            new double[first.risks.length][rows],
            new double[first.gates.length][rows]);
    int at = 0;
    for (Scores part : parts) {
      System.arraycopy(part.epochMillis, 0, joined.epochMillis, at, part.rows());
      copy(part.risks, joined.risks, at);
      copy(part.gates, joined.gates, at);
      at += part.rows();
    }
    return joined;
  }

  private static void copy(double[][] from, double[][] to, int at) {
    for (int i = 0; i < from.length; i++) {
      System.arraycopy(from[i], 0, to[i], at, from[i].length);
    }
  }

  int rows() {
    return epochMillis.length;
  }

  /**
   * Those from a row of the history on.
   *
   * @param row not before the first of these
   */
  Scores from(int row) {
    int begin = row - firstRow;
    return new Scores(
        row,
        Arrays.copyOfRange(epochMillis, begin, rows()),
        from(begin, risks),
        from(begin, gates));
  }

  private static double[][] from(int begin, double[][] scored) {
    return Arrays.stream(scored)
        .map(values -> Arrays.copyOfRange(values, begin, values.length))
        .toArray(double[][]::new);
  }

  /** The first row at or after a time; the number of rows if there is none. */
  int rowAt(long time) {
    int found = Arrays.binarySearch(epochMillis, time);
    return found >= 0 ? found : -found - 1;
  }

  /** One row's of {@link #risks} or {@link #gates}. */
  static double[] row(double[][] scored, int row) {
    return Arrays.stream(scored).mapToDouble(values -> values[row]).toArray();
  }

  /** The same with calibrated risks. */
  Scores calibrated(NestedCalibration calibration) {
    double[][] calibrated = new double[risks.length][rows()];
    for (int row = 0; row < rows(); row++) {
      double[] risk = row(risks, row);
      calibration.apply(risk);
      putRow(risk, 0, calibrated, row);
    }
    return new Scores(firstRow, epochMillis, calibrated, gates);
  }

  /**
   * The rows with one horizon's risks, ready to tune on or to judge.
   *
   * @param horizon which of the model's
   */
  ScoredBlock block(int horizon, FailureWindows windows) {
    int k = gates.length;
    return windows.block(epochMillis, Arrays.copyOfRange(risks, horizon * k, (horizon + 1) * k));
  }

  private static void putRow(double[] values, int from, double[][] columns, int row) {
    for (int i = 0; i < columns.length; i++) {
      columns[i][row] = values[from + i];
    }
  }
}
