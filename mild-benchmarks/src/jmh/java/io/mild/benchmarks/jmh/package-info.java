/**
 * JMH benchmarks: what a row costs when scored, in a hot loop and as rare as in production, and
 * what a step costs when trained, beside peers that do the same.
 *
 * <p>Start reading at {@link AcceptBenchmark}, {@link PacedAcceptBenchmark} and {@link
 * TrainingStepBenchmark}; the README has the commands, and {@code mild-benchmarks speed} makes its
 * table.
 */
@NullMarked
package io.mild.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
