package io.mild.alerting.incident;

/**
 * Where an intent's alert stands at a row.
 *
 * @param isRunning whether its episode runs: it is on, or was within the alerter's quiet gap
 * @param isOn whether the smoothed risk is at or above the threshold; false where nothing is known
 * @param isWithoutData of an alert that does not run, whether it ended for want of data
 * @param smoothedRisk 0 to 1
 * @param threshold what that is held against
 * @param isRoot whether the verdict names the intent as a root cause
 * @param rootProbability that it is one, 0 to 1
 */
public record IntentAlert(
    boolean isRunning,
    boolean isOn,
    boolean isWithoutData,
    double smoothedRisk,
    double threshold,
    boolean isRoot,
    double rootProbability) {}
