package io.mild.scaling.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.scaling.balance.Endpoints.Settings;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BalancersTest {
  private static final int CHOICES = 12_000;

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void roundRobinTakesEachInTurn() {
    int[] counts = counts(new RoundRobin(random), warm(4, Settings.DEFAULT), 8);

    assertThat(counts).containsExactly(2, 2, 2, 2);
  }

  @Test
  void gatewaysWithRoundRobinDoNotBeginWithTheSameEndpoint() {
    Endpoints endpoints = warm(1000, Settings.DEFAULT);

    assertThat(new RoundRobin(random).choose(endpoints, 0))
        .isNotEqualTo(new RoundRobin(random).choose(endpoints, 0));
  }

  @Test
  void leastLoadedTakesTheOneWithTheFewestInFlight() {
    Endpoints endpoints = warm(3, Settings.DEFAULT);
    endpoints.sent(0);
    endpoints.sent(2);

    assertThat(new LeastLoaded(random).choose(endpoints, 0)).isEqualTo(1);
  }

  @Test
  void leastLoadedIsFairAmongEquals() {
    int[] counts = counts(new LeastLoaded(random), warm(3, Settings.DEFAULT), CHOICES);

    for (int count : counts) {
      assertThat(count).isCloseTo(CHOICES / 3, within(CHOICES / 30));
    }
  }

  /** The busiest of n is only chosen when it is drawn twice, which can't be: never. */
  @Test
  void twoChoicesNeverTakeTheBusiest() {
    Endpoints endpoints = warm(4, Settings.DEFAULT);
    endpoints.sent(2);

    assertThat(counts(TwoChoices.byLoad(random), endpoints, CHOICES)[2]).isZero();
  }

  /** The idlest of n is drawn with probability 2 / n, and then taken. */
  @Test
  void twoChoicesTakeTheIdlestWheneverItIsDrawn() {
    Endpoints endpoints = warm(4, Settings.DEFAULT);
    for (int id = 1; id < 4; id++) {
      endpoints.sent(id);
    }
    int count = counts(TwoChoices.byLoad(random), endpoints, CHOICES)[0];

    assertThat((double) count / CHOICES).isBetween(0.48, 0.52);
  }

  @Test
  void twoChoicesByPeakEwmaAvoidTheSlow() {
    Endpoints endpoints = warm(2, Settings.DEFAULT);
    answer(endpoints, 0, 0.3, true, 0);
    answer(endpoints, 1, 0.1, true, 0);

    assertThat(counts(TwoChoices.byPeakEwma(random), endpoints, 100)).containsExactly(0, 100);
  }

  @Test
  void oneEndpointIsAlwaysChosen() {
    Endpoints one = warm(1, Settings.DEFAULT);

    assertThat(TwoChoices.byLoad(random).choose(one, 0)).isZero();
    assertThat(new LeastLoaded(random).choose(one, 0)).isZero();
    assertThat(new Weighted().choose(one, 0)).isZero();
  }

  @Test
  void weightsAreInverseToTheMeanLatency() {
    Endpoints endpoints = warm(2, Settings.UNGUARDED);
    for (int i = 0; i < 5000; i++) {
      answer(endpoints, 0, 0.1, true, 0);
      answer(endpoints, 1, 0.3, true, 0);
    }
    int[] counts = counts(new Weighted(), endpoints, CHOICES);

    assertThat((double) counts[0] / counts[1]).isBetween(2.8, 3.2);
  }

  /** A trap: what fails at once always looks idle. */
  @Test
  void fastFailuresAttractNoTrafficButOnlyIfErrorsCount() {
    assertThat(shareOfTheFailing(Settings.DEFAULT)).isLessThan(0.1);
    assertThat(shareOfTheFailing(Settings.UNGUARDED)).isGreaterThan(0.25);
  }

  /**
   * Five endpoints, 50 requests a second, an answer takes 0.2 s, but one endpoint fails at once.
   */
  private double shareOfTheFailing(Settings settings) {
    Endpoints endpoints = warm(5, settings);
    Balancer balancer = TwoChoices.byLoad(random);
    int[] answersDue = new int[1000];
    int toTheFailing = 0;
    for (int request = 0; request < answersDue.length; request++) {
      double now = request / 50.0;
      if (request >= 10 && answersDue[request - 10] > 0) {
        endpoints.answered(answersDue[request - 10], 0.2, true, now);
      }
      int id = balancer.choose(endpoints, now);
      endpoints.sent(id);
      if (id == 0) {
        endpoints.answered(0, 0.001, false, now);
        toTheFailing++;
      }
      answersDue[request] = id;
    }
    return (double) toTheFailing / answersDue.length;
  }

  /** The other trap: what is new looks idle, and is cold. */
  @Test
  void aNewcomerGetsLittleAtFirst() {
    Endpoints endpoints = warm(4, Settings.DEFAULT);
    endpoints.join(4, 0);

    assertThat(counts(TwoChoices.byLoad(random), endpoints, CHOICES)[4]).isZero();
  }

  private static Endpoints warm(int count, Settings settings) {
    Endpoints endpoints = new Endpoints(settings);
    for (int id = 0; id < count; id++) {
      endpoints.addWarm(id);
    }
    return endpoints;
  }

  private static void answer(
      Endpoints endpoints, int id, double seconds, boolean success, double now) {
    endpoints.sent(id);
    endpoints.answered(id, seconds, success, now);
  }

  /** How often each is chosen while nothing is sent. */
  private static int[] counts(Balancer balancer, Endpoints endpoints, int choices) {
    int[] counts = new int[endpoints.size()];
    for (int i = 0; i < choices; i++) {
      counts[balancer.choose(endpoints, 0)]++;
    }
    return counts;
  }
}
