/**
 * The comparison of policies and balancers on the simulated cluster: paired over days, at equal
 * cost, with 95 % intervals.
 *
 * <p>Start reading at {@link io.mild.benchmarks.scaling.evaluation.ScalingEvaluation}; {@link
 * io.mild.benchmarks.scaling.evaluation.Contenders} names what is compared and {@link
 * io.mild.benchmarks.scaling.evaluation.Scenario} on what.
 */
@NullMarked
package io.mild.benchmarks.scaling.evaluation;

import org.jspecify.annotations.NullMarked;
