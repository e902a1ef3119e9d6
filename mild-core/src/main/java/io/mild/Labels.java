package io.mild;

import java.time.Duration;
import java.util.List;

/**
 * What rows are taught (Eq. 1 and 2).
 *
 * <p>y_bin[t,i] = 1 where t_fail,i − H ≤ t &lt; t_fail,i, whatever i's role; y_cause = y_bin where
 * i is the annotated root cause. The gate's target is y_cause normalised to sum one; where nobody
 * named a cause, y_bin normalised (weak supervision); where nothing fails, there is none.
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
    Labels labels = new Labels(intents.size(), history.rows());
    float[] annotated = new float[labels.binary.length];
    for (Failure failure : log.failures()) {
      int intent = intents.indexOf(failure.intent());
      long end = failure.time().toEpochMilli();
      for (int row = history.firstRow(failure.time().minus(horizon));
          row < history.rows() && history.epochMillis(row) < end;
          row++) {
        int at = row * labels.intents + intent;
        labels.binary[at] = 1;
        if (failure.role() == Failure.Role.ROOT) {
          annotated[at] = 1;
        }
      }
    }
    for (int row = 0; row < history.rows(); row++) {
      if (!labels.normalise(annotated, row)) {
        labels.normalise(labels.binary, row);
      }
    }
    return labels;
  }

  /** y_bin, {@code [rows × intents]}. */
  public float[] binary() {
    return binary;
  }

  /** The gate's target, {@code [rows × intents]}, all zero in a row without one. */
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

  private boolean normalise(float[] from, int row) {
    float sum = 0;
    for (int i = 0; i < intents; i++) {
      sum += from[row * intents + i];
    }
    for (int i = 0; i < intents && sum > 0; i++) {
      causes[row * intents + i] = from[row * intents + i] / sum;
    }
    return sum > 0;
  }
}
