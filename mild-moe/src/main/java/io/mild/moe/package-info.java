/**
 * The teacher and the mixture of experts: immutable weights that score in plain Java, and their
 * training on Smile and DL4J.
 *
 * <p>Start reading at {@link MixtureOfExperts} (what is computed), then {@link HybridLoss} (what it
 * is trained for) and {@link MixtureTrainer} (how). Scoring loads no class of Smile, DL4J or ND4J.
 */
@NullMarked
package io.mild.moe;

import org.jspecify.annotations.NullMarked;
