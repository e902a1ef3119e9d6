/**
 * Carries floors out on Kubernetes: raises the {@code minReplicas} of a HorizontalPodAutoscaler and
 * takes it back.
 *
 * <p>Start reading at {@link HpaActuator}; {@link FloorAnnotations} is what it leaves on the
 * autoscaler.
 */
@NullMarked
package io.mild.scaling.kubernetes;

import org.jspecify.annotations.NullMarked;
