/**
 * Turns risks into alerts: calibration, smoothing, thresholds, episodes, their tuning under a
 * budget, the root cause that is named and the time that is left.
 *
 * <p>Start reading at {@link io.mild.alerting.Alerter} for streams and at {@link
 * io.mild.alerting.IncidentTuner} for history; {@link io.mild.alerting.AlertTuner} finds a rule for
 * each intent. Time is passed in; nothing here reads a clock.
 */
@NullMarked
package io.mild.alerting;

import org.jspecify.annotations.NullMarked;
