/**
 * Turns risks into alerts: smoothing, thresholds, episodes, and their tuning under a budget.
 *
 * <p>Start reading at {@link io.mild.alerting.Alerter} for streams and at {@link
 * io.mild.alerting.AlertTuner} for history. Time is passed in; nothing here reads a clock.
 */
@NullMarked
package io.mild.alerting;

import org.jspecify.annotations.NullMarked;
