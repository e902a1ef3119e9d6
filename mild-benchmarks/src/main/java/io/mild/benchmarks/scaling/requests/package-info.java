/**
 * Balancers on real requests: server processes on the loopback interface, some of them slow,
 * pausing or restarted, under an open load of gRPC calls or HTTP requests.
 *
 * <p>Start reading at {@link io.mild.benchmarks.scaling.requests.RequestStudy}.
 */
@NullMarked
package io.mild.benchmarks.scaling.requests;

import org.jspecify.annotations.NullMarked;
