package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class IntentViewsTest {
  private static final int NONE = IntentViews.NONE;
  private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

  /** Signed logarithms of e−1, 1−e and e²−1 are 1, −1 and 2: means of the others 0.5, 1.5, 0. */
  @Test
  void anIntentSeesItsOwnAndHowItStandsAgainstMeanAndHighestOfTheOthers() {
    IntentViews views = new IntentViews(new int[][] {{0}, {1}, {2}});
    float[] seen = new float[9];
    views.write(new float[] {e(1), -e(1), e(2)}, 0, seen, 0);

    assertThat(seen).containsExactly(new float[] {1, .5f, -1, -1, -2.5f, -3, 2, 2, 1}, ROUNDING);
  }

  @Test
  void ofAKindThatItHasNotAnIntentSeesZeros() {
    IntentViews views = new IntentViews(new int[][] {{0, 1}, {2, NONE}});
    float[] seen = new float[12];
    views.write(new float[] {e(1), e(2), e(3)}, 0, seen, 0);

    assertThat(seen).containsExactly(new float[] {1, -2, -2, 2, 0, 0, 3, 2, 2, 0, 0, 0}, ROUNDING);
  }

  @Test
  void ofTwoThatAreHighestNeitherIsAboveTheOther() {
    IntentViews views = new IntentViews(new int[][] {{0}, {1}});
    float[] seen = new float[6];
    views.write(new float[] {e(1), e(1)}, 0, seen, 0);

    assertThat(seen).containsExactly(new float[] {1, 0, 0, 1, 0, 0}, ROUNDING);
  }

  @Property
  void whoSwapsItsFeaturesSwapsItsView(
      @ForAll @Size(6) float @FloatRange(min = -10, max = 10) [] x) {
    float[] seen = new float[18];
    float[] swapped = new float[18];
    new IntentViews(new int[][] {{0, 3}, {1, 4}, {2, 5}}).write(x, 0, seen, 0);
    new IntentViews(new int[][] {{1, 4}, {0, 3}, {2, 5}}).write(x, 0, swapped, 0);

    for (int j = 0; j < 6; j++) {
      assertThat(swapped[j]).isCloseTo(seen[6 + j], ROUNDING);
      assertThat(swapped[6 + j]).isCloseTo(seen[j], ROUNDING);
      assertThat(swapped[12 + j]).isCloseTo(seen[12 + j], ROUNDING);
    }
  }

  @Test
  void intentsOfDifferentNumbersOfKindsAreRefused() {
    assertThatThrownBy(() -> new IntentViews(new int[][] {{0, 1}, {2}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[2]")
        .hasMessageContaining("2 kinds");
    assertThatThrownBy(() -> new IntentViews(new int[0][]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void viewsThatDoNotFitTheMixtureAreRefused() {
    IntentViews views = new IntentViews(new int[][] {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}});
    BlendedModel ofTwo =
        new BlendedModel(
            new Teacher(9, new float[18], new float[2]),
            new MixtureOfExperts(
                MixtureShape.paper(9, 2), new float[MixtureShape.paper(9, 2).parameterCount()]));

    assertThatThrownBy(() -> ofTwo.sharedBy(views))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("views of 9 features can't share a mixture of 9 features and 2 intents");
    assertThatThrownBy(() -> ofTwo.mixture().newScratch(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a mixture of 2 intents can't be shared by 3 views");
  }

  /** What has the signed logarithm x. */
  private static float e(double x) {
    return (float) Math.expm1(x);
  }
}
