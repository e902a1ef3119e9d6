package io.mild.training.mixture;

import io.mild.moe.MixtureOfExperts;
import io.mild.moe.MixtureShape;
import io.mild.moe.Teacher;
import io.mild.training.backend.KernelArithmetic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** One training: its network, its random numbers, its clock. */
final class MixtureTraining implements AutoCloseable {
  private final MixtureSettings settings;
  private final Teacher teacher;
  private final EpochRows training;
  private final MixtureData validation;
  private final @Nullable Path checkpoint;
  private final long fingerprint;
  private final MixtureShape shape;
  private final int views;
  private final MixtureNetwork network;
  private final SplittableRandom random;
  private final long began = System.nanoTime();
  private final EarlyStopping<float[]> stopping;

  MixtureTraining(
      MixtureSettings settings,
      Teacher teacher,
      EpochRows training,
      MixtureData validation,
      @Nullable Path checkpoint) {
    this.settings = settings;
    this.teacher = teacher;
    this.training = training;
    this.validation = validation;
    this.checkpoint = checkpoint;
    this.fingerprint = checkpoint == null ? 0 : fingerprint();
    this.shape = settings.shape(teacher.features(), teacher.intents(), validation.horizons());
    this.views = validation.intents() / teacher.intents();
    this.network =
        new MixtureNetwork(
            shape,
            views,
            settings,
            DataType.FLOAT,
            training.count(),
            KernelArithmetic.fasterKernel());
    this.random = new SplittableRandom(~settings.seed());
    this.stopping =
        settings.annealed()
            ? EarlyStopping.never(settings.maxEpochs(), network.parameters())
            : EarlyStopping.after(settings.maxEpochs(), settings.patience(), network.parameters());
  }

  TrainedMixture train(Consumer<TrainingEpoch> onEpoch) {
    if (checkpoint != null && Files.exists(checkpoint)) {
      resume(checkpoint);
    }
    if (stopping.goesOn()) {
      trainOn(onEpoch);
    }
    return new TrainedMixture(
        new MixtureOfExperts(shape, stopping.best()), stopping.epochs(), stopping.lowestLoss());
  }

  private void trainOn(Consumer<TrainingEpoch> onEpoch) {
    int[] order = inOrder(training.count());
    for (int epoch = 0; epoch < stopping.epochs(); epoch++) {
      shuffle(order, random);
    }
    int[] validationOrder = inOrder(validation.rows());
    int resumedAt = stopping.epochs();
    try (MixtureBatches fit = batches(order.length);
        MixtureBatches judge = batches(validationOrder.length)) {
      judge.fill(validation);
      while (stopping.goesOn()) {
        MixtureData rows = rows(stopping.epochs() + 1);
        int[] draws = draws(rows);
        fit.fill(rows);
        shuffle(order, random);
        LossTerms trainingLoss =
            pass(fit, Arrays.stream(order).map(place -> draws[place]).toArray(), true);
        LossTerms validationLoss = pass(judge, validationOrder, false);
        boolean kept = stopping.accept(validationLoss.total(), network::parameters);
        if (checkpoint != null) {
          state().write(checkpoint);
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
        onEpoch.accept(
            new TrainingEpoch(
                stopping.epochs(),
                settings.maxEpochs(),
                trainingLoss,
                validationLoss,
                kept,
                elapsed,
                elapsed
                    .multipliedBy(settings.maxEpochs() - stopping.epochs())
                    .dividedBy(stopping.epochs() - resumedAt)));
      }
    }
  }

  private MixtureBatches batches(int rows) {
    return new MixtureBatches(rows, shape, views, teacher, settings.batch());
  }

  private MixtureData rows(int epoch) {
    MixtureData rows = training.rows(epoch);
    requireFit("epoch " + epoch + "'s", rows, teacher, shape.horizons());
    return rows;
  }

  private int[] draws(MixtureData rows) {
    int[] draws = training.draws(rows);
    if (draws.length != training.count()) {
      throw new IllegalArgumentException(
          "epoch %d has %d rows, but was to have %d"
              .formatted(stopping.epochs() + 1, draws.length, training.count()));
    }
    return draws;
  }

  /**
   * @throws IllegalArgumentException if these rows differ from the teacher in features or intents,
   *     and are not of as many views as intents for a teacher of one, or have another number of
   *     horizons
   */
  static void requireFit(String name, MixtureData data, Teacher teacher, int horizons) {
    int views = teacher.intents() == 1 ? data.intents() : 1;
    if (data.featureCount() != views * teacher.features()
        || data.intents() != views * teacher.intents()) {
      throw new IllegalArgumentException(
          "teacher of %d features and %d intents, but %s rows of %d and %d"
              .formatted(
                  teacher.features(),
                  teacher.intents(),
                  name,
                  data.featureCount(),
                  data.intents()));
    }
    if (data.horizons() != horizons) {
      throw new IllegalArgumentException(
          "validation rows of %d horizons, but %s rows of %d"
              .formatted(horizons, name, data.horizons()));
    }
  }

  @Override
  public void close() {
    network.close();
  }

  private Checkpoint state() {
    return new Checkpoint(
        fingerprint,
        stopping.epochs(),
        network.iteration(),
        stopping.bestEpoch(),
        stopping.lowestLoss(),
        network.parameters(),
        network.updater(),
        stopping.best());
  }

  private void resume(Path file) {
    Checkpoint state =
        Checkpoint.read(file, fingerprint, shape.parameterCount(), network.updaterLength());
    network.resume(state.parameters(), state.updater(), state.iteration());
    stopping.resume(state.epoch(), state.bestEpoch(), state.lowestLoss(), state.best());
  }

  private long fingerprint() {
    int hash = Objects.hash(settings, teacher);
    int rows =
        Objects.hash(
            training.count(), training.description(), EpochRows.same(validation).description());
    return (long) hash << Integer.SIZE | Integer.toUnsignedLong(rows);
  }

  private LossTerms pass(MixtureBatches batches, int[] order, boolean fit) {
    LossTerms mean = LossTerms.ZERO;
    int step = 0;
    for (int from = 0; from < order.length; from += settings.batch()) {
      if (Thread.interrupted()) {
        throw new CancellationException(
            "training was interrupted after %d of at most %d epochs"
                .formatted(stopping.epochs(), settings.maxEpochs()));
      }
      int to = Math.min(order.length, from + settings.batch());
      DataSet batch = batches.of(order, from, to);
      LossTerms terms = fit ? network.fit(batch, stopping.epochs(), step++) : network.score(batch);
      mean = mean.plus(terms, (to - from) / (double) order.length);
    }
    return mean;
  }

  private static int[] inOrder(int rows) {
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    return order;
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[j];
      order[j] = row;
    }
  }
}
