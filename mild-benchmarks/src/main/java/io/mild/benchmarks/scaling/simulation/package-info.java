/**
 * A cluster simulated request by request, to try scaling policies and balancers on: the same
 * arrivals, service demands, replica speeds and faults for each of them.
 *
 * <p>Start reading at {@link io.mild.benchmarks.scaling.simulation.ClusterSimulator}; a {@link
 * io.mild.benchmarks.scaling.simulation.Day} is what it is run on.
 */
@NullMarked
package io.mild.benchmarks.scaling.simulation;

import org.jspecify.annotations.NullMarked;
