/**
 * The command line.
 *
 * <p>Start reading at {@link ScalingCommand}.
 */
@NullMarked
package io.mild.scaling.cli;

import org.jspecify.annotations.NullMarked;
