/**
 * What connects MILD to running systems. Rows come from a {@link io.mild.connect.KpiSource}, such
 * as {@code io.mild.connect.prometheus.PrometheusSource}; steps in the lives of incidents become
 * {@link io.mild.connect.IncidentMessage messages}, which an {@link io.mild.connect.Outbox} keeps
 * on disk until each {@link io.mild.connect.EventSink} has taken them.
 *
 * <pre>{@code
 * source.resumeAfter(stream.lastRow().orElse(Instant.now()));
 * for (KpiRow row : source.poll(Instant.now())) {
 *   Assessment now = stream.accept(row.time(), row.values());
 *   outbox.append(IncidentMessage.allOf("shop", now));
 * }
 * }</pre>
 */
@NullMarked
package io.mild.connect;

import org.jspecify.annotations.NullMarked;
