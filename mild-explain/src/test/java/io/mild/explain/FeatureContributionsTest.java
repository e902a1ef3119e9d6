package io.mild.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Owen values: features within their groups. */
class FeatureContributionsTest {
  private static final Precision EXACT = Precision.DEFAULT.withMaxEvaluations(Integer.MAX_VALUE);
  private static final Precision FEW = new Precision(1e-9, 400, 42);

  /**
   * {@code x0·x1·x2} from 0 to (1, 2, 3) with the groups {x0, x1} and {x2}: each group gets 6/2 =
   * 3. Within the first, x0 and x1 are worth nothing apart and 6 together once x2 is there: 3/2
   * each.
   */
  @Test
  void ofAProductAGroupsFeaturesShareItsShare() {
    ShapleyExplainer explainer =
        new ShapleyExplainer(
            Game.of(3, x -> x[0] * x[1] * x[2]),
            new float[][] {{0, 0, 0}},
            new int[][] {{0, 1}, {2}});
    float[] row = {1, 2, 3};
    Attribution groups = explainer.explain(row);

    assertThat(groups.contributions()).containsExactly(new double[] {3, 3}, within(1e-12));
    assertThat(explainer.explainFeatures(row, groups, EXACT).contributions())
        .containsExactly(new double[] {1.5, 1.5, 3}, within(1e-12));
  }

  /** The definition: over all orders in which groups stay together, the mean change in worth. */
  @Property(tries = 60)
  void exactValuesAreTheMeanOverAllOrdersInWhichGroupsStayTogether(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int groups) {
    Game game = Game.random(seed, groups);
    double[] expected = new double[game.row().length];
    List<List<Integer>> orders = together(game);
    for (List<Integer> order : orders) {
      long joined = 0;
      for (int feature : order) {
        double before = game.worth(joined);
        joined |= 1L << feature;
        expected[feature] += (game.worth(joined) - before) / orders.size();
      }
    }
    assertThat(features(game, EXACT).contributions()).containsExactly(expected, within(1e-9));
    assertThat(features(game, EXACT).standardErrors()).containsOnly(0);
  }

  private static List<List<Integer>> together(Game game) {
    List<List<Integer>> orders = new ArrayList<>();
    for (List<Integer> groups : Game.orders(IntStream.range(0, game.members().length).toArray())) {
      List<List<Integer>> begun = List.of(List.of());
      for (int g : groups) {
        List<List<Integer>> longer = new ArrayList<>();
        for (List<Integer> head : begun) {
          for (List<Integer> tail : Game.orders(game.members()[g])) {
            List<Integer> both = new ArrayList<>(head);
            both.addAll(tail);
            longer.add(both);
          }
        }
        begun = longer;
      }
      orders.addAll(begun);
    }
    return orders;
  }

  @Property(tries = 100)
  void exactOrSampledThoseOfAGroupSumToTheGroups(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int groups) {
    Game game = Game.random(seed, groups);
    double[] sums = game.explainer().explain(game.row()).contributions();
    for (Precision precision : List.of(EXACT, FEW)) {
      double[] features = features(game, precision).contributions();
      for (int g = 0; g < groups; g++) {
        double sum = IntStream.of(game.members()[g]).mapToDouble(i -> features[i]).sum();
        assertThat(sum).isCloseTo(sums[g], within(1e-9));
      }
    }
  }

  @Test
  void samplesLieWithinFourStandardErrorsOfTheExactValues() {
    for (int seed = 1; seed <= 5; seed++) {
      Game game = Game.random(seed, 5);
      double[] exact = features(game, EXACT).contributions();
      Attribution sampled =
          game.explainer()
              .explainFeatures(
                  game.row(),
                  game.explainer().explain(game.row()),
                  new Precision(0.01, 50 * game.row().length * game.background().length, seed));
      for (int i = 0; i < exact.length; i++) {
        assertThat(sampled.contributions()[i])
            .isCloseTo(exact[i], within(4 * sampled.standardErrors()[i] + 1e-9));
      }
    }
  }

  @Test
  void aGroupThatIsAsInTheBackgroundHasFeaturesThatContributeNothing() {
    RiskFunction sum = Game.of(4, x -> x[0] * x[1] + x[2] * x[3]);
    ShapleyExplainer explainer =
        new ShapleyExplainer(sum, new float[][] {{0, 0, 5, 7}}, new int[][] {{0, 1}, {2, 3}});
    float[] row = {2, 3, 5, 7};
    for (Precision precision : List.of(EXACT, new Precision(0.01, 1, 1))) {
      assertThat(explainer.explainFeatures(row, explainer.explain(row), precision).contributions())
          .containsExactly(new double[] {3, 3, 0, 0}, within(1e-9));
    }
  }

  @Test
  void theSameSeedGivesTheSameNumbersAndAnotherSeedOthers() {
    Game game = Game.random(9, 5);

    assertThat(features(game, FEW)).isEqualTo(features(game, FEW));
    assertThat(features(game, FEW)).isNotEqualTo(features(game, FEW.withSeed(1)));
  }

  @Test
  void contributionsOfOtherGroupsAreRefused() {
    Game game = Game.random(1, 3);
    Game other = Game.random(1, 4);

    assertThatThrownBy(
            () ->
                game.explainer()
                    .explainFeatures(game.row(), other.explainer().explain(other.row()), EXACT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("3", "4");
  }

  private static Attribution features(Game game, Precision precision) {
    ShapleyExplainer explainer = game.explainer();
    return explainer.explainFeatures(game.row(), explainer.explain(game.row()), precision);
  }
}
