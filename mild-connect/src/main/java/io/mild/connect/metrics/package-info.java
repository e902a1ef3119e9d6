/**
 * MILD's own metrics, for Micrometer, and a dashboard of Grafana that shows them. Begin with {@link
 * io.mild.connect.metrics.MildMetrics}.
 */
@NullMarked
package io.mild.connect.metrics;

import org.jspecify.annotations.NullMarked;
