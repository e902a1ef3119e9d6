/**
 * What a model of one recording says of the failures of another.
 *
 * <p>Start reading at {@link Transfer}.
 */
@NullMarked
package io.mild.benchmarks.transfer;

import org.jspecify.annotations.NullMarked;
