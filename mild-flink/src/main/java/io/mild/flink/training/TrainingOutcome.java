package io.mild.flink.training;

/**
 * What came of one history.
 *
 * @param name of the history's folder, and of the model
 * @param status what came of it
 * @param what the model in one line, or why there is none
 * @param seconds that it took
 */
public record TrainingOutcome(String name, Status status, String what, long seconds) {
  /** What can come of a history. */
  public enum Status {
    /** The model was trained and written. */
    TRAINED,
    /** A model of that name was there. */
    SKIPPED,
    /** None could be trained. */
    REFUSED
  }

  @Override
  public String toString() {
    return "%s %s after %d s: %s".formatted(name, status, seconds, what);
  }
}
