/**
 * Models to compare: MILD in its presets, and its rivals (BENCHMARK §4), each behind {@link
 * io.mild.benchmarks.rivals.Predictor}.
 *
 * <p>Start reading at {@link io.mild.benchmarks.rivals.Predictor}; a {@link
 * io.mild.benchmarks.rivals.Fold} is what one learns from.
 */
@NullMarked
package io.mild.benchmarks.rivals;

import org.jspecify.annotations.NullMarked;
