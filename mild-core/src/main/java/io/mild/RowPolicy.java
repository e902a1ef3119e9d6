package io.mild;

/**
 * What becomes of a row that comes too soon: one that falls into the slot of a row before it, where
 * one row is due each sampling period.
 */
public enum RowPolicy {
  /**
   * It is averaged, KPI by KPI, with the rows that follow, up to and with the first of the next
   * slot, which is scored with the mean: of rows every 30 seconds a model of minutes scores every
   * other, with the mean of two.
   */
  FOLD,
  /** It is refused by an {@link IllegalArgumentException}, and the stream is as it was. */
  REFUSE
}
