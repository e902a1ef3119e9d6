package io.mild.alerting.health;

/** What can be wrong with a detector or its data. The order is part of the written state. */
public enum HealthKind {
  /** No value comes: of a KPI, or of any. */
  NO_DATA(false),
  /** A KPI stands still although it never did for so long. */
  STALE(false),
  /** A KPI's value is where none was, and not to be believed. */
  OUT_OF_RANGE(false),
  /** Rows stay off the model's sampling period. */
  PERIOD_CHANGED(true),
  /** A KPI stays away from where it was in the training's history. */
  DRIFTED(true),
  /** The training's history ended long ago. */
  MODEL_OLD(true),
  /** There are significantly more false alarms than the budget allows. */
  BUDGET_BROKEN(false),
  /** An intent fails much more often, or more seldom, than its risks say. */
  CALIBRATION_LOST(true);

  private final boolean curedByRetraining;

  HealthKind(boolean curedByRetraining) {
    this.curedByRetraining = curedByRetraining;
  }

  /** Whether a new training on recent data is the cure. */
  public boolean isCuredByRetraining() {
    return curedByRetraining;
  }

  /** Whether it is of the rows that come, and can change with each. */
  boolean isOfData() {
    return this == NO_DATA || this == STALE || this == OUT_OF_RANGE || this == PERIOD_CHANGED;
  }

  /** Whether it is of a model in use, so that another model begins without it. */
  boolean isOfModel() {
    return this == DRIFTED || this == MODEL_OLD || this == CALIBRATION_LOST;
  }
}
