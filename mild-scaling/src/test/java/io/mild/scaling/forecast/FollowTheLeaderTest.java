package io.mild.scaling.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.scaling.forecast.HoltWinters.Smoothing;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FollowTheLeaderTest {
  private static final double MEMORY = .9;

  @Test
  void followsWhoErredTheLeast() {
    // 10, 20, 10, 20: what was two slots before is right, what was one before is 10 off
    FollowTheLeader leader =
        new FollowTheLeader(List.of(SeasonalNaive.persistence(1), new SeasonalNaive(2, 1)), MEMORY);
    for (int t = 0; t < 10; t++) {
      leader.observe(t, t % 2 == 0 ? 10 : 20);
    }

    assertThat(leader.predict()).isEqualTo(10);
  }

  @Test
  void anotherLeadsWhenTheSeriesBecomesAnother() {
    FollowTheLeader leader =
        new FollowTheLeader(List.of(SeasonalNaive.persistence(1), new SeasonalNaive(2, 1)), MEMORY);
    for (int t = 0; t < 100; t++) {
      leader.observe(t, t % 2 == 0 ? 10 : 20);
    }
    for (int t = 100; t < 200; t++) {
      leader.observe(t, 3 * t);
    }

    // three more each slot: persistence is 3 off, two slots before is 6 off
    assertThat(leader.predict()).isEqualTo(3 * 199);
  }

  @Test
  void asLongAsNobodyErredTheFirstThatPredictsLeads() {
    FollowTheLeader leader =
        new FollowTheLeader(List.of(new SeasonalNaive(4, 2), SeasonalNaive.persistence(2)), MEMORY);
    leader.observe(0, 5);
    assertThat(leader.predict()).isEqualTo(5); // of the season too little is known
    leader.observe(1, 6);
    assertThat(leader.predict()).isEqualTo(6);
  }

  @Test
  void saysNothingWhileNobodyDoes() {
    FollowTheLeader leader = new FollowTheLeader(List.of(new SeasonalNaive(4, 1)), MEMORY);
    leader.observe(0, 5);

    assertThat(leader.predict()).isNaN();
  }

  /** Of pure noise the mean is the best forecast; of a ramp, where the ramp leads to. */
  @Test
  void withoutHistoryItIsSlowOnNoiseAndQuickOnARamp() {
    FollowTheLeader onNoise = FollowTheLeader.withoutHistory(6);
    HoltWinters quick = new HoltWinters(new Smoothing(.6, .1, 0, .9), 1, 6);
    SplittableRandom random = new SplittableRandom(1);
    double leaders = 0;
    double quicks = 0;
    for (int t = 0; t < 400; t++) {
      double value = 100 + 20 * random.nextGaussian();
      onNoise.observe(t, value);
      quick.observe(t, value);
      leaders += t < 100 ? 0 : Math.abs(onNoise.predict() - 100);
      quicks += t < 100 ? 0 : Math.abs(quick.predict() - 100);
    }
    FollowTheLeader onRamp = FollowTheLeader.withoutHistory(6);
    for (int t = 0; t < 100; t++) {
      onRamp.observe(t, 5.0 * t);
    }

    assertThat(leaders).isLessThan(.5 * quicks);
    assertThat(onRamp.predict()).isCloseTo(5.0 * 105, within(15.0)); // persistence is 30 off
  }

  @Test
  void refusesMethodsOfDifferentLeads() {
    assertThatThrownBy(
            () ->
                new FollowTheLeader(
                    List.of(SeasonalNaive.persistence(1), SeasonalNaive.persistence(2)), MEMORY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[1, 2]");
    assertThatThrownBy(() -> new FollowTheLeader(List.of(), MEMORY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAMemoryThatIsNoShare() {
    assertThatThrownBy(() -> new FollowTheLeader(List.of(SeasonalNaive.persistence(1)), 1.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.1");
  }
}
