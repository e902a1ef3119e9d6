/**
 * The commands that put scaling to the test, such as {@code scaling demo} and {@code scaling
 * evaluate}.
 *
 * <p>Start reading at {@link ScalingCommand}.
 */
@NullMarked
package io.mild.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
