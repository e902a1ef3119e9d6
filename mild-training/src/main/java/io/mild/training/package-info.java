/**
 * Learns a model from a history and its failures. Begin with {@link io.mild.training.MildTrainer};
 * {@code Training} is one training, and a {@code Recipe} how a preset learns.
 */
@NullMarked
package io.mild.training;

import org.jspecify.annotations.NullMarked;
