/**
 * Turns a stream of risks into alerts: calibration, smoothing, thresholds, episodes, the root cause
 * that is named and the time that is left.
 *
 * <p>Start reading at {@link Alerter}. Time is passed in; nothing here reads a clock.
 */
@NullMarked
package io.mild.alerting;

import org.jspecify.annotations.NullMarked;
