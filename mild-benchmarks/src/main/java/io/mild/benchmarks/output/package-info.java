/**
 * The files that a run leaves behind.
 *
 * <p>Start reading at {@link WholeFile}: no file is ever seen half-written.
 */
@NullMarked
package io.mild.benchmarks.output;

import org.jspecify.annotations.NullMarked;
