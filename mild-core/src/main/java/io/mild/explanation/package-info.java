/**
 * What an explanation is shown with.
 *
 * <p>Start reading at {@link Waterfall}.
 */
@NullMarked
package io.mild.explanation;

import org.jspecify.annotations.NullMarked;
