/**
 * Models to compare: MILD in its presets, and its rivals (BENCHMARK §4), each behind {@link
 * io.mild.benchmarks.models.Predictor}.
 *
 * <p>Start reading at {@link io.mild.benchmarks.models.Predictor}; a {@link
 * io.mild.benchmarks.models.Fold} is what one learns from.
 */
@NullMarked
package io.mild.benchmarks.models;

import org.jspecify.annotations.NullMarked;
