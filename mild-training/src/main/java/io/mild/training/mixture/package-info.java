/**
 * Trains the teacher (on Smile) and the mixture of experts (on DL4J) that {@link io.mild.moe}
 * scores with.
 *
 * <p>Start reading at {@link HybridLoss} (what is trained for) and {@link MixtureTrainer} (how).
 */
@NullMarked
package io.mild.training.mixture;

import org.jspecify.annotations.NullMarked;
