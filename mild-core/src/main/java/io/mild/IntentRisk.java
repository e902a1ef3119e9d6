package io.mild;

/**
 * Where one intent stands at one horizon.
 *
 * @param intent the intent
 * @param risk probability, 0 to 1, that it fails within the horizon
 * @param smoothedRisk its EWMA, which alerts look at
 * @param threshold the smoothed risk from which on it alerts at this row; above 1 if never
 * @param rootCauseProbability probability, 0 to 1, that this intent is the root cause of what
 *     drifts, the same at all horizons; sums to one over the intents, unless the model is of {@link
 *     Mild#multipleRootCauses() multiple root causes}
 * @param alerting whether the smoothed risk is at or above the threshold, in an alert
 */
public record IntentRisk(
    String intent,
    double risk,
    double smoothedRisk,
    double threshold,
    double rootCauseProbability,
    boolean alerting) {}
