/**
 * The balancers of {@link io.mild.scaling.balance} as load-balancing policies of gRPC, to be named
 * in a service config.
 *
 * <p>Start reading at {@link io.mild.scaling.grpc.BalancerProvider}, then {@link
 * io.mild.scaling.grpc.LoadReporter}, which servers need where clients use Prequal.
 */
@NullMarked
package io.mild.scaling.grpc;

import org.jspecify.annotations.NullMarked;
