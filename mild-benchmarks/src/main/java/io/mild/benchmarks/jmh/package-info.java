/**
 * JMH benchmarks: what a row costs when scored, and what a step costs when trained, beside DL4J's
 * own standard layers.
 *
 * <p>Start reading at {@link AcceptBenchmark} and {@link TrainingStepBenchmark}; the README has the
 * commands.
 */
@NullMarked
package io.mild.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
