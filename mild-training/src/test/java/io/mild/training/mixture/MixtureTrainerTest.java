package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.moe.BlendedModel;
import io.mild.moe.MixtureOfExperts;
import io.mild.moe.Teacher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;

class MixtureTrainerTest {
  private static final int FEATURES = 6;
  private static final int INTENTS = 2;
  private static final MixtureSettings SETTINGS =
      MixtureSettings.paper().toBuilder().maxEpochs(15).build();

  private static MixtureData training;
  private static MixtureData validation;
  private static Teacher teacher;

  static List<MixtureSettings> presets() {
    return List.of(MixtureSettings.paper(), MixtureSettings.recommended());
  }

  @BeforeAll
  static void rowsWhoseFailuresAreAProductOfTwoFeatures() {
    training = Rows.random(8_000, FEATURES, INTENTS, 1);
    validation = Rows.random(1_300, FEATURES, INTENTS, 2);
    teacher = TeacherTrainer.train(training);
  }

  @Test
  void learnsAProductThatTheLinearTeacherCanNotSee() {
    MixtureOfExperts mixture = train(SETTINGS, new ArrayList<>());

    assertThat(accuracy(new BlendedModel(teacher, mixture))).isGreaterThan(0.9);
    assertThat(teacherAccuracy()).isLessThan(0.75);
  }

  /** Of the shortest horizon's labels 87 % are 0. */
  @Test
  void learnsAllHorizonsUncoupledWithDropoutAndWeightDecay() {
    MixtureData rows = Rows.random(8_000, FEATURES, INTENTS, 3, 1);
    MixtureData unseen = Rows.random(1_300, FEATURES, INTENTS, 3, 2);
    MixtureSettings settings =
        MixtureSettings.recommended().toBuilder()
            .learningRate(3e-3)
            .batch(128)
            .maxEpochs(6)
            .build();
    MixtureOfExperts mixture =
        new MixtureTrainer(settings).train(teacher, rows, unseen, epoch -> {}).mixture();
    BlendedModel.Scorer scorer = new BlendedModel(teacher, mixture).newScorer();

    double[] risks = new double[3 * INTENTS];
    int[] right = new int[risks.length];
    for (int row = 0; row < unseen.rows(); row++) {
      scorer.score(unseen.features(), row * FEATURES, risks, new double[INTENTS]);
      for (int c = 0; c < risks.length; c++) {
        right[c] += risks[c] > 0.5 == unseen.labels()[row * risks.length + c] > 0.5 ? 1 : 0;
      }
    }
    assertThat(Arrays.stream(right).min().orElseThrow())
        .as("rows right of the worst output")
        .isGreaterThan((int) (0.95 * unseen.rows()));
  }

  @ParameterizedTest
  @MethodSource("presets")
  void theSameSeedGivesTheSameWeightsBitForBit(MixtureSettings preset) {
    MixtureSettings three = preset.toBuilder().maxEpochs(3).build();

    assertThat(train(three, new ArrayList<>())).isEqualTo(train(three, new ArrayList<>()));
    assertThat(train(three.toBuilder().seed(43).build(), new ArrayList<>()))
        .isNotEqualTo(train(three, new ArrayList<>()));
  }

  @Test
  void trainingsAtTheSameTimeGiveTheWeightsOfTrainingsOneByOne() {
    MixtureSettings two = SETTINGS.toBuilder().maxEpochs(2).build();
    List<MixtureSettings> all =
        List.of(two, two.toBuilder().seed(43).build(), two.toBuilder().seed(44).build());

    List<MixtureOfExperts> together =
        all.stream()
            .map(settings -> CompletableFuture.supplyAsync(() -> train(settings)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(together).isEqualTo(all.stream().map(MixtureTrainerTest::train).toList());
  }

  private static MixtureOfExperts train(MixtureSettings settings) {
    return train(settings, new ArrayList<>());
  }

  @Test
  void theWeightsOfTheBestEpochAreKept() {
    List<TrainingEpoch> epochs = new ArrayList<>();
    MixtureSettings hasty =
        SETTINGS.toBuilder()
            .learningRate(0.1) // so fast that later epochs are worse
            .batch(64)
            .maxEpochs(12)
            .patience(3)
            .seed(7)
            .build();
    MixtureOfExperts kept = train(hasty, epochs);

    TrainingEpoch best =
        epochs.stream()
            .min(Comparator.comparing(epoch -> epoch.validation().total()))
            .orElseThrow();
    assertThat(best.best()).isTrue();
    assertThat(best.epoch()).as("the best epoch is not the last").isLessThan(epochs.size());
    MixtureSettings untilBest = hasty.toBuilder().maxEpochs(best.epoch()).build();
    assertThat(train(untilBest, new ArrayList<>())).isEqualTo(kept);
  }

  @Test
  void annealedTheWeightsOfTheLastEpochAreKept() {
    List<TrainingEpoch> epochs = new ArrayList<>();
    MixtureSettings annealed =
        SETTINGS.toBuilder().learningRate(0.1).annealed(true).maxEpochs(5).patience(1).build();
    TrainedMixture trained =
        new MixtureTrainer(annealed).train(teacher, training, validation, epochs::add);

    assertThat(trained.epochs()).isEqualTo(5);
    assertThat(trained.validationLoss()).isEqualTo(epochs.get(4).validation().total());
    assertThat(epochs).hasSize(5).allMatch(TrainingEpoch::best);
  }

  @Test
  void trainingStopsWhenPatienceIsOver() {
    List<TrainingEpoch> epochs = new ArrayList<>();
    MixtureSettings hasty =
        MixtureSettings.builder()
            .encoder(List.of(4))
            .gate(2)
            .expert(2)
            .coupled(true)
            .loss(HybridLoss.paper())
            .dropout(0)
            .learningRate(0.3)
            .annealed(false)
            .weightDecay(0)
            .batch(64)
            .maxEpochs(200)
            .patience(2)
            .seed(7)
            .build();
    train(hasty, epochs);

    int best =
        epochs.stream()
            .filter(TrainingEpoch::best)
            .mapToInt(TrainingEpoch::epoch)
            .max()
            .orElseThrow();
    assertThat(epochs).hasSize(best + 2).hasSizeLessThan(200);
  }

  @Test
  void progressTellsEpochsAndTerms() {
    List<TrainingEpoch> epochs = new ArrayList<>();
    train(SETTINGS.toBuilder().maxEpochs(3).build(), epochs);

    assertThat(epochs).extracting(TrainingEpoch::epoch).containsExactly(1, 2, 3);
    assertThat(epochs).allSatisfy(epoch -> assertThat(epoch.maxEpochs()).isEqualTo(3));
    LossTerms first = epochs.get(0).training();
    LossTerms last = epochs.get(2).training();
    assertThat(last.total()).isLessThan(first.total());
    assertThat(last.focal()).isPositive();
    assertThat(last.gateCause()).isPositive();
    assertThat(last.decorrelation()).isZero();
    assertThat(epochs.get(2).remaining()).isZero();
  }

  @Test
  void nd4jGetsItsThreadsBack() {
    int before = Nd4j.getEnvironment().maxThreads();
    train(SETTINGS.toBuilder().maxEpochs(1).build(), new ArrayList<>());

    assertThat(Nd4j.getEnvironment().maxThreads()).isEqualTo(before);
  }

  @Test
  void rowsThatDoNotFitTheTeacherAreRefused() {
    MixtureData other = Rows.random(100, FEATURES + 1, INTENTS, 3);

    assertThatThrownBy(
            () -> new MixtureTrainer(SETTINGS).train(teacher, other, validation, epoch -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 features")
        .hasMessageContaining("7 and 2");
  }

  @Test
  void rowsOfOtherHorizonsThanTheValidationsAreRefused() {
    MixtureData other = Rows.random(100, FEATURES, INTENTS, 3, 3);

    assertThatThrownBy(
            () -> new MixtureTrainer(SETTINGS).train(teacher, other, validation, epoch -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 horizons")
        .hasMessageContaining("training rows of 3");
  }

  private static MixtureOfExperts train(MixtureSettings settings, List<TrainingEpoch> epochs) {
    return new MixtureTrainer(settings).train(teacher, training, validation, epochs::add).mixture();
  }

  private static double accuracy(BlendedModel model) {
    BlendedModel.Scorer scorer = model.newScorer();
    double[] risks = new double[INTENTS];
    double[] gate = new double[INTENTS];
    int right = 0;
    for (int row = 0; row < validation.rows(); row++) {
      scorer.score(validation.features(), row * FEATURES, risks, gate);
      right += right(row, risks[0] > 0.5);
    }
    return right / (double) validation.rows();
  }

  private static double teacherAccuracy() {
    double[] logits = new double[INTENTS];
    int right = 0;
    for (int row = 0; row < validation.rows(); row++) {
      teacher.logits(validation.features(), row * FEATURES, logits);
      right += right(row, logits[0] > 0);
    }
    return right / (double) validation.rows();
  }

  private static int right(int row, boolean alarm) {
    return alarm == validation.labels()[row * INTENTS] > 0.5f ? 1 : 0;
  }
}
