package io.mild.benchmarks.rivals;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.Ewma;
import io.mild.training.alerting.AlertMetrics;
import io.mild.training.alerting.ScoredBlock;
import io.mild.training.evaluation.StreamedRows;
import java.util.Arrays;

/** What a stream would have said of a test block: alerts by a policy, and who is the root cause. */
public final class StreamedRisks {
  private StreamedRisks() {}

  /**
   * Of a prediction's risks. Named is the intent of the highest root-cause probability or, where a
   * model doesn't tell, of the highest smoothed risk.
   *
   * @param test the fold's test block
   */
  public static StreamedRows of(
      Fold fold, Prediction prediction, AlertPolicy policy, ScoredBlock test) {
    StreamedRows rows = new StreamedRows();
    boolean[][] states = AlertMetrics.states(policy, test);
    double[][] named = causes(fold, prediction, policy, test);
    for (int row = 0; row < test.rows(); row++) {
      rows.add(
          test.epochMillis()[row],
          column(test.risks(), row),
          column(states, row),
          fold.intents().get(highest(named, row)));
    }
    return rows;
  }

  private static double[][] causes(
      Fold fold, Prediction prediction, AlertPolicy policy, ScoredBlock test) {
    if (prediction.causes().length > 0) {
      return fold.scored(prediction.causes(), fold.testStart(), fold.testStart() + test.rows());
    }
    double[][] smoothed = new double[test.intents()][];
    for (int i = 0; i < smoothed.length; i++) {
      smoothed[i] = Ewma.smooth(policy.rules().get(i).span(), test.risks()[i]);
    }
    return smoothed;
  }

  /** The intent of the highest value in a row of {@code [intents][rows]}, the first of equals. */
  public static int highest(double[][] values, int row) {
    int highest = 0;
    for (int i = 1; i < values.length; i++) {
      highest = values[i][row] > values[highest][row] ? i : highest;
    }
    return highest;
  }

  private static double[] column(double[][] matrix, int row) {
    return Arrays.stream(matrix).mapToDouble(values -> values[row]).toArray();
  }

  private static boolean[] column(boolean[][] matrix, int row) {
    boolean[] column = new boolean[matrix.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = matrix[i][row];
    }
    return column;
  }
}
