package io.mild.scaling.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BanditBalancerTest {
  private static final double SLO = 0.5;
  private static final BanditBalancer.Settings SETTINGS = BanditBalancer.Settings.forSlo(SLO);

  private final Endpoints endpoints = new Endpoints(Endpoints.Settings.DEFAULT);

  BanditBalancerTest() {
    for (int id = 0; id < 3; id++) {
      endpoints.addWarm(id);
    }
  }

  /** Latency of each balancer's answers; the balancer with number n always chooses endpoint n. */
  private long[] intervalsAfter(int intervals, double... latencies) {
    BanditBalancer bandit = bandit();
    for (int i = 0; i < intervals; i++) {
      double now = 2.0 * i;
      int id = bandit.choose(endpoints, now);
      for (int answer = 0; answer < 20; answer++) {
        bandit.answered(latencies[id], true, now + 1);
      }
    }
    return bandit.intervalsOf();
  }

  private static BanditBalancer bandit() {
    return new BanditBalancer(
        List.of((e, now) -> 0, (e, now) -> 1, (e, now) -> 2), SETTINGS, new SplittableRandom(1));
  }

  @Test
  void startsWithTheTrustedBalancer() {
    assertThat(bandit().choose(endpoints, 0)).isZero();
  }

  @Test
  void goesOverToABetterBalancer() {
    long[] intervals = intervalsAfter(1000, 0.2, 0.1, 0.2);

    assertThat(intervals[1]).isGreaterThan(700);
  }

  @Test
  void staysWithTheTrustedWhereOthersAreHardlyBetter() {
    long[] intervals = intervalsAfter(1000, 0.2, 0.196, 0.2);

    assertThat(intervals[0]).isGreaterThanOrEqualTo(900);
  }

  @Test
  void exploresNoMoreThanItsShare() {
    long[] intervals = intervalsAfter(1000, 0.2, 0.2, 0.2);

    assertThat(intervals[1] + intervals[2]).isBetween(50L, 100L);
  }

  @Test
  void triesWhatWasMuchWorseSeldom() {
    long[] intervals = intervalsAfter(1000, 0.2, 0.21, 0.4);

    assertThat(intervals[2]).isLessThan(intervals[1] / 2);
  }

  @Test
  void keepsToTheTrustedWhileTheSloBurns() {
    long[] intervals = intervalsAfter(1000, 0.6, 0.55, 0.7); // all beyond the SLO

    assertThat(intervals[1] + intervals[2]).isZero();
  }

  @Test
  void errorsBurnHoweverFastTheyAre() {
    BanditBalancer bandit = bandit();
    for (int i = 0; i < 200; i++) {
      bandit.choose(endpoints, 2.0 * i);
      bandit.answered(0.001, false, 2.0 * i + 1);
    }

    assertThat(bandit.intervalsOf()).containsExactly(200, 0, 0);
  }

  @Test
  void needsAChoice() {
    assertThatThrownBy(
            () -> new BanditBalancer(List.of((e, now) -> 0), SETTINGS, new SplittableRandom(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1");
  }
}
