package io.mild.training.mixture;

import io.mild.moe.MixtureOfExperts;

/**
 * What a training ended with.
 *
 * @param mixture the weights of the best epoch, or of the last where annealed
 * @param epochs epochs trained, also those before a resumption
 * @param validationLoss the loss of that epoch on the validation rows
 */
public record TrainedMixture(MixtureOfExperts mixture, int epochs, double validationLoss) {}
