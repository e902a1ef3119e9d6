package io.mild.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A risk that is scored from its first sums is explained as one that is scored row by row. */
class LayeredRiskTest {
  private static final double SAME = 1e-8;
  private static final double ADDS_UP = 1e-6;

  /** Sines of sums, weighted: in double precision, of sums that are rounded to float. */
  private record Layered(float[][] weights) implements LayeredRisk {
    static Layered random(int sums, int features, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      float[][] weights = new float[sums][features + 1];
      for (float[] ofSum : weights) {
        for (int i = 0; i <= features; i++) {
          ofSum[i] = (float) random.nextDouble(-0.5, 0.5);
        }
      }
      return new Layered(weights);
    }

    @Override
    public void score(float[] rows, int n, double[] risks) {
      int features = weights[0].length - 1;
      float[][] sums = new float[weights.length][n];
      for (int row = 0; row < n; row++) {
        for (int sum = 0; sum < sums.length; sum++) {
          double total = weights[sum][features];
          for (int feature = 0; feature < features; feature++) {
            total += weights[sum][feature] * (double) rows[row * features + feature];
          }
          sums[sum][row] = (float) total;
        }
      }
      scoreSums(sums, n, risks);
    }

    @Override
    public void scoreSums(float[][] sums, int n, double[] risks) {
      for (int row = 0; row < n; row++) {
        double total = 0.5;
        for (int sum = 0; sum < sums.length; sum++) {
          total += Math.sin(sums[sum][row]) / (2 + sum) / 4;
        }
        risks[row] = total;
      }
    }
  }

  private static final class Case {
    final Game game;
    final Layered risk;
    final ShapleyExplainer bySums;
    final ShapleyExplainer byRows;

    Case(int groups, long seed) {
      game = Game.random(seed, groups);
      risk = Layered.random(7, game.row().length, ~seed);
      bySums = new ShapleyExplainer(risk, game.background(), game.members());
      byRows = new ShapleyExplainer(risk::score, game.background(), game.members());
    }
  }

  @Property(tries = 30)
  void exactly(@ForAll @IntRange(min = 1, max = 7) int groups, @ForAll long seed) {
    Case both = new Case(groups, seed);
    Attribution attribution = both.bySums.exact(both.game.row());
    assertSame(attribution, both.byRows.exact(both.game.row()));
    assertThat(attribution.baseline() + Arrays.stream(attribution.contributions()).sum())
        .isCloseTo(attribution.value(), within(ADDS_UP));
  }

  @Property(tries = 20)
  void sampled(@ForAll @IntRange(min = 1, max = 25) int groups, @ForAll long seed) {
    Case both = new Case(groups, seed);
    Precision precision = both.game.rounds(3, seed);
    Attribution attribution = both.bySums.sampled(both.game.row(), precision);
    assertSame(attribution, both.byRows.sampled(both.game.row(), precision));
    assertThat(attribution.baseline() + Arrays.stream(attribution.contributions()).sum())
        .isCloseTo(attribution.value(), within(ADDS_UP));
  }

  @Property(tries = 20)
  void featureByFeatureExactlyAndSampled(
      @ForAll @IntRange(min = 1, max = 5) int groups, @ForAll boolean exactly, @ForAll long seed) {
    Case both = new Case(groups, seed);
    float[] row = both.game.row();
    Precision precision = exactly ? Precision.DEFAULT : both.game.rounds(2, seed);
    Attribution ofGroups = both.byRows.exact(row);
    assertSame(
        both.bySums.explainFeatures(row, ofGroups, precision),
        both.byRows.explainFeatures(row, ofGroups, precision));
  }

  @Test
  void asGroupsComeAndGo() {
    Case both = new Case(6, 3);
    int[] order = {4, 0, 5, 2, 1, 3};
    assertThat(both.bySums.insertion(both.game.row(), order))
        .containsExactly(both.byRows.insertion(both.game.row(), order), within(SAME));
    assertThat(both.bySums.deletion(both.game.row(), order))
        .containsExactly(both.byRows.deletion(both.game.row(), order), within(SAME));
  }

  /** With so many players that what each changes is not kept. */
  @Test
  void ofManyFeatures() {
    int features = 1_500;
    int rows = 40;
    Layered risk = Layered.random(20, features, 5);
    for (float[] ofSum : risk.weights()) {
      for (int i = 0; i < features; i++) {
        ofSum[i] /= 20;
      }
    }
    SplittableRandom random = new SplittableRandom(6);
    float[][] background = new float[rows][features];
    float[] row = new float[features];
    for (int feature = 0; feature < features; feature++) {
      row[feature] = (float) random.nextDouble(-2, 2);
      for (float[] usual : background) {
        usual[feature] = feature < 3 ? (float) random.nextDouble(-2, 2) : row[feature];
      }
    }
    int[][] groups = ShapleyExplainer.singletons(features);
    int[] order = {2, 0, 1};
    assertThat(new ShapleyExplainer(risk, background, groups).insertion(row, order))
        .containsExactly(
            new ShapleyExplainer(risk::score, background, groups).insertion(row, order),
            within(SAME));
  }

  private static void assertSame(Attribution actual, Attribution expected) {
    assertThat(actual.contributions()).containsExactly(expected.contributions(), within(SAME));
    assertThat(actual.standardErrors()).containsExactly(expected.standardErrors(), within(SAME));
    assertThat(actual.baseline()).isEqualTo(expected.baseline());
    assertThat(actual.value()).isEqualTo(expected.value());
  }
}
