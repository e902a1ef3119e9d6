package io.mild.training.mixture;

import io.mild.moe.MixtureOfExperts;
import io.mild.moe.Teacher;
import io.mild.training.backend.BackEnd;
import io.mild.training.backend.TrainingBackEndException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains a mixture of experts on DL4J: Adam or AdamW, mini-batches, and either early stopping on
 * rows that follow the training rows, the weights of the best epoch kept, or a learning rate that
 * falls to 0 ({@link MixtureSettings#annealed()}).
 *
 * <p>A teacher of one intent and rows of K are trained to be shared: a row is then K views, one an
 * intent and of the teacher's features each, which the one expert and the one gate see in turn; the
 * gate is across them, see {@link MixtureOfExperts}.
 *
 * <p>The same settings and rows give the same weights, bit for bit, on one machine; with the Vector
 * API ({@code --add-modules jdk.incubator.vector}) a step takes half the time, and the weights are
 * others by rounding. While a training runs, ND4J and its BLAS are set to one thread for the whole
 * process; trainings may run at the same time, each in a thread of its own.
 */
public final class MixtureTrainer {
  private final MixtureSettings settings;
  private final @Nullable Path checkpoint;

  /** A trainer with these settings; it may train any number of mixtures. */
  public MixtureTrainer(MixtureSettings settings) {
    this(settings, null);
  }

  private MixtureTrainer(MixtureSettings settings, @Nullable Path checkpoint) {
    this.settings = settings;
    this.checkpoint = checkpoint;
  }

  /**
   * This trainer, keeping the state of a training in a file after each epoch. If the file is there
   * when training starts, it goes on from it and ends with the same weights, bit for bit, as an
   * uninterrupted one; the file stays when training has ended, and then gives its result at once.
   * Each epoch's state replaces the one before as a whole: no half-written file is ever there.
   *
   * @param file of one training
   */
  public MixtureTrainer withCheckpoint(Path file) {
    return new MixtureTrainer(settings, file);
  }

  /**
   * Trains. Interrupting the thread cancels it within a step.
   *
   * @param teacher gives priors and distillation targets
   * @param training rows to fit
   * @param validation rows for early stopping, or only for the loss to tell where annealed
   * @param onEpoch told after each epoch
   * @throws IllegalArgumentException if teacher, training and validation differ in features,
   *     intents or horizons, or the checkpoint is damaged or of another training
   * @throws TrainingBackEndException if DL4J is missing or no ND4J back end runs here
   * @throws ArithmeticException if the loss is not finite
   * @throws CancellationException if the thread is interrupted
   * @throws UncheckedIOException if the checkpoint can't be written
   */
  public TrainedMixture train(
      Teacher teacher,
      MixtureData training,
      MixtureData validation,
      Consumer<TrainingEpoch> onEpoch) {
    MixtureTraining.requireFit("training", training, teacher, validation.horizons());
    return train(teacher, EpochRows.same(training), validation, onEpoch);
  }

  /**
   * Trains on rows that may be others in each epoch. Interrupting the thread cancels it within a
   * step.
   *
   * @param teacher gives priors and distillation targets
   * @param training rows to fit
   * @param validation rows for early stopping, or only for the loss to tell where annealed
   * @param onEpoch told after each epoch
   * @throws IllegalArgumentException if teacher, validation and an epoch's rows differ in features,
   *     intents or horizons, an epoch has another number of rows, or the checkpoint is damaged or
   *     of another training
   * @throws TrainingBackEndException if DL4J is missing or no ND4J back end runs here
   * @throws ArithmeticException if the loss is not finite
   * @throws CancellationException if the thread is interrupted
   * @throws UncheckedIOException if the checkpoint can't be written
   */
  public TrainedMixture train(
      Teacher teacher,
      EpochRows training,
      MixtureData validation,
      Consumer<TrainingEpoch> onEpoch) {
    MixtureTraining.requireFit("validation", validation, teacher, validation.horizons());
    return BackEnd.call(
        () -> {
          try (MixtureTraining run =
              new MixtureTraining(settings, teacher, training, validation, checkpoint)) {
            return run.train(onEpoch);
          }
        });
  }
}
