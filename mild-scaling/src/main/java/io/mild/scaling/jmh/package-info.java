/**
 * How long decisions take.
 *
 * <p>Start reading at {@link DecisionBenchmark}; run {@code java -cp mild-scaling.jar
 * org.openjdk.jmh.Main}.
 */
@NullMarked
package io.mild.scaling.jmh;

import org.jspecify.annotations.NullMarked;
