/**
 * Who decides how many replicas a service should have: Kubernetes' own autoscaler, a threshold, a
 * forecast, a predicted failure, and the maximum of several.
 *
 * <p>Start reading at {@link HpaPolicy} for what there is, and at {@link RiskPolicy} for what MILD
 * adds.
 */
@NullMarked
package io.mild.scaling.policy;

import org.jspecify.annotations.NullMarked;
