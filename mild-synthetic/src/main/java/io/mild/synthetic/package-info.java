/**
 * The synthetic benchmark: telemetry of a service whose intents fail in ways that no KPI alone
 * tells.
 *
 * <p>Start reading at {@link SyntheticTelemetry}. The same settings give the same bytes on every
 * JDK; nothing here reads a clock.
 */
@NullMarked
package io.mild.synthetic;

import org.jspecify.annotations.NullMarked;
