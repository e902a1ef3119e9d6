package io.mild.training.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.alerting.OrdinalHorizons;
import io.mild.alerting.Softmax;
import io.mild.alerting.TimeToFailureModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimeToFailureFitterTest {
  private static final OrdinalHorizons HORIZONS =
      new OrdinalHorizons(
          List.of(Duration.ofMinutes(120), Duration.ofMinutes(60), Duration.ofMinutes(30)));

  /** Each incident has noise of its own, so that a model is surer of those that it has seen. */
  @Test
  void intervalsCoverWhatTheyPromiseAtTheFirstMinuteOfIncidentsThatWereNotFitted() {
    SplittableRandom random = new SplittableRandom(3);
    int covered = 0;
    for (int history = 0; history < 20; history++) {
      TimeToFailureModel model = TimeToFailureFitter.fit(HORIZONS, incidents(random, 60, 1.5), 0.8);
      for (AlertedFailure incident : incidents(random, 100, 1.5)) {
        covered += covered(model, first(incident));
      }
    }
    assertThat(covered / 2_000.0).isBetween(0.75, 0.85);
  }

  /** Its first alerted minute alone, at which an operator reads the interval. */
  private static AlertedFailure first(AlertedFailure incident) {
    return new AlertedFailure(
        new double[][] {incident.features()[0]}, new double[] {incident.minutesToFailure()[0]});
  }

  /**
   * Constant features, so that each part's model gives the others' frequencies. Of ten incidents of
   * one minute each, at 15 and 45 min in turn, parts hold 2, one of each: ½ within 30, ½ up to 60,
   * F(15) = ¼ and F(45) = ¾, levels ½ all. With eleven, coverage 0.99 asks for more than there are.
   */
  @Test
  void theLevelIsTheConformalQuantileOfThoseLeftOut() {
    List<AlertedFailure> incidents = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      incidents.add(new AlertedFailure(new double[1][1], new double[] {i < 5 ? 15 : 45}));
    }
    assertThat(TimeToFailureFitter.fit(HORIZONS, incidents, 0.8).level())
        .isCloseTo(0.5, within(1e-3));
    assertThat(TimeToFailureFitter.fit(HORIZONS, incidents, 0.99).level()).isEqualTo(1);
  }

  @Test
  void theFitFindsTheRightBinWhereFeaturesTell() {
    List<AlertedFailure> incidents = incidents(new SplittableRandom(4), 40, 0.1);
    TimeToFailureModel model = TimeToFailureFitter.fit(HORIZONS, incidents, 0.8);
    int right = 0;
    int minutes = 0;
    for (AlertedFailure incident : incidents) {
      for (int i = 0; i < incident.features().length; i++) {
        double[] distribution = model.distribution(incident.features()[i]);
        assertThat(Arrays.stream(distribution).sum()).isCloseTo(1, within(1e-12));
        minutes++;
        right +=
            Softmax.argmax(distribution) == HORIZONS.binOf(incident.minutesToFailure()[i]) ? 1 : 0;
      }
    }
    assertThat((double) right / minutes).isGreaterThan(0.9);
  }

  /** Features that say nothing leave the bins' frequencies: 10, 20, 30 and 40 %. */
  @Test
  void constantFeaturesGiveTheFrequenciesOfTheBins() {
    double[] minutes = {20, 40, 50, 70, 80, 90, 130, 140, 150, 160};
    assertThat(
            TimeToFailureFitter.fit(HORIZONS, tenTimes(minutes), 0.8).distribution(new double[2]))
        .containsExactly(new double[] {0.1, 0.2, 0.3, 0.4}, within(1e-5));
  }

  @Test
  void binsThatNeverOccurGetNextToNoProbability() {
    double[] minutes = {20, 20, 40, 40};
    double[] distribution =
        TimeToFailureFitter.fit(HORIZONS, tenTimes(minutes), 0.8).distribution(new double[2]);
    assertThat(distribution[0]).isCloseTo(0.5, within(1e-3));
    assertThat(distribution[2] + distribution[3]).isLessThan(1e-3);
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(
            () -> TimeToFailureFitter.fit(HORIZONS, tenTimes(new double[] {20, -3}), 0.8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-3.0");
    assertThatThrownBy(() -> TimeToFailureFitter.fit(HORIZONS, List.of(), 0.8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 10")
        .hasMessageContaining("0");
    assertThatThrownBy(() -> new AlertedFailure(new double[2][2], new double[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 of 2");
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

  private static int covered(TimeToFailureModel model, AlertedFailure incident) {
    int covered = 0;
    for (int i = 0; i < incident.features().length; i++) {
      TimeToFailureModel.Interval interval = model.interval(incident.features()[i]);
      double minutes = incident.minutesToFailure()[i];
      covered += interval.lowMinutes() <= minutes && minutes <= interval.highMinutes() ? 1 : 0;
    }
    return covered;
  }

  /** Ten incidents of these minutes each, with features that say nothing. */
  private static List<AlertedFailure> tenTimes(double[] minutes) {
    return Collections.nCopies(10, new AlertedFailure(new double[minutes.length][2], minutes));
  }

  /** Incidents of twenty minutes; the noise is each incident's own. */
  private static List<AlertedFailure> incidents(SplittableRandom random, int count, double noise) {
    List<AlertedFailure> incidents = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      double own = noise * random.nextDouble(-1, 1);
      double[] minutes = random.doubles(20, 1, 200).toArray();
      double[][] features = new double[minutes.length][2];
      for (int i = 0; i < minutes.length; i++) {
        features[i][0] = Math.log(minutes[i] / 60) + own;
        features[i][1] = -minutes[i] / 60 + own;
      }
      incidents.add(new AlertedFailure(features, minutes));
    }
    return incidents;
  }
}
