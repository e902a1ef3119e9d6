package io.mild.training.alerting;

/**
 * One failure, and the time in which an alert of it is worth something: {@code [onset, failure)}.
 *
 * @param rootIntent index of the intent whose failure it is, or that caused the others'
 * @param onsetEpochMillis when the drift towards the failure began
 * @param failureEpochMillis when the intent failed, later than the onset
 */
public record DetectionWindow(int rootIntent, long onsetEpochMillis, long failureEpochMillis) {
  /**
   * A window.
   *
   * @throws IllegalArgumentException if {@code rootIntent} is negative or the failure is not later
   *     than the onset
   */
  public DetectionWindow {
    if (rootIntent < 0) {
      throw new IllegalArgumentException("rootIntent must not be negative, but was " + rootIntent);
    }
    if (failureEpochMillis <= onsetEpochMillis) {
      throw new IllegalArgumentException(
          "failure must be later than onset "
              + onsetEpochMillis
              + " ms, but was "
              + failureEpochMillis
              + " ms");
    }
  }
}
