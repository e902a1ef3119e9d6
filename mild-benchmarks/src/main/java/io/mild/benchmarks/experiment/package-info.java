/**
 * The paper's experiment (BENCHMARK §2 to §4): models over the folds of a recording, resumable, and
 * what came of it.
 *
 * <p>Start reading at {@link io.mild.benchmarks.experiment.Experiment}; {@link
 * io.mild.benchmarks.experiment.ExperimentResults} is what it leaves.
 */
@NullMarked
package io.mild.benchmarks.experiment;

import org.jspecify.annotations.NullMarked;
