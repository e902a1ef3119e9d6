/**
 * The first day: what can be learned of goals and healthy rows before any failure.
 *
 * <p>Start reading at {@link FirstDayFit}.
 */
@NullMarked
package io.mild.training.firstday;

import org.jspecify.annotations.NullMarked;
