/**
 * Who is told: {@link io.mild.connect.sink.AlertmanagerSink}, {@link
 * io.mild.connect.sink.WebhookSink}, {@link io.mild.connect.sink.JsonLinesSink}, and, with
 * OpenTelemetry on the class path, {@link io.mild.connect.sink.OtelEvents}.
 */
@NullMarked
package io.mild.connect.sink;

import org.jspecify.annotations.NullMarked;
