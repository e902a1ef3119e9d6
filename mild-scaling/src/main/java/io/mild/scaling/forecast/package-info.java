/**
 * Looks ahead on a service's demand, and tells whether that is worth more than to expect no change.
 *
 * <p>Start reading at {@link QuantileForecaster}, which makes quantiles of any {@link
 * PointForecaster}, and at {@link TrustedForecaster}, the gate. Training needs Smile and DL4J;
 * forecasting is pure Java.
 */
@NullMarked
package io.mild.scaling.forecast;

import org.jspecify.annotations.NullMarked;
