package io.mild.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.apache.commons.math3.util.CombinatoricsUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapleyExplainerTest {
  private static final float[] ZERO = {0, 0, 0};

  /** {@code φ_g = w_g·(x_g − mean b_g)}: 2·(3 − 1) = 4, −1·(5 − 2) = −3, 0.5·(1 − 5) = −2. */
  @Test
  void ofALinearFunctionEachFeatureContributesItsWeightTimesItsDeviation() {
    RiskFunction linear = of(3, x -> 2 * x[0] - x[1] + 0.5 * x[2] + 7);
    float[][] background = {{0, 1, 4}, {2, 3, 6}};
    float[] row = {3, 5, 1};
    ShapleyExplainer explainer =
        new ShapleyExplainer(linear, background, ShapleyExplainer.singletons(3));

    // mean of 0 − 1 + 2 + 7 = 8 and 4 − 3 + 3 + 7 = 11; value 6 − 5 + 0.5 + 7 = 8.5
    Attribution expected = attribution(9.5, 8.5, 4, -3, -2);
    assertClose(explainer.exact(row), expected);
    assertClose(explainer.sampled(row, 3, 1), expected);
  }

  /** From (0, 0) to (2, 3): each order credits the whole 6 to the later of the two. */
  @Test
  void ofAProductTheTwoFactorsShareTheInteraction() {
    RiskFunction product = of(2, x -> x[0] * x[1]);
    float[] row = {2, 3};
    int[][] groups = ShapleyExplainer.singletons(2);

    assertClose(
        new ShapleyExplainer(product, new float[][] {{0, 0}}, groups).exact(row),
        attribution(0, 6, 3, 3));
    // From (1, 1): v = 1, 2, 3, 6, so ((2−1) + (6−3))/2 = 2 and ((3−1) + (6−2))/2 = 3.
    assertClose(
        new ShapleyExplainer(product, new float[][] {{1, 1}}, groups).exact(row),
        attribution(1, 6, 2, 3));
    // From both: their means.
    assertClose(
        new ShapleyExplainer(product, new float[][] {{0, 0}, {1, 1}}, groups).exact(row),
        attribution(0.5, 6, 2.5, 3));
  }

  /** The backgrounds of the features are mixed with the row's, never with each other's. */
  @Test
  void featuresOfAGroupEnterTogether() {
    RiskFunction product = of(3, x -> x[0] * x[1] + x[2]);
    float[][] background = {{0, 5, 1}, {5, 0, 3}};
    int[][] groups = {{2}, {1, 0}};

    assertClose(
        new ShapleyExplainer(product, background, groups).exact(new float[] {2, 3, 4}),
        attribution(2, 10, 2, 6));
  }

  @Test
  void featuresThatAFunctionTreatsAlikeContributeAlike() {
    RiskFunction symmetric = of(3, x -> Math.tanh(x[0] * x[1] * x[2] + x[0] + x[1] + x[2]));
    ShapleyExplainer explainer =
        new ShapleyExplainer(symmetric, new float[][] {ZERO}, ShapleyExplainer.singletons(3));

    double[] contributions = explainer.exact(new float[] {0.4f, 0.4f, 0.4f}).contributions();
    assertThat(contributions[0]).isPositive().isCloseTo(contributions[1], within(1e-12));
    assertThat(contributions[0]).isCloseTo(contributions[2], within(1e-12));
  }

  @Test
  void aGroupThatTheFunctionDoesNotReadContributesNothing() {
    RiskFunction ofTheOthers = of(3, x -> Math.exp(x[0]) * x[2]);
    ShapleyExplainer explainer =
        new ShapleyExplainer(ofTheOthers, new float[][] {ZERO}, ShapleyExplainer.singletons(3));
    float[] row = {1, 9, 2};

    assertThat(explainer.exact(row).contributions()[1]).isZero();
    assertThat(explainer.sampled(row, 4, 1).contributions()[1]).isZero();
    assertThat(explainer.sampled(row, 4, 1).standardErrors()[1]).isZero();
  }

  /** The definition: over all orders of the groups, the mean change in worth as a group joins. */
  @Property(tries = 200)
  void exactValuesAreTheMeanOverAllOrders(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int groups) {
    Game game = Game.random(seed, groups);
    double[] expected = new double[groups];
    List<List<Integer>> orders = new ArrayList<>();
    collectOrders(new ArrayList<>(), groups, orders);
    assertThat(orders).hasSize((int) CombinatoricsUtils.factorial(groups));
    for (List<Integer> order : orders) {
      int coalition = 0;
      for (int g : order) {
        double before = game.worth(coalition);
        coalition |= 1 << g;
        expected[g] += (game.worth(coalition) - before) / orders.size();
      }
    }
    Attribution exact = game.explainer().exact(game.row());
    assertThat(exact.contributions()).containsExactly(expected, within(1e-9));
    assertThat(exact.baseline()).isCloseTo(game.worth(0), within(1e-12));
    assertThat(exact.value()).isCloseTo(game.worth((1 << groups) - 1), within(1e-12));
    assertThat(exact.standardErrors()).containsOnly(0);
  }

  @Property(tries = 100)
  void contributionsSumToTheDifferenceFromTheBaseline(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int groups,
      @ForAll @IntRange(min = 2, max = 5) int rounds) {
    Game game = Game.random(seed, groups);
    for (Attribution attribution :
        List.of(
            game.explainer().exact(game.row()),
            game.explainer().sampled(game.row(), rounds, seed))) {
      assertThat(Arrays.stream(attribution.contributions()).sum())
          .isCloseTo(attribution.value() - attribution.baseline(), within(1e-9));
    }
  }

  /** Two groups have two orders: a pair is both of them. */
  @Property(tries = 50)
  void ofTwoGroupsSamplesAreExact(@ForAll long seed) {
    Game game = Game.random(seed, 2);
    Attribution exact = game.explainer().exact(game.row());
    Attribution sampled = game.explainer().sampled(game.row(), 2, seed);

    assertThat(sampled.contributions()).containsExactly(exact.contributions(), within(1e-12));
    assertThat(sampled.standardErrors()).containsExactly(new double[2], within(1e-12));
  }

  /** The estimates are nearly normal: beyond 4 standard errors lie 6 in 100,000. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void samplesLieWithinFourStandardErrorsOfTheExactValues(long seed) {
    Game game = Game.random(seed, 6);
    double[] exact = game.explainer().exact(game.row()).contributions();
    Attribution sampled = game.explainer().sampled(game.row(), 100, seed);
    for (int g = 0; g < exact.length; g++) {
      double standardError = sampled.standardErrors()[g];
      assertThat(standardError).isPositive();
      assertThat(sampled.contributions()[g]).isCloseTo(exact[g], within(4 * standardError));
    }
  }

  /** Over 200 seeds the estimates scatter as much as each of them says of itself. */
  @Test
  void standardErrorsAreTheScatterOfTheEstimates() {
    Game game = Game.random(7, 5);
    SummaryStatistics estimates = new SummaryStatistics();
    SummaryStatistics standardErrors = new SummaryStatistics();
    for (int seed = 0; seed < 200; seed++) {
      Attribution sampled = game.explainer().sampled(game.row(), 20, seed);
      estimates.addValue(sampled.contributions()[0]);
      standardErrors.addValue(sampled.standardErrors()[0]);
    }
    double ratio = standardErrors.getMean() / estimates.getStandardDeviation();
    assertThat(ratio).isCloseTo(1, within(0.2));
  }

  @Test
  void sixteenTimesTheRoundsQuarterTheStandardErrors() {
    Game game = Game.random(8, 6);
    double[] few = game.explainer().sampled(game.row(), 50, 1).standardErrors();
    double[] many = game.explainer().sampled(game.row(), 800, 1).standardErrors();
    for (int g = 0; g < few.length; g++) {
      assertThat(few[g] / many[g]).isCloseTo(4, within(1.0));
    }
  }

  @Test
  void theSameSeedGivesTheSameNumbersAndAnotherSeedOthers() {
    Game game = Game.random(9, 6);
    Attribution sampled = game.explainer().sampled(game.row(), 10, 1);

    assertThat(game.explainer().sampled(game.row(), 10, 1)).isEqualTo(sampled);
    assertThat(game.explainer().sampled(game.row(), 10, 2)).isNotEqualTo(sampled);
  }

  @Test
  void unlessToldOtherwiseFewGroupsAreExactAndManyAreSampled() {
    Game few = Game.random(1, ShapleyExplainer.DEFAULT_EXACT_GROUPS);
    assertThat(few.explainer().explain(few.row())).isEqualTo(few.explainer().exact(few.row()));

    Game many = Game.random(1, ShapleyExplainer.DEFAULT_EXACT_GROUPS + 1);
    Attribution sampled = many.explainer().explain(many.row());
    assertThat(sampled.standardErrors()[0]).isPositive();
    assertThat(many.explainer().explain(many.row())).isEqualTo(sampled);
  }

  @Test
  void beyondTheLimitExactRefusesAndNamesTheAlternative() {
    int groups = ShapleyExplainer.MAX_EXACT_GROUPS + 1;
    ShapleyExplainer explainer =
        new ShapleyExplainer(
            of(groups, x -> x[0]), new float[1][groups], ShapleyExplainer.singletons(groups));

    assertThatThrownBy(() -> explainer.exact(new float[groups]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("17")
        .hasMessageContaining("sampled");
  }

  @Test
  void theCallersArraysAreNeitherKeptNorChanged() {
    float[][] background = {{0, 0}};
    int[][] groups = {{0}, {1}};
    ShapleyExplainer explainer = new ShapleyExplainer(of(2, x -> x[0] * x[1]), background, groups);
    background[0][0] = 9;
    groups[0][0] = 1;
    float[] row = {2, 3};

    assertClose(explainer.exact(row), attribution(0, 6, 3, 3));
    assertThat(row).containsExactly(2, 3);
  }

  @Test
  void groupsThatDoNotHoldEachFeatureExactlyOnceAreRefused() {
    assertGroupsRefused(new int[][] {{0, 1}, {1, 2}}, "feature 1", "group 1");
    assertGroupsRefused(new int[][] {{0, 0}, {1, 2}}, "feature 0", "group 0");
    assertGroupsRefused(new int[][] {{0}, {1}}, "feature 2");
    assertGroupsRefused(new int[][] {{0, 1, 2}, {}}, "group 1", "empty");
    assertGroupsRefused(new int[][] {{0, 1, 2, 3}}, "group 0", "3");
    assertGroupsRefused(new int[][] {{0, 1, -1}}, "-1");
    assertGroupsRefused(new int[0][], "feature 0");
  }

  @Test
  void anEmptyOrRaggedBackgroundIsRefused() {
    assertBackgroundRefused(new float[0][], "empty");
    assertBackgroundRefused(new float[1][0], "empty");
    assertBackgroundRefused(new float[][] {{0, 0, 0}, {0, 0}}, "background row 1", "3", "2");
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    ShapleyExplainer explainer = ofThree(new float[][] {ZERO}, ShapleyExplainer.singletons(3));

    assertThatThrownBy(() -> explainer.explain(new float[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3")
        .hasMessageContaining("4");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void aFeatureThatIsNotFiniteIsRefused(float bad) {
    float[] row = {0, bad, 0};
    ShapleyExplainer explainer = ofThree(new float[][] {ZERO}, ShapleyExplainer.singletons(3));

    assertThatThrownBy(() -> explainer.exact(row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("feature 1 of row")
        .hasMessageContaining(Float.toString(bad));
    assertThatThrownBy(() -> explainer.sampled(row, 2, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertBackgroundRefused(new float[][] {row}, "feature 1 of background row 0");
  }

  @Test
  void oneRoundIsRefusedAsItSaysNothingOfItsError() {
    ShapleyExplainer explainer = ofThree(new float[][] {ZERO}, ShapleyExplainer.singletons(3));

    assertThatThrownBy(() -> explainer.sampled(ZERO, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1");
  }

  private static void assertGroupsRefused(int[][] groups, String... message) {
    assertThatThrownBy(() -> ofThree(new float[][] {ZERO}, groups))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(message);
  }

  private static void assertBackgroundRefused(float[][] background, String... message) {
    assertThatThrownBy(() -> ofThree(background, ShapleyExplainer.singletons(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(message);
  }

  private static ShapleyExplainer ofThree(float[][] background, int[][] groups) {
    return new ShapleyExplainer(of(3, x -> x[0] + x[1] + x[2]), background, groups);
  }

  /** A batch function of a function of one row. */
  private static RiskFunction of(int features, ToDoubleFunction<float[]> function) {
    return (rows, n, risks) -> {
      for (int i = 0; i < n; i++) {
        risks[i] =
            function.applyAsDouble(Arrays.copyOfRange(rows, i * features, (i + 1) * features));
      }
    };
  }

  private static Attribution attribution(double baseline, double value, double... contributions) {
    return new Attribution(baseline, value, contributions, new double[contributions.length]);
  }

  private static void assertClose(Attribution actual, Attribution expected) {
    assertThat(actual.baseline()).isCloseTo(expected.baseline(), within(1e-12));
    assertThat(actual.value()).isCloseTo(expected.value(), within(1e-12));
    assertThat(actual.contributions()).containsExactly(expected.contributions(), within(1e-12));
    assertThat(actual.standardErrors()).containsExactly(expected.standardErrors(), within(1e-12));
  }

  private static void collectOrders(List<Integer> begun, int groups, List<List<Integer>> orders) {
    if (begun.size() == groups) {
      orders.add(List.copyOf(begun));
      return;
    }
    for (int g = 0; g < groups; g++) {
      if (!begun.contains(g)) {
        begun.add(g);
        collectOrders(begun, groups, orders);
        begun.remove(begun.size() - 1);
      }
    }
  }

  /**
   * A random function of random groups of one to three features: a sine of a weighted sum, so that
   * all features interact.
   */
  private record Game(double[] weights, float[][] background, int[][] members, float[] row) {
    static Game random(long seed, int groups) {
      SplittableRandom random = new SplittableRandom(seed);
      int[][] members = new int[groups][];
      int features = 0;
      for (int g = 0; g < groups; g++) {
        members[g] = new int[random.nextInt(1, 4)];
        for (int i = 0; i < members[g].length; i++) {
          members[g][i] = features++;
        }
      }
      float[][] background = new float[random.nextInt(1, 6)][];
      for (int b = 0; b < background.length; b++) {
        background[b] = randomRow(random, features);
      }
      double[] weights = random.doubles(features, -1, 1).toArray();
      return new Game(weights, background, members, randomRow(random, features));
    }

    private static float[] randomRow(SplittableRandom random, int features) {
      float[] row = new float[features];
      for (int feature = 0; feature < features; feature++) {
        row[feature] = (float) random.nextDouble(-2, 2);
      }
      return row;
    }

    double risk(float[] x) {
      double sum = 0;
      for (int feature = 0; feature < x.length; feature++) {
        sum += weights[feature] * x[feature];
      }
      return 0.5 + 0.5 * Math.sin(sum);
    }

    /** v(S) by its definition, a bit of the coalition a group. */
    double worth(int coalition) {
      double sum = 0;
      for (float[] backgroundRow : background) {
        float[] mixed = backgroundRow.clone();
        for (int g = 0; g < members.length; g++) {
          if ((coalition >> g & 1) == 1) {
            for (int feature : members[g]) {
              mixed[feature] = row[feature];
            }
          }
        }
        sum += risk(mixed);
      }
      return sum / background.length;
    }

    ShapleyExplainer explainer() {
      return new ShapleyExplainer(of(row.length, this::risk), background, members);
    }
  }
}
