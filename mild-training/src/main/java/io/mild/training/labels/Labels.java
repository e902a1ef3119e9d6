package io.mild.training.labels;

import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.util.List;

/**
 * What rows are taught (Eq. 1 and 2).
 *
 * <p>y_bin[t,i] = 1 where t_fail,i − H ≤ t &lt; t_fail,i, whatever i's role; y_cause = y_bin where
 * i is the annotated root cause. The gate's target is y_cause normalised to sum one; where nobody
 * named a cause, y_bin normalised (weak supervision); where nothing fails, there is none.
 *
 * <p>For multiple root causes the target is y_cause itself, one for each of several roots. Where
 * nobody named a cause it stays y_bin normalised: one of those that fail is known to be the cause,
 * not all of them.
 */
public final class Labels {
  private final int intents;
  private final float[] binary; // [row × intent]
  private final float[] causes;

  private Labels(int intents, int rows) {
    this.intents = intents;
    this.binary = new float[rows * intents];
    this.causes = new float[rows * intents];
  }

  /**
   * The labels of a history's rows.
   *
   * @param log failures of these intents alone
   * @param intents in the order of the labels' columns
   * @param horizon H, how far ahead to look
   */
  public static Labels of(
      KpiHistory history, FailureLog log, List<String> intents, Duration horizon) {
    return of(history, log, intents, horizon, false);
  }

  /**
   * The same for one root cause or for multiple ones.
   *
   * @param history rows to label
   * @param log failures of these intents alone
   * @param intents in the order of the labels' columns
   * @param horizon H, how far ahead to look
   * @param multipleRootCauses whether each of several roots is a cause in full, not in part
   */
  public static Labels of(
      KpiHistory history,
      FailureLog log,
      List<String> intents,
      Duration horizon,
      boolean multipleRootCauses) {
    Labels labels = new Labels(intents.size(), history.rows());
    RowLabels rows = new RowLabels(log, log, intents, List.of(horizon), multipleRootCauses);
    for (int row = 0; row < history.rows(); row++) {
      rows.accept(history.epochMillis(row));
      rows.writeLabels(labels.binary, row * labels.intents);
      rows.writeCauses(labels.causes, row * labels.intents);
    }
    return labels;
  }

  /** y_bin, {@code [rows × intents]}. */
  public float[] binary() {
    return binary;
  }

  /**
   * The gate's target, {@code [rows × intents]}, all zero in a row without one; else of sum one,
   * unless there are multiple root causes.
   */
  public float[] causes() {
    return causes;
  }

  /** Whether no intent fails within the horizon from a row. */
  public boolean isHealthy(int row) {
    for (int i = 0; i < intents; i++) {
      if (binary[row * intents + i] != 0) {
        return false;
      }
    }
    return true;
  }
}
