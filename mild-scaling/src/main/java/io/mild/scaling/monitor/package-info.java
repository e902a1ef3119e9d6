/**
 * From raw metrics, which are noisy, late or missing, to what is known of a service.
 *
 * <p>Start reading at {@link ServiceMonitor}.
 */
@NullMarked
package io.mild.scaling.monitor;

import org.jspecify.annotations.NullMarked;
