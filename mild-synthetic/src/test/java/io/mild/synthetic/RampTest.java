package io.mild.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RampTest {
  @Test
  void risesHoldsAndFallsBackToZero() {
    assertThat(Ramp.profile(4, 2, 4, 1))
        .containsExactly(0.25, 0.5, 0.75, 1, 1, 1, 0.75, 0.5, 0.25, 0);
  }

  @Test
  void gammaBendsTheRiseAndNothingElse() {
    assertThat(Ramp.profile(4, 1, 2, 2)).containsExactly(0.0625, 0.25, 0.5625, 1, 1, 0.5, 0);
  }

  @Test
  void anAbortedRiseFallsBackFromWhereItStopped() {
    assertThat(Ramp.aborted(10, 4, 1, 2, 1))
        .containsExactly(new double[] {0.1, 0.2, 0.3, 0.4, 0.4, 0.2, 0}, within(1e-15));
  }

  @Test
  void aFadeOutLeavesNothingFromItsLastMinuteOn() {
    double[] ones = {1, 1, 1, 1, 1, 1, 1};

    assertThat(Ramp.fadedOut(ones, 2, 4)).containsExactly(1, 1, 0.75, 0.5, 0.25, 0, 0);
  }

  @Test
  void aFadeOutAndALinearRampAddUpToOne() {
    double[] ones = {1, 1, 1, 1, 1};
    double[] fade = Ramp.fadedOut(ones, 0, 5);
    double[] rise = Ramp.profile(5, 0, 0, 1);

    for (int i = 0; i < 5; i++) {
      assertThat(fade[i] + rise[i]).isCloseTo(1, within(1e-15));
    }
  }

  @Property
  void neverLeavesZeroToOneAndRisesThenFalls(
      @ForAll @IntRange(min = 1, max = 300) int rise,
      @ForAll @IntRange(max = 60) int hold,
      @ForAll @IntRange(min = 1, max = 60) int fall,
      @ForAll @DoubleRange(min = 0.7, max = 1.6) double gamma) {
    double[] profile = Ramp.profile(rise, hold, fall, gamma);

    assertThat(profile).hasSize(rise + hold + fall);
    assertThat(profile[rise - 1]).isEqualTo(1);
    assertThat(profile[profile.length - 1]).isZero();
    for (int i = 1; i < profile.length; i++) {
      assertThat(profile[i])
          .isBetween(i < rise ? profile[i - 1] : 0, i < rise ? 1 : profile[i - 1]);
    }
  }
}
