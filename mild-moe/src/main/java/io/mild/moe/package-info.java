/**
 * The teacher and the mixture of experts: immutable weights that score in plain Java.
 *
 * <p>Start reading at {@link MixtureOfExperts} (what is computed) and {@link BlendedModel} (teacher
 * and mixture together).
 */
@NullMarked
package io.mild.moe;

import org.jspecify.annotations.NullMarked;
