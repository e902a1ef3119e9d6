package io.mild.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How good samples are, and when sampling stops. */
class PrecisionTest {
  /** Two groups have two orders: an order and its reverse are both of them. */
  @Property(tries = 50)
  void ofTwoGroupsSamplesAreExact(@ForAll long seed) {
    Game game = Game.random(seed, 2);
    Attribution exact = game.explainer().exact(game.row());
    Attribution sampled = game.explainer().sampled(game.row(), game.rounds(2, seed));

    assertThat(sampled.contributions()).containsExactly(exact.contributions(), within(1e-12));
    assertThat(sampled.standardErrors()).containsExactly(new double[2], within(1e-12));
  }

  /** The estimates are nearly normal: beyond 4 standard errors lie 6 in 100,000. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void samplesLieWithinFourStandardErrorsOfTheExactValues(long seed) {
    Game game = Game.random(seed, 6);
    double[] exact = game.explainer().exact(game.row()).contributions();
    Attribution sampled = game.explainer().sampled(game.row(), game.rounds(100, seed));
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
      Attribution sampled = game.explainer().sampled(game.row(), game.rounds(20, seed));
      estimates.addValue(sampled.contributions()[0]);
      standardErrors.addValue(sampled.standardErrors()[0]);
    }
    double ratio = standardErrors.getMean() / estimates.getStandardDeviation();
    assertThat(ratio).isCloseTo(1, within(0.2));
  }

  /**
   * Of 300 intervals of ± 1.96 standard errors, 285 are to hold the truth; 270 are four standard
   * deviations of that count fewer. Stopping at a target must not spoil it.
   */
  @Test
  void intervalsHoldTheTruthAsOftenAsTheySayAlsoWhereATargetStopsThem() {
    Game game = Game.random(3, 7);
    double[] exact = game.explainer().exact(game.row()).contributions();
    int held = 0;
    for (int seed = 0; seed < 300; seed++) {
      Attribution sampled =
          game.explainer().sampled(game.row(), new Precision(0.02, 100_000, seed));
      int g = seed % exact.length;
      double off = Math.abs(sampled.contributions()[g] - exact[g]);
      held += off <= 1.96 * sampled.standardErrors()[g] ? 1 : 0;
    }
    assertThat(held).isBetween(270, 300);
  }

  @Test
  void sixteenTimesTheRoundsQuarterTheStandardErrors() {
    Game game = Game.random(8, 6);
    double[] few = game.explainer().sampled(game.row(), game.rounds(50, 1)).standardErrors();
    double[] many = game.explainer().sampled(game.row(), game.rounds(800, 1)).standardErrors();
    for (int g = 0; g < few.length; g++) {
      assertThat(few[g] / many[g]).isCloseTo(4, within(1.0));
    }
  }

  @Test
  void samplingStopsWhereEachStandardErrorIsAtItsTarget() {
    Game game = Game.random(8, 6);
    for (double target : new double[] {0.05, 0.02, 0.01}) {
      double[] reached =
          game.explainer()
              .sampled(game.row(), Precision.DEFAULT.withStandardError(target))
              .standardErrors();
      assertThat(Arrays.stream(reached).max().orElseThrow()).isBetween(target / 2, target);
    }
  }

  /** With 5 background rows and 6 groups a round scores 50 rows. */
  @Test
  void samplingNeverScoresMoreRowsThanAllowed() {
    Game game = Game.random(8, 6);
    AtomicInteger scored = new AtomicInteger();
    RiskFunction inner = Game.of(game.row().length, game::risk);
    RiskFunction counting =
        (rows, n, risks) -> {
          scored.addAndGet(n);
          inner.score(rows, n, risks);
        };
    ShapleyExplainer explainer = new ShapleyExplainer(counting, game.background(), game.members());
    int own = scored.get() + 1; // the background and the row
    explainer.sampled(game.row(), new Precision(1e-9, 1_234, 1));

    int aRound = 2 * (game.members().length - 1) * game.background().length;
    assertThat(scored.get() - own + game.background().length)
        .isBetween(1_234 - aRound, 1_234 + game.background().length);
  }

  @Test
  void theSameSeedGivesTheSameNumbersAndAnotherSeedOthers() {
    Game game = Game.random(9, 6);
    Attribution sampled = game.explainer().sampled(game.row(), game.rounds(10, 1));

    assertThat(game.explainer().sampled(game.row(), game.rounds(10, 1))).isEqualTo(sampled);
    assertThat(game.explainer().sampled(game.row(), game.rounds(10, 2))).isNotEqualTo(sampled);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aStandardErrorThatCannotBeReachedIsRefused(double standardError) {
    assertThatThrownBy(() -> Precision.DEFAULT.withStandardError(standardError))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Double.toString(standardError));
  }

  @Test
  void noEvaluationsAreRefused() {
    assertThatThrownBy(() -> Precision.DEFAULT.withMaxEvaluations(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }
}
