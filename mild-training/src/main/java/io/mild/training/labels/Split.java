package io.mild.training.labels;

import io.mild.data.KpiHistory;
import java.time.Duration;

/**
 * The chronological split: the first 80 % of the rows to fit, the last 20 % to validate, and
 * between them a purge of one horizon, so that no label of a fit row comes from a validation row's
 * time.
 *
 * @param fitRows rows 0 to fitRows − 1 are fitted to
 * @param validationStart rows from here on validate
 */
public record Split(int fitRows, int validationStart) {
  private static final double FIT_SHARE = 0.8;

  /** The split of a history's rows. */
  public static Split of(KpiHistory history, Duration horizon) {
    int validationStart = (int) (FIT_SHARE * history.rows());
    int purgedFrom = history.firstRow(history.time(validationStart).minus(horizon));
    return new Split(purgedFrom, validationStart);
  }

  /** Rows between the two that are left out. */
  public int purgedRows() {
    return validationStart - fitRows;
  }
}
