package io.mild.report;

/**
 * What {@link Preset#RECOMMENDED} adds to the paper's recipe. Each can be left out to measure what
 * it is worth; all else stays as it is.
 */
public enum Ingredient {
  /** KPIs' distances from their daily and weekend rhythm; without, from their medians. */
  SEASONAL_RESIDUALS,

  /**
   * A bank of moving averages from 1/24 to 2 times the longest horizon; without, the two shortest
   * alone, which at 120 minutes are the paper's windows of 5 and 15 minutes.
   */
  MOVING_AVERAGES,

  /** Failures transplanted in time; without, rows are drawn from the history as it was. */
  TRANSPLANTED_FAILURES,

  /** Dropout in the encoder and AdamW's weight decay; without, plain Adam. */
  DROPOUT_AND_DECAY,

  /** A learning rate that falls to 0; without, it stays as it is. */
  ANNEALING,

  /**
   * A mixture that learns from the whole history; without, from the first four fifths, as the
   * paper's.
   */
  WHOLE_HISTORY,

  /** A gate that learns from its own loss only; without, it multiplies the experts. */
  DECOUPLED_GATE,

  /** An expert for each intent's head; without, all heads read one that is as wide as they are. */
  EXPERTS,

  /** The teacher's prior in the gate's input; without, all intents are equally likely there. */
  TEACHER,

  /** Calibrated risks and root-cause probabilities; without, the mixture is taken at its word. */
  CALIBRATION,

  /**
   * Thresholds, calibration, verdicts and times to failure from risks that were cross-fitted on the
   * whole history; without, from the mixture's own on the last fifth, where thresholds keep the
   * budget on just these rows.
   */
  CROSS_FITTING,

  /**
   * A threshold that promises the budget for the next two weeks with a confidence of 95 %; without,
   * the lowest one that keeps it on the history.
   */
  CONFIDENCE,

  /**
   * A root cause averaged over time, which changes only when another intent clearly leads; without,
   * each row names the intent of its highest gate.
   */
  STEADY_VERDICT
}
