/**
 * Recorded traces: all forecasters at start-up lead, what keeping a goal costs on them, and how
 * that depends on load, start-up time, target, forecast and predictions.
 *
 * <p>Start reading at {@link io.mild.benchmarks.scaling.traces.TraceStudy}.
 */
@NullMarked
package io.mild.benchmarks.scaling.traces;

import org.jspecify.annotations.NullMarked;
