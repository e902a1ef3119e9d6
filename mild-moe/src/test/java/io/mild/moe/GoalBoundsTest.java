package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.GoalBounds.Bound;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class GoalBoundsTest {
  private static final Bound AT_MOST_3 = new Bound(0, 3, true);
  private static final Bound AT_LEAST_MINUS_2 = new Bound(1, -2, false);

  @Test
  void aBoundIsCrossedUpwardsOrDownwards() {
    assertThat(AT_MOST_3.margin(5)).isEqualTo(2);
    assertThat(AT_MOST_3.margin(-1)).isEqualTo(-4);
    assertThat(AT_LEAST_MINUS_2.margin(-5)).isEqualTo(3);
    assertThat(AT_LEAST_MINUS_2.margin(0)).isEqualTo(-2);
  }

  @Test
  void ofAnyBoundTheNearestTells() {
    GoalBounds any = new GoalBounds(List.of(AT_MOST_3, AT_LEAST_MINUS_2), false);

    assertThat(any.margin(new double[] {-5, 1, 99})).isEqualTo(1);
  }

  /** −4 ln((e^2 + e^0) / 2) of margins −8 and 0: −4 ln 4.1945280 = −5.7351233. */
  @Test
  void ofAllBoundsTheSoftMinimumTells() {
    GoalBounds all = new GoalBounds(List.of(AT_MOST_3, AT_LEAST_MINUS_2), true);

    assertThat(all.margin(new double[] {-8, 0})).isCloseTo(-5.7351233, within(1e-6));
    assertThat(all.margin(new double[] {0, -8})).isEqualTo(all.margin(new double[] {-8, 0}));
  }

  @Property
  void theSoftMinimumIsBetweenTheLeastAndTauLog2Above(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double one,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double other) {
    double margin =
        new GoalBounds(List.of(AT_MOST_3, AT_LEAST_MINUS_2), true)
            .margin(new double[] {one, other});

    assertThat(margin)
        .isBetween(
            Math.min(one, other),
            Math.min(Math.min(one, other) + 4 * Math.log(2) + 1e-9, Math.max(one, other)));
  }

  @Test
  void ofOneBoundAnyAndAllAreTheSame() {
    double[] margin = {-1.5};

    assertThat(new GoalBounds(List.of(AT_MOST_3), true).margin(margin)).isEqualTo(-1.5);
    assertThat(new GoalBounds(List.of(AT_MOST_3), false).margin(margin)).isEqualTo(-1.5);
  }

  @Test
  void whatBoundsNothingIsRefused() {
    assertThatThrownBy(() -> new GoalBounds(List.of(), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a goal must have a bound, but has none");
    assertThatThrownBy(() -> new Bound(-1, 3, true)).hasMessageContaining("-1 and 3.0");
    assertThatThrownBy(() -> new Bound(0, Double.NaN, true)).hasMessageContaining("0 and NaN");
  }
}
