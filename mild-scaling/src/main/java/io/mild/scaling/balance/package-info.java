/**
 * Which replica a request goes to: balancers over what a gateway sees of its endpoints.
 *
 * <p>Start reading at {@link io.mild.scaling.balance.Balancer}, then {@link
 * io.mild.scaling.balance.Endpoints}, the shared view that all of them decide on.
 */
@NullMarked
package io.mild.scaling.balance;

import org.jspecify.annotations.NullMarked;
