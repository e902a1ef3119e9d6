package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.moe.Teacher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochRowsTest {
  private static final int ROWS = 1_200;
  private static final MixtureSettings SETTINGS =
      MixtureSettings.recommended().toBuilder().maxEpochs(4).build();
  private static final MixtureData VALIDATION = Rows.random(300, 6, 2, 2);
  private static final Teacher TEACHER = Rows.teacher(6, 2, 3);

  @TempDir Path directory;

  /** Rows drawn anew for each epoch, and a note of the epochs that were asked for. */
  private static final class Fresh implements EpochRows {
    private final List<Integer> asked = new ArrayList<>();
    private final String description;

    Fresh(String description) {
      this.description = description;
    }

    @Override
    public int count() {
      return ROWS;
    }

    @Override
    public MixtureData rows(int epoch) {
      asked.add(epoch);
      return Rows.random(ROWS, 6, 2, 100 + epoch);
    }

    @Override
    public String description() {
      return description;
    }
  }

  @Test
  void eachEpochsRowsAreAskedForOnceAndInOrder() {
    Fresh rows = new Fresh("fresh");
    train(new MixtureTrainer(SETTINGS), rows, 0);

    assertThat(rows.asked).containsExactly(1, 2, 3, 4);
  }

  @Test
  void anEpochIsTrainedOnItsOwnRowsAndPriors() {
    MixtureData fixed = Rows.random(ROWS, 6, 2, 101);
    List<TrainingEpoch> changing = new ArrayList<>();
    List<TrainingEpoch> same = new ArrayList<>();
    MixtureTrainer trainer =
        new MixtureTrainer(MixtureSettings.paper().toBuilder().maxEpochs(2).build());
    trainer.train(TEACHER, new Fresh("fresh"), VALIDATION, changing::add);
    trainer.train(TEACHER, fixed, VALIDATION, same::add);

    assertThat(changing.get(0).training()).isEqualTo(same.get(0).training());
    assertThat(changing.get(1).training()).isNotEqualTo(same.get(1).training());
  }

  @Test
  void theSameRowsInNewArraysGiveTheWeightsOfFixedRows() {
    EpochRows copies =
        new EpochRows() {
          @Override
          public int count() {
            return ROWS;
          }

          @Override
          public MixtureData rows(int epoch) {
            return Rows.random(ROWS, 6, 2, 1);
          }

          @Override
          public String description() {
            return "copies";
          }
        };
    MixtureTrainer trainer = new MixtureTrainer(SETTINGS);

    assertThat(trainer.train(TEACHER, copies, VALIDATION, epoch -> {}))
        .isEqualTo(trainer.train(TEACHER, Rows.random(ROWS, 6, 2, 1), VALIDATION, epoch -> {}));
  }

  @Test
  void rowsThatAreDrawnGiveTheWeightsOfTheirCopies() {
    MixtureData rows = Rows.random(ROWS, 6, 2, 1);
    int[] draws = IntStream.range(0, ROWS).map(place -> place * place % ROWS).toArray();
    EpochRows drawn =
        new EpochRows() {
          @Override
          public int count() {
            return ROWS;
          }

          @Override
          public MixtureData rows(int epoch) {
            return rows;
          }

          @Override
          public int[] draws(MixtureData of) {
            return draws;
          }

          @Override
          public String description() {
            return "drawn";
          }
        };
    MixtureTrainer trainer = new MixtureTrainer(SETTINGS);

    assertThat(trainer.train(TEACHER, drawn, VALIDATION, epoch -> {}))
        .isEqualTo(trainer.train(TEACHER, copies(rows, draws), VALIDATION, epoch -> {}));
  }

  private static MixtureData copies(MixtureData rows, int[] draws) {
    return new MixtureData(
        draws.length,
        copies(rows.features(), rows.rows(), draws),
        copies(rows.labels(), rows.rows(), draws),
        copies(rows.causes(), rows.rows(), draws));
  }

  private static float[] copies(float[] values, int rows, int[] draws) {
    int width = values.length / rows;
    float[] copies = new float[draws.length * width];
    for (int place = 0; place < draws.length; place++) {
      System.arraycopy(values, draws[place] * width, copies, place * width, width);
    }
    return copies;
  }

  @Test
  void aResumedTrainingAsksForTheRemainingEpochsOnlyAndEndsWithTheSameWeights() {
    TrainedMixture uninterrupted = train(new MixtureTrainer(SETTINGS), new Fresh("fresh"), 0);
    MixtureTrainer trainer =
        new MixtureTrainer(SETTINGS).withCheckpoint(directory.resolve("checkpoint"));
    assertThatThrownBy(() -> train(trainer, new Fresh("fresh"), 2))
        .isInstanceOf(CancellationException.class);

    Fresh remaining = new Fresh("fresh");
    assertThat(train(trainer, remaining, 0)).isEqualTo(uninterrupted);
    assertThat(remaining.asked).containsExactly(3, 4);

    Fresh none = new Fresh("fresh");
    assertThat(train(trainer, none, 0)).isEqualTo(uninterrupted);
    assertThat(none.asked).isEmpty();
  }

  @Test
  void aCheckpointOfRowsOfAnotherDescriptionIsRefused() {
    MixtureTrainer trainer =
        new MixtureTrainer(SETTINGS).withCheckpoint(directory.resolve("checkpoint"));
    train(trainer, new Fresh("augmented with seed 1"), 0);

    assertThatThrownBy(() -> train(trainer, new Fresh("augmented with seed 2"), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other settings or rows");
  }

  @Test
  void anEpochOfAnotherNumberOfRowsIsRefused() {
    EpochRows shrinking =
        new EpochRows() {
          @Override
          public int count() {
            return 100;
          }

          @Override
          public MixtureData rows(int epoch) {
            return Rows.random(epoch == 2 ? 99 : 100, 6, 2, 1);
          }

          @Override
          public String description() {
            return "shrinking";
          }
        };

    assertThatThrownBy(() -> train(new MixtureTrainer(SETTINGS), shrinking, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epoch 2 has 99 rows, but was to have 100");
  }

  /** Trains; interrupted after an epoch, 0 for none. */
  private static TrainedMixture train(MixtureTrainer trainer, EpochRows rows, int interruptAfter) {
    return trainer.train(
        TEACHER,
        rows,
        VALIDATION,
        epoch -> {
          if (epoch.epoch() == interruptAfter) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
