/**
 * From a predicted failure to an action: a controller that raises the floor under a service's
 * replicas before they are needed, explains each decision, and never lowers what others ask for.
 *
 * <p>Start reading at {@link ServiceState}, what is known of a service, and {@link ScalingPolicy},
 * who decides on it. Time is data: nothing that decides reads a clock.
 */
@NullMarked
package io.mild.scaling;

import org.jspecify.annotations.NullMarked;
