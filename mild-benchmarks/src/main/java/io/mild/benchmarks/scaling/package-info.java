/**
 * The command line.
 *
 * <p>Start reading at {@link ScalingCommand}.
 */
@NullMarked
package io.mild.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
