/**
 * Floors and forecasts for KEDA, which asks for them as for any external scaler's metrics.
 *
 * <p>Start reading at {@link KedaScaler}; {@link ScalerEndpoint} speaks KEDA's contract, whose
 * messages are generated into {@code internal}.
 */
@NullMarked
package io.mild.scaling.keda;

import org.jspecify.annotations.NullMarked;
