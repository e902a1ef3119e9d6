/**
 * How long decisions on scaling take.
 *
 * <p>Start reading at {@link DecisionBenchmark}; run {@code java -cp mild-benchmarks.jar
 * org.openjdk.jmh.Main DecisionBenchmark}.
 */
@NullMarked
package io.mild.benchmarks.scaling.jmh;

import org.jspecify.annotations.NullMarked;
