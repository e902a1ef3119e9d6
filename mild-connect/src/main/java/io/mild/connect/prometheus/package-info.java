/**
 * Rows, failures and rules from a Prometheus, 2.x or 3.x, or from what speaks its HTTP API. Begin
 * with {@link io.mild.connect.prometheus.PrometheusSource}.
 */
@NullMarked
package io.mild.connect.prometheus;

import org.jspecify.annotations.NullMarked;
