/**
 * A first configuration, proposed by what a Prometheus has: its alert rules become goals, their
 * expressions and what else moves become KPIs, and its past a first model. Start reading at {@link
 * io.mild.server.init.PrometheusSetup}.
 */
@NullMarked
package io.mild.server.init;

import org.jspecify.annotations.NullMarked;
