/**
 * What is wrong with a history or its failure log, found before anything is learned from it, and
 * told. Start reading at {@link io.mild.training.screening.ScreenedHistory}.
 */
@NullMarked
package io.mild.training.screening;

import org.jspecify.annotations.NullMarked;
