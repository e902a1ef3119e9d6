package io.mild.training.mixture;

import java.time.Duration;

/**
 * One finished epoch of a training.
 *
 * @param epoch its number, from 1
 * @param maxEpochs the number of epochs that there will be at most
 * @param training mean loss over the epoch's batches, while the weights moved
 * @param validation loss on the validation rows after the epoch
 * @param best whether its weights are kept so far: the validation loss is the lowest yet, or the
 *     training is annealed
 * @param elapsed time since training began
 * @param remaining the longest that training can still take at the pace so far
 */
public record TrainingEpoch(
    int epoch,
    int maxEpochs,
    LossTerms training,
    LossTerms validation,
    boolean best,
    Duration elapsed,
    Duration remaining) {}
