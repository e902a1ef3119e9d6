package io.mild.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.util.CombinatoricsUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapleyExplainerTest {
  private static final float[] ZERO = {0, 0, 0};

  /** {@code φ_g = w_g·(x_g − mean b_g)}: 2·(3 − 1) = 4, −1·(5 − 2) = −3, 0.5·(1 − 5) = −2. */
  @Test
  void ofALinearFunctionEachFeatureContributesItsWeightTimesItsDeviation() {
    RiskFunction linear = Game.of(3, x -> 2 * x[0] - x[1] + 0.5 * x[2] + 7);
    float[][] background = {{0, 1, 4}, {2, 3, 6}};
    float[] row = {3, 5, 1};
    ShapleyExplainer explainer =
        new ShapleyExplainer(linear, background, ShapleyExplainer.singletons(3));

    // mean of 0 − 1 + 2 + 7 = 8 and 4 − 3 + 3 + 7 = 11; value 6 − 5 + 0.5 + 7 = 8.5
    Attribution expected = attribution(9.5, 8.5, 4, -3, -2);
    assertClose(explainer.exact(row), expected);
    assertClose(explainer.sampled(row, Precision.DEFAULT), expected);
  }

  /** From (0, 0) to (2, 3): each order credits the whole 6 to the later of the two. */
  @Test
  void ofAProductTheTwoFactorsShareTheInteraction() {
    RiskFunction product = Game.of(2, x -> x[0] * x[1]);
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
    RiskFunction product = Game.of(3, x -> x[0] * x[1] + x[2]);
    float[][] background = {{0, 5, 1}, {5, 0, 3}};
    int[][] groups = {{2}, {1, 0}};

    assertClose(
        new ShapleyExplainer(product, background, groups).exact(new float[] {2, 3, 4}),
        attribution(2, 10, 2, 6));
  }

  @Test
  void featuresThatAFunctionTreatsAlikeContributeAlike() {
    RiskFunction symmetric = Game.of(3, x -> Math.tanh(x[0] * x[1] * x[2] + x[0] + x[1] + x[2]));
    ShapleyExplainer explainer =
        new ShapleyExplainer(symmetric, new float[][] {ZERO}, ShapleyExplainer.singletons(3));

    double[] contributions = explainer.exact(new float[] {0.4f, 0.4f, 0.4f}).contributions();
    assertThat(contributions[0]).isPositive().isCloseTo(contributions[1], within(1e-12));
    assertThat(contributions[0]).isCloseTo(contributions[2], within(1e-12));
  }

  @Test
  void aGroupThatTheFunctionDoesNotReadContributesNothing() {
    RiskFunction ofTheOthers = Game.of(3, x -> Math.exp(x[0]) * x[2]);
    ShapleyExplainer explainer =
        new ShapleyExplainer(ofTheOthers, new float[][] {ZERO}, ShapleyExplainer.singletons(3));
    float[] row = {1, 9, 2};

    assertThat(explainer.exact(row).contributions()[1]).isZero();
    assertThat(explainer.sampled(row, Precision.DEFAULT).contributions()[1]).isZero();
    assertThat(explainer.sampled(row, Precision.DEFAULT).standardErrors()[1]).isZero();
  }

  /** The definition: over all orders of the groups, the mean change in worth as a group joins. */
  @Property(tries = 200)
  void exactValuesAreTheMeanOverAllOrders(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int groups) {
    Game game = Game.random(seed, groups);
    double[] expected = new double[groups];
    List<List<Integer>> orders = Game.orders(IntStream.range(0, groups).toArray());
    assertThat(orders).hasSize((int) CombinatoricsUtils.factorial(groups));
    for (List<Integer> order : orders) {
      long joined = 0;
      for (int g : order) {
        double before = game.worth(joined);
        joined |= game.bits(g);
        expected[g] += (game.worth(joined) - before) / orders.size();
      }
    }
    Attribution exact = game.explainer().exact(game.row());
    assertThat(exact.contributions()).containsExactly(expected, within(1e-9));
    assertThat(exact.baseline()).isCloseTo(game.worth(0), within(1e-12));
    assertThat(exact.value()).isCloseTo(game.worth(-1), within(1e-12));
    assertThat(exact.standardErrors()).containsOnly(0);
  }

  @Property(tries = 100)
  void contributionsSumToTheDifferenceFromTheBaseline(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int groups) {
    Game game = Game.random(seed, groups);
    for (Attribution attribution :
        List.of(
            game.explainer().exact(game.row()),
            game.explainer().sampled(game.row(), game.rounds(2, seed)))) {
      assertThat(Arrays.stream(attribution.contributions()).sum())
          .isCloseTo(attribution.value() - attribution.baseline(), within(1e-9));
    }
  }

  /** A group of all the row's features that changes nothing: those it has as the background has. */
  @Property(tries = 100)
  void aGroupThatIsAsInTheBackgroundContributesNothingAndTheOthersAsWithoutIt(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int groups) {
    Game game = Game.random(seed, groups);
    float[] row = game.row().clone();
    for (float[] backgroundRow : game.background()) {
      for (int feature : game.members()[0]) {
        backgroundRow[feature] = row[feature];
      }
    }
    double[] contributions = game.explainer().exact(row).contributions();
    assertThat(contributions[0]).isZero();
    assertThat(Arrays.stream(contributions).sum())
        .isCloseTo(game.worth(-1) - game.worth(0), within(1e-9));
  }

  /**
   * A tree of two splits, {@code x0 > 0 ? (x1 > 0 ? 9 : 3) : 1}, from (−1, −1) to (1, 1): v = 1, 3
   * with x0 alone, 1 with x1 alone, 9. So x0 adds ((3 − 1) + (9 − 1))/2 = 5 and x1 ((1 − 1) + (9 −
   * 3))/2 = 3.
   */
  @Test
  void ofATreeASplitBelowAnotherSharesWithIt() {
    RiskFunction tree = Game.of(2, x -> x[0] > 0 ? x[1] > 0 ? 9 : 3 : 1);
    ShapleyExplainer explainer =
        new ShapleyExplainer(tree, new float[][] {{-1, -1}}, ShapleyExplainer.singletons(2));

    assertClose(explainer.exact(new float[] {1, 1}), attribution(1, 9, 5, 3));
    assertClose(explainer.exact(new float[] {1, -1}), attribution(1, 3, 2, 0));
    assertClose(explainer.exact(new float[] {-1, 1}), attribution(1, 1, 0, 0));
  }

  /** A function that rises in each feature: no feature above the background's lowers it. */
  @Property(tries = 100)
  void ofARisingFunctionWhatIsHigherThanUsualNeverLowers(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RiskFunction rising =
        Game.of(4, x -> Math.min(x[0], x[1]) + Math.exp(x[2]) + Math.max(x[0], x[3]));
    float[][] background = new float[3][4];
    float[] row = new float[4];
    for (int feature = 0; feature < 4; feature++) {
      for (float[] usual : background) {
        usual[feature] = (float) random.nextDouble();
      }
      row[feature] = 1 + (float) random.nextDouble();
    }
    ShapleyExplainer explainer =
        new ShapleyExplainer(rising, background, ShapleyExplainer.singletons(4));
    assertThat(Arrays.stream(explainer.exact(row).contributions()))
        .allMatch(value -> value >= -1e-12);
    assertThat(Arrays.stream(explainer.sampled(row, Precision.DEFAULT).contributions()))
        .allMatch(value -> value >= -1e-12);
  }

  @Test
  void unlessToldOtherwiseUpToSixteenGroupsAreExactAndMoreAreSampled() {
    Game few = Game.random(1, 11);
    assertThat(few.explainer().explain(few.row())).isEqualTo(few.explainer().exact(few.row()));

    Game many = Game.random(1, ShapleyExplainer.MAX_EXACT_GROUPS + 1);
    assertThat(many.explainer().explain(many.row()))
        .isEqualTo(many.explainer().sampled(many.row(), Precision.DEFAULT));
  }

  /** x0 = 2 and x1 = 3 with a background of 0 and 0: x0·x1 + x0 is 0, then 2, then 8. */
  @Test
  void insertionWalksFromTheBackgroundToTheRowAndDeletionBack() {
    ShapleyExplainer explainer =
        new ShapleyExplainer(
            Game.of(2, x -> x[0] * x[1] + x[0]),
            new float[][] {{0, 0}},
            ShapleyExplainer.singletons(2));
    float[] row = {2, 3};

    assertThat(explainer.insertion(row, new int[] {0, 1})).containsExactly(0, 2, 8);
    assertThat(explainer.insertion(row, new int[] {1, 0})).containsExactly(0, 0, 8);
    assertThat(explainer.deletion(row, new int[] {0, 1})).containsExactly(8, 0, 0);
    assertThat(explainer.deletion(row, new int[] {1, 0})).containsExactly(8, 2, 0);
  }

  @Test
  void beyondTheLimitExactRefusesAndNamesTheAlternative() {
    int groups = ShapleyExplainer.MAX_EXACT_GROUPS + 1;
    ShapleyExplainer explainer =
        new ShapleyExplainer(
            Game.of(groups, x -> x[0]), new float[1][groups], ShapleyExplainer.singletons(groups));
    float[] row = new float[groups];
    Arrays.fill(row, 1);

    assertThatThrownBy(() -> explainer.exact(row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("17")
        .hasMessageContaining("sampled");
  }

  @Test
  void theCallersArraysAreNeitherKeptNorChanged() {
    float[][] background = {{0, 0}};
    int[][] groups = {{0}, {1}};
    ShapleyExplainer explainer =
        new ShapleyExplainer(Game.of(2, x -> x[0] * x[1]), background, groups);
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
    assertThatThrownBy(() -> explainer.sampled(row, Precision.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class);
    assertBackgroundRefused(new float[][] {row}, "feature 1 of background row 0");
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
    return new ShapleyExplainer(Game.of(3, x -> x[0] + x[1] + x[2]), background, groups);
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
}
