/**
 * The balancers of {@link io.mild.scaling.balance} for the JDK's HTTP client.
 *
 * <p>Start reading at {@link io.mild.scaling.http.BalancedHttpClient}.
 */
@NullMarked
package io.mild.scaling.http;

import org.jspecify.annotations.NullMarked;
