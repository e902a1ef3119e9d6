package io.mild.alerting.incident;

/** Why an incident was closed. The order is part of the written state. */
public enum Closing {
  /**
   * Its alerts ended, and nobody can know what would have come: no failures are ever told, or
   * planned work began.
   */
  RECOVERED("its alerts ended"),
  /** An intent failed. */
  FAILED("it failed"),
  /**
   * It was acted on, or an operator said that it was right, and no intent failed in the time in
   * which one was to be expected.
   */
  AVERTED("it was acted on and did not fail"),
  /** No intent failed in the time in which one was to be expected. */
  FALSE_ALARM("it did not fail"),
  /** Data ended before it was known what came of it. */
  DATA_ENDED("data ended");

  private final String text;

  Closing(String text) {
    this.text = text;
  }

  /** In words. */
  @Override
  public String toString() {
    return text;
  }
}
