package io.mild.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimeToFailureModelTest {
  private static final OrdinalHorizons HORIZONS =
      new OrdinalHorizons(
          List.of(Duration.ofMinutes(120), Duration.ofMinutes(60), Duration.ofMinutes(30)));

  /**
   * Logits ln ¼, ln ¼, ln ½ against 0: bins of ⅛, ⅛, ¼, ½. The middle 80 %: a tenth is 0.8 of the
   * first bin, 24 minutes; nine tenths are 0.8 of the last, 120 + 0.8 · 120 = 216 minutes.
   */
  private static final TimeToFailureModel BY_HAND =
      new TimeToFailureModel(
          HORIZONS,
          new double[] {0},
          new double[] {1},
          new double[][] {{Math.log(0.25), 0}, {Math.log(0.25), 0}, {Math.log(0.5), 0}},
          0.8);

  @Test
  void theIntervalIsTheMiddleOfTheDistributionWithTimeUniformInItsBins() {
    assertThat(BY_HAND.distribution(new double[] {7}))
        .containsExactly(new double[] {0.125, 0.125, 0.25, 0.5}, within(1e-12));
    TimeToFailureModel.Interval interval = BY_HAND.interval(new double[] {7});
    assertThat(interval.lowMinutes()).isCloseTo(24, within(1e-9));
    assertThat(interval.highMinutes()).isCloseTo(216, within(1e-9));
  }

  /**
   * F(30) = ⅛, F(60) = ¼, F(120) = ½, F(180) = ¾: levels ¾, ½, 0, ½. Of four the ⌈5 · 0.6⌉ = 3rd is
   * ½; the ⌈5 · 0.8⌉ = 4th is ¾; a fifth for 0.9 there is not.
   */
  @Test
  void calibrationTakesTheLevelThatHoldsEnoughOfTheHeldOutTimes() {
    double[][] features = new double[4][1];
    double[] minutes = {30, 60, 120, 180};
    assertThat(BY_HAND.calibrated(features, minutes, 0.6).level()).isCloseTo(0.5, within(1e-12));
    assertThat(BY_HAND.calibrated(features, minutes, 0.8).level()).isCloseTo(0.75, within(1e-12));
    assertThat(BY_HAND.calibrated(features, minutes, 0.9).level()).isEqualTo(1);
  }

  /** Fitted on small noise and used on large, so that its own intervals are far too narrow. */
  @Test
  void calibratedIntervalsCoverWhatTheyPromise() {
    SplittableRandom random = new SplittableRandom(3);
    double[] fitMinutes = minutes(random, 600);
    double[] heldOutMinutes = minutes(random, 1000);
    double[] testMinutes = minutes(random, 2000);
    TimeToFailureModel raw =
        TimeToFailureModel.fit(HORIZONS, features(random, fitMinutes, 0.2), fitMinutes);
    TimeToFailureModel calibrated =
        raw.calibrated(
            features(random, heldOutMinutes, 1.5),
            heldOutMinutes,
            TimeToFailureModel.DEFAULT_COVERAGE);
    double[][] test = features(random, testMinutes, 1.5);

    assertThat(coverage(raw, test, testMinutes)).isLessThan(0.7);
    assertThat(coverage(calibrated, test, testMinutes)).isBetween(0.78, 0.90);
  }

  @Test
  void theFitFindsTheRightBinWhereFeaturesTell() {
    SplittableRandom random = new SplittableRandom(4);
    double[] minutes = minutes(random, 600);
    double[][] features = features(random, minutes, 0.1);
    TimeToFailureModel model = TimeToFailureModel.fit(HORIZONS, features, minutes);
    int right = 0;
    for (int i = 0; i < minutes.length; i++) {
      double[] distribution = model.distribution(features[i]);
      assertThat(Arrays.stream(distribution).sum()).isCloseTo(1, within(1e-12));
      right += Softmax.argmax(distribution) == HORIZONS.binOf(minutes[i]) ? 1 : 0;
    }
    assertThat(right / 600.0).isGreaterThan(0.9);
  }

  /** Features that say nothing leave the bins' frequencies: 10, 20, 30 and 40 %. */
  @Test
  void constantFeaturesGiveTheFrequenciesOfTheBins() {
    double[] minutes = {20, 40, 50, 70, 80, 90, 130, 140, 150, 160};
    double[][] features = new double[10][2];
    TimeToFailureModel model = TimeToFailureModel.fit(HORIZONS, features, minutes);
    assertThat(model.distribution(features[0]))
        .containsExactly(new double[] {0.1, 0.2, 0.3, 0.4}, within(1e-5));
  }

  @Test
  void binsThatNeverOccurGetNextToNoProbability() {
    TimeToFailureModel model =
        TimeToFailureModel.fit(HORIZONS, new double[4][1], new double[] {20, 20, 40, 40});
    double[] distribution = model.distribution(new double[1]);
    assertThat(distribution[0]).isCloseTo(0.5, within(1e-3));
    assertThat(distribution[2] + distribution[3]).isLessThan(1e-3);
  }

  /** The penalised loss, written down anew: no small move from the fitted weights lowers it. */
  @Test
  void fittedWeightsAreOfLeastPenalisedLogLoss() {
    SplittableRandom random = new SplittableRandom(6);
    double[][] rows = new double[80][2];
    int[] classes = new int[80];
    for (int i = 0; i < 80; i++) {
      rows[i][0] = random.nextDouble(-2, 2);
      rows[i][1] = rows[i][0] * 2; // collinear, as the features are
      classes[i] = rows[i][0] + random.nextDouble(-1, 1) > 0 ? random.nextInt(2) : 2;
    }
    double[][] weights = new MultinomialLogistic(rows, classes, 3, 1).fit();
    double least = loss(weights, rows, classes);
    for (double[] weight : weights) {
      for (int i = 0; i < 3; i++) {
        for (double move : new double[] {-1e-3, 1e-3}) {
          weight[i] += move;
          assertThat(loss(weights, rows, classes)).isGreaterThan(least);
          weight[i] -= move;
        }
      }
    }
  }

  /** EWMAs of spans 5 and 40: a = 1/3 and 2/41. From 0.2, then 0.5: 0.3 and 0.2 + 0.6/41. */
  @Test
  void featuresAreLogitsOfTheLongestHorizonsAveragesTheirDifferenceAndTheHorizons() {
    TimeFeatures stream = new TimeFeatures();
    stream.accept(new double[] {0.2, 0.1});
    double[] features = stream.accept(new double[] {0.5, 0.25});
    double slow = 0.2 + 0.6 / 41;
    double fastLogit = Math.log(0.3 / 0.7);
    double slowLogit = Math.log(slow / (1 - slow));
    assertThat(features)
        .containsExactly(
            new double[] {fastLogit, slowLogit, fastLogit - slowLogit, 0, Math.log(1 / 3.0)},
            within(1e-12));
  }

  @Test
  void aResumedStreamOfFeaturesGoesOnBitForBitAndARestartedOneAnew() throws IOException {
    TimeFeatures stream = new TimeFeatures();
    double[] first = stream.accept(new double[] {0.4, 0.1});
    stream.accept(new double[] {0.7, 0.1});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    stream.writeTo(new DataOutputStream(bytes));
    TimeFeatures resumed =
        TimeFeatures.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(resumed.accept(new double[] {0.4, 0.1}))
        .containsExactly(stream.accept(new double[] {0.4, 0.1}));
    stream.restart();
    assertThat(stream.accept(new double[] {0.4, 0.1})).containsExactly(first);

    byte[] bad = bytes.toByteArray();
    bad[0] = 0x7e;
    assertThatThrownBy(
            () -> TimeFeatures.readFrom(new DataInputStream(new ByteArrayInputStream(bad))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("0 to 1");
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(() -> TimeToFailureModel.fit(HORIZONS, new double[1][2], new double[] {-3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-3.0");
    assertThatThrownBy(() -> TimeToFailureModel.fit(HORIZONS, new double[0][], new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none");
    assertThatThrownBy(() -> TimeToFailureModel.fit(HORIZONS, new double[2][2], new double[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1");
    assertThatThrownBy(() -> BY_HAND.interval(new double[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5");
    assertThatThrownBy(() -> new TimeFeatures().accept(new double[] {2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2.0");
  }

  private static double loss(double[][] weights, double[][] rows, int[] classes) {
    double loss = 0;
    for (int row = 0; row < rows.length; row++) {
      double sum = 1;
      double own = 0;
      for (int c = 0; c < weights.length; c++) {
        double logit = weights[c][0] + weights[c][1] * rows[row][0] + weights[c][2] * rows[row][1];
        sum += Math.exp(logit);
        own = c == classes[row] ? logit : own;
      }
      loss += Math.log(sum) - own;
    }
    for (double[] weight : weights) {
      loss += 0.5 * (weight[1] * weight[1] + weight[2] * weight[2]);
      loss += 0.5e-6 * weight[0] * weight[0];
    }
    return loss;
  }

  private static double coverage(TimeToFailureModel model, double[][] features, double[] minutes) {
    int covered = 0;
    for (int i = 0; i < minutes.length; i++) {
      TimeToFailureModel.Interval interval = model.interval(features[i]);
      covered +=
          interval.lowMinutes() <= minutes[i] && minutes[i] <= interval.highMinutes() ? 1 : 0;
    }
    return (double) covered / minutes.length;
  }

  private static double[] minutes(SplittableRandom random, int count) {
    return random.doubles(count, 1, 200).toArray();
  }

  private static double[][] features(SplittableRandom random, double[] minutes, double noise) {
    double[][] features = new double[minutes.length][2];
    for (int i = 0; i < minutes.length; i++) {
      features[i][0] = Math.log(minutes[i] / 60) + noise * random.nextDouble(-1, 1);
      features[i][1] = -minutes[i] / 60 + noise * random.nextDouble(-1, 1);
    }
    return features;
  }
}
