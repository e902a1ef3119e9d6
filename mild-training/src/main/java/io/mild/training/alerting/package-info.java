/**
 * Fits and tunes on history what {@link io.mild.alerting} alerts with: calibrations, thresholds
 * under a budget of false positives, the verdict, the time to failure; and says what alerts are
 * worth.
 *
 * <p>Start reading at {@link IncidentTuner}; {@link AlertTuner} finds a rule for each intent.
 */
@NullMarked
package io.mild.training.alerting;

import org.jspecify.annotations.NullMarked;
