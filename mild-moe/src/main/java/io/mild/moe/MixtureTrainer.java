package io.mild.moe;

import java.util.function.Consumer;

/**
 * Trains a mixture of experts on DL4J: Adam, mini-batches, early stopping on rows that follow the
 * training rows, the weights of the best epoch kept.
 *
 * <p>The same settings and rows give the same weights, bit for bit, on one machine. While a
 * training runs, ND4J and its BLAS are set to one thread for the whole process; trainings that
 * start at the same time run one after another.
 */
public final class MixtureTrainer {
  private final MixtureSettings settings;

  /** A trainer with these settings; it may train any number of mixtures. */
  public MixtureTrainer(MixtureSettings settings) {
    this.settings = settings;
  }

  /**
   * Trains.
   *
   * @param teacher gives priors and distillation targets
   * @param training rows to fit
   * @param validation rows for early stopping
   * @param onEpoch told after each epoch
   * @throws IllegalArgumentException if teacher, training and validation differ in features or
   *     intents
   * @throws TrainingBackEndException if DL4J is missing or no ND4J back end runs here
   * @throws ArithmeticException if the loss is not finite
   */
  public MixtureOfExperts train(
      Teacher teacher,
      MixtureData training,
      MixtureData validation,
      Consumer<TrainingEpoch> onEpoch) {
    requireFit(teacher, "training", training);
    requireFit(teacher, "validation", validation);
    return BackEnd.call(
        () -> new MixtureTraining(settings, teacher).train(training, validation, onEpoch));
  }

  private static void requireFit(Teacher teacher, String name, MixtureData data) {
    if (data.featureCount() != teacher.features() || data.intents() != teacher.intents()) {
      throw new IllegalArgumentException(
          "teacher of %d features and %d intents, but %s rows of %d and %d"
              .formatted(
                  teacher.features(),
                  teacher.intents(),
                  name,
                  data.featureCount(),
                  data.intents()));
    }
  }
}
