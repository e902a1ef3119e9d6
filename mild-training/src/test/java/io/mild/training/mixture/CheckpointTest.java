package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.moe.Teacher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final MixtureSettings SETTINGS =
      MixtureSettings.paper().toBuilder().maxEpochs(6).build();

  private static MixtureData training;
  private static MixtureData validation;
  private static Teacher teacher;
  private static TrainedMixture uninterrupted;

  @TempDir Path directory;

  @BeforeAll
  static void oneTrainingWithoutInterruption() {
    training = Rows.random(3_000, 6, 2, 1);
    validation = Rows.random(700, 6, 2, 2);
    teacher = TeacherTrainer.train(training);
    uninterrupted = new MixtureTrainer(SETTINGS).train(teacher, training, validation, epoch -> {});
  }

  @Test
  void aTrainingInterruptedAfterAnyEpochEndsWithTheSameWeights() {
    for (int stop = 1; stop < SETTINGS.maxEpochs(); stop++) {
      Path file = directory.resolve("after-" + stop);
      interruptAfter(stop, file);
      List<TrainingEpoch> resumed = new ArrayList<>();

      assertThat(train(file, resumed)).isEqualTo(uninterrupted);
      assertThat(resumed).extracting(TrainingEpoch::epoch).startsWith(stop + 1);
    }
  }

  @Test
  void whatDropsOutAndHowFarTheLearningRateFellDependOnNoEarlierProcess() {
    MixtureSettings recommended =
        MixtureSettings.recommended().toBuilder().annealed(true).maxEpochs(4).build();
    TrainedMixture expected =
        new MixtureTrainer(recommended).train(teacher, training, validation, epoch -> {});
    Path file = directory.resolve("dropout");
    interruptAfter(2, recommended, file);

    assertThat(
            new MixtureTrainer(recommended)
                .withCheckpoint(file)
                .train(teacher, training, validation, epoch -> {}))
        .isEqualTo(expected);
  }

  @Test
  void aFinishedTrainingGivesItsResultAtOnce() {
    Path file = directory.resolve("finished");
    train(file, new ArrayList<>());
    List<TrainingEpoch> again = new ArrayList<>();

    assertThat(train(file, again)).isEqualTo(uninterrupted);
    assertThat(again).isEmpty();
  }

  @Test
  void nothingButTheWholeCheckpointIsLeftBehind() throws IOException {
    Path file = directory.resolve("checkpoint");
    interruptAfter(2, file);

    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  /** As when another thread cancels the training at the end of an epoch. */
  @Test
  void anInterruptionWhileACheckpointIsWrittenLosesNothing() throws IOException {
    Path file = directory.resolve("interrupted");
    Checkpoint checkpoint =
        new Checkpoint(
            1, 2, 3, 4, 0.5, new float[] {1, 2}, new float[] {3, 4, 5}, new float[] {6, 7});
    Thread.currentThread().interrupt();
    try {
      checkpoint.write(file);
    } finally {
      assertThat(Thread.interrupted()).as("the interruption is still to be seen").isTrue();
    }

    assertThat(Checkpoint.read(file, 1, 2, 3).updater()).containsExactly(3, 4, 5);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aDamagedCheckpointIsRefused() throws IOException {
    Path file = directory.resolve("damaged");
    interruptAfter(1, file);
    byte[] whole = Files.readAllBytes(file);
    for (int at : new int[] {0, 5, 9, 20, 35, 300, whole.length / 2, whole.length - 1}) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      assertThatThrownBy(() -> train(file, new ArrayList<>()))
          .as("byte %d", at)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(file.toString());
    }
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 100));
    assertThatThrownBy(() -> train(file, new ArrayList<>()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delete it");
  }

  @Test
  void aCheckpointOfAnotherTrainingIsRefused() {
    Path file = directory.resolve("other");
    interruptAfter(1, file);
    MixtureTrainer other =
        new MixtureTrainer(SETTINGS.toBuilder().seed(7).build()).withCheckpoint(file);

    assertThatThrownBy(() -> other.train(teacher, training, validation, epoch -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other settings or rows");
    assertThatThrownBy(
            () ->
                new MixtureTrainer(SETTINGS)
                    .withCheckpoint(file)
                    .train(teacher, validation, training, epoch -> {}))
        .hasMessageContaining("other settings or rows");
  }

  private static void interruptAfter(int epochs, Path file) {
    interruptAfter(epochs, SETTINGS, file);
  }

  private static void interruptAfter(int epochs, MixtureSettings settings, Path file) {
    assertThatThrownBy(
            () ->
                new MixtureTrainer(settings)
                    .withCheckpoint(file)
                    .train(
                        teacher,
                        training,
                        validation,
                        epoch -> {
                          if (epoch.epoch() == epochs) {
                            Thread.currentThread().interrupt();
                          }
                        }))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining(
            "after " + epochs + " of at most " + settings.maxEpochs() + " epochs");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private static TrainedMixture train(Path file, List<TrainingEpoch> epochs) {
    return new MixtureTrainer(SETTINGS)
        .withCheckpoint(file)
        .train(teacher, training, validation, epochs::add);
  }
}
