/**
 * The files that a run leaves behind.
 *
 * <p>Start reading at {@link TextFile}: no file is ever seen half-written.
 */
@NullMarked
package io.mild.benchmarks.output;

import org.jspecify.annotations.NullMarked;
