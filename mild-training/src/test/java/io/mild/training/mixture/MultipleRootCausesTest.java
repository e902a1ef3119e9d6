package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.Blend;
import io.mild.moe.BlendedModel;
import io.mild.moe.IntentViews;
import io.mild.moe.Teacher;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A gate of independent probabilities: any number of intents may be root causes at once. */
class MultipleRootCausesTest {
  private static final int K = 3;
  private static final int FEATURES = 4;
  private static final MixtureSettings SETTINGS =
      MixtureSettings.builder()
          .encoder(List.of(16))
          .gate(8)
          .expert(8)
          .coupled(false)
          .loss(HybridLoss.crossEntropy())
          .dropout(0)
          .learningRate(1e-2)
          .annealed(false)
          .weightDecay(0)
          .batch(64)
          .maxEpochs(15)
          .patience(15)
          .seed(5)
          .build();

  /**
   * −Σ ȳ log g + (1−ȳ) log(1−g) over rows with a target, by the full batch, from the network's own
   * probabilities; rows without one cost nothing.
   */
  @Test
  void theGatesLossIsTheBinaryCrossEntropyOfTheRowsThatHaveACause() {
    MixtureData rows = multiHot(Rows.random(60, FEATURES, K, 5));
    DataSet batch = Rows.batch(rows, Rows.teacher(FEATURES, K, 6), DataType.DOUBLE);
    MixtureSettings settings = SETTINGS.toBuilder().multipleRootCauses(true).build();
    try (MixtureNetwork network =
        new MixtureNetwork(
            settings.shape(FEATURES, K, 1), 1, settings, DataType.DOUBLE, 8, Optional.empty())) {
      INDArray output = network.dl4j().output(batch.getFeatures());
      double expected = 0;
      int without = 0;
      for (int n = 0; n < 60; n++) {
        float[] causes = Arrays.copyOfRange(rows.causes(), n * K, (n + 1) * K);
        boolean supervised = causes[0] + causes[1] + causes[2] > 0;
        without += supervised ? 0 : 1;
        for (int i = 0; i < K && supervised; i++) {
          double g = output.getDouble(n, K + i);
          expected -= Math.log(causes[i] > 0 ? g : 1 - g) / 60;
        }
      }

      assertThat(without).isPositive();
      assertThat(network.score(batch).gateCause()).isCloseTo(expected, within(1e-12));
    }
  }

  /** Where two are the causes, a distribution gives each a half. */
  @Test
  void bothOfTwoRootCausesAreCertainAndBySoftmaxNeitherIs() {
    MixtureData training = failing(2_000, 1);
    MixtureData unseen = failing(500, 2);
    Teacher teacher = TeacherTrainer.train(training);
    double[] multiple = ofPairs(model(teacher, training, true), unseen);
    double[] one = ofPairs(model(teacher, training, false), unseen);

    assertThat(multiple[0]).isGreaterThan(0.9);
    assertThat(multiple[1]).isGreaterThan(0.9);
    assertThat(multiple[2]).isLessThan(0.1);
    assertThat(one[0]).isCloseTo(0.5, within(0.15));
    assertThat(one[1]).isCloseTo(0.5, within(0.15));
  }

  /** Of log-odds: σ(½·logit g + ½·logit p) has the geometric mean of the odds. */
  @Test
  void theTeachersPartOfTheGateIsItsOwnRisk() {
    MixtureData rows = failing(200, 3);
    Teacher teacher = TeacherTrainer.train(rows);
    BlendedModel model = model(teacher, rows, true);
    double[] mixture = gate(model, rows, 0);
    double[] ofTeacher = gate(model.withBlend(Blend.TEACHER), rows, 0);
    double[] half = gate(model.withBlend(new Blend(0.5, 0.5)), rows, 0);
    double[] logits = new double[K];
    teacher.logits(rows.features(), 0, logits);

    for (int i = 0; i < K; i++) {
      assertThat(ofTeacher[i]).isEqualTo(Teacher.probability(logits[i]));
      assertThat(odds(half[i]))
          .isCloseTo(Math.sqrt(odds(mixture[i]) * odds(ofTeacher[i])), within(1e-6));
    }
  }

  @Test
  void onHeldOutRowsTheBlendedGateIsNeverWorseThanEither() {
    MixtureData training = failing(300, 4);
    MixtureData heldOut = failing(300, 5);
    BlendedModel model = model(TeacherTrainer.train(training), training, true);
    BlendFitter fitter = new BlendFitter();
    fitter.add(model, heldOut);
    double blended = logLoss(model.withBlend(fitter.best()), heldOut);

    assertThat(blended).isLessThanOrEqualTo(logLoss(model, heldOut) + 1e-9);
    assertThat(blended)
        .isLessThanOrEqualTo(logLoss(model.withBlend(Blend.TEACHER), heldOut) + 1e-9);
  }

  /** Intent i owns feature i: three views, and what is learned of one serves all. */
  @Test
  void viewsThatShareAMixtureAreAlsoCertainOfBoth() {
    IntentViews views = new IntentViews(new int[][] {{0}, {1}, {2}});
    MixtureData training = failing(2_000, 6).seenBy(views);
    Teacher teacher = TeacherTrainer.trainShared(training, 1);
    double[] gates = ofPairs(model(teacher, training, true).sharedBy(views), failing(500, 7));

    assertThat(gates[0]).isGreaterThan(0.9);
    assertThat(gates[1]).isGreaterThan(0.9);
    assertThat(gates[2]).isLessThan(0.1);
  }

  private static BlendedModel model(Teacher teacher, MixtureData training, boolean multiple) {
    MixtureData targets = multiple ? training : normalised(training);
    return new BlendedModel(
        teacher,
        new MixtureTrainer(SETTINGS.toBuilder().multipleRootCauses(multiple).build())
            .train(teacher, targets, targets, epoch -> {})
            .mixture());
  }

  /**
   * In each second row intents fail, half of the time one and half of the time the first two:
   * whoever fails, their features rise by four deviations.
   */
  private static MixtureData failing(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[rows * FEATURES];
    float[] y = new float[rows * K];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < FEATURES; j++) {
        x[row * FEATURES + j] = (float) random.nextDouble(-1.7, 1.7);
      }
      int kind = random.nextInt(4);
      int alone = random.nextInt(K);
      for (int i = 0; i < K; i++) {
        if (kind == 0 && i == alone || kind == 1 && i < 2) {
          y[row * K + i] = 1;
          x[row * FEATURES + i] += 4;
        }
      }
    }
    return new MixtureData(rows, x, y, y);
  }

  private static MixtureData multiHot(MixtureData rows) {
    float[] causes = rows.causes().clone();
    for (int i = 0; i < causes.length; i++) {
      causes[i] = causes[i] > 0 ? 1 : 0;
    }
    return new MixtureData(rows.rows(), rows.features(), rows.labels(), causes);
  }

  private static MixtureData normalised(MixtureData rows) {
    float[] causes = rows.causes().clone();
    for (int row = 0; row < rows.rows(); row++) {
      float sum = causes[row * K] + causes[row * K + 1] + causes[row * K + 2];
      for (int i = 0; i < K && sum > 0; i++) {
        causes[row * K + i] /= sum;
      }
    }
    return new MixtureData(rows.rows(), rows.features(), rows.labels(), causes);
  }

  /** The mean gates of rows in which the first two fail. */
  private static double[] ofPairs(BlendedModel model, MixtureData rows) {
    double[] sums = new double[K];
    int pairs = 0;
    for (int row = 0; row < rows.rows(); row++) {
      if (rows.labels()[row * K] + rows.labels()[row * K + 1] == 2) {
        pairs++;
        double[] gate = gate(model, rows, row);
        Arrays.setAll(sums, i -> sums[i] + gate[i]);
      }
    }
    int count = pairs;
    return Arrays.stream(sums).map(sum -> sum / count).toArray();
  }

  private static double logLoss(BlendedModel model, MixtureData rows) {
    double loss = 0;
    for (int row = 0; row < rows.rows(); row++) {
      double[] gate = gate(model, rows, row);
      float[] causes = Arrays.copyOfRange(rows.causes(), row * K, (row + 1) * K);
      for (int i = 0; i < K && causes[0] + causes[1] + causes[2] > 0; i++) {
        loss -= Math.log(causes[i] > 0 ? gate[i] : 1 - gate[i]);
      }
    }
    return loss;
  }

  private static double[] gate(BlendedModel model, MixtureData rows, int row) {
    double[] gate = new double[K];
    model.newScorer().score(rows.features(), row * FEATURES, new double[K], gate);
    return gate;
  }

  private static double odds(double p) {
    return p / (1 - p);
  }
}
