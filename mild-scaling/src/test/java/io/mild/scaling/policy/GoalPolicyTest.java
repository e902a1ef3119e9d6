package io.mild.scaling.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.scaling.Forecast;
import io.mild.scaling.Recommendation;
import io.mild.scaling.ReplicaRange;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One percent of the requests may miss the goal. 100 requests a second at 0.065 CPU each. */
class GoalPolicyTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final ReplicaRange RANGE = new ReplicaRange(2, 40);

  private final GoalPolicy policy = new GoalPolicy(GoalPolicy.Settings.ofAllowed(.01));
  private Instant now = START;
  private Recommendation latest = Recommendation.of("", START, 0);

  @BeforeEach
  void begin() {
    states(1, 0);
  }

  @Test
  void asksForTheReplicasThatMeetItsTarget() {
    assertThat(latest.replicas()).isEqualTo(10); // 100 × 0.065 / 0.7 = 9.3
    assertThat(latest.until()).isEqualTo(START.plusSeconds(60));
    assertThat(latest.reasons()).last().asString().contains("CPU target of 70 %");
  }

  @Test
  void providesForTheForecastWhereThereIsOne() {
    Forecast demand =
        new Forecast(
            Duration.ofSeconds(60), new double[] {100, 100, 100, 100, 100, 200, 200, 200, 200});
    now = now.plusSeconds(15);

    Recommendation recommendation =
        policy.recommend(
            new Situation(state(0, 10).build(), List.of(), Optional.of(demand), RANGE));

    assertThat(recommendation.replicas()).isEqualTo(19); // 200 × 0.065 / 0.7 = 18.6
  }

  @Test
  void theTargetRisesOnceAPeriodWhileThereIsSlack() {
    states(3, 0);
    assertThat(policy.target()).isEqualTo(.7);
    states(1, 0);
    assertThat(policy.target()).isEqualTo(.72); // all is slack
    states(4, .005);
    // 0.5 % missed in this minute and 0.25 % in all: half of what is allowed
    assertThat(policy.target()).isCloseTo(.73, within(1e-9));
  }

  @Test
  void theTargetStaysWhereTheGoalIsJustKept() {
    states(20, .01);

    assertThat(policy.target()).isEqualTo(.7);
  }

  @Test
  void theTargetFallsAtOnceWhenTheBudgetBurns() {
    states(8, 0);
    assertThat(policy.target()).isCloseTo(.74, within(1e-9));

    states(1, .5); // 750 requests, where a minute may miss 60, and far more than allowed in share
    assertThat(policy.target()).isCloseTo(.66, within(1e-9));
  }

  @Test
  void aBudgetThatIsHardlySpentBearsMoreThanOneThatIsSpent() {
    states(4 * 60, 0);
    double risen = policy.target();
    states(1, .2); // 300 of 1,500: five times what a minute may miss, in an hour of 360,000

    assertThat(policy.target()).isGreaterThanOrEqualTo(risen);
  }

  @Test
  void theTargetFallsNoFurtherBeforeReplicasCanHaveHelped() {
    states(1, .9);
    double fallen = policy.target();
    assertThat(fallen).isLessThan(.7);

    states(5, .9); // 75 s
    assertThat(policy.target()).isEqualTo(fallen);
    states(1, .9);
    assertThat(policy.target()).isLessThan(fallen);
  }

  @Test
  void theTargetStaysWithinItsBounds() {
    states(4 * 60, 0);
    assertThat(policy.target()).isEqualTo(1.05);
    states(4 * 60, .9);
    assertThat(policy.target()).isEqualTo(.5);
  }

  @Test
  void theTargetDoesNotRiseWhereTheAutoscalerHoldsMoreAnyway() {
    for (int i = 0; i < 20; i++) {
      accept(state(0, 14));
    }

    assertThat(policy.target()).isEqualTo(.7);
    assertThat(latest.advice())
        .singleElement()
        .asString()
        .contains("14 replicas where 10 keep its goal", "target above 70 %");
  }

  @Test
  void withoutKnowingWhatMissesTheGoalTheTargetDoesNotRiseAndComesBack() {
    states(8, 0);
    states(5, Double.NaN); // up to 75 s
    assertThat(policy.target()).isCloseTo(.74, within(1e-9));
    assertThat(latest.reasons()).first().asString().contains("isn't known");

    states(1, Double.NaN);
    assertThat(policy.target()).isEqualTo(.7);
  }

  @Test
  void aGapInTimeCountsForNoMoreThanAPeriod() {
    states(4, 0);
    now = now.plus(Duration.ofHours(3));
    states(1, .005); // 30 of 6,000 requests missed the goal, not 5,400 of a million

    assertThat(policy.target()).isGreaterThanOrEqualTo(.7);
  }

  @Test
  void whereTheClockIsSetBackWhatItLearntStaysAndItGoesOn() {
    states(8, 0);
    assertThat(policy.target()).isCloseTo(.74, within(1e-9));
    now = now.minus(Duration.ofHours(1));
    states(1, 0);
    assertThat(policy.target()).isCloseTo(.74, within(1e-9));

    states(4, 0);
    assertThat(policy.target()).isCloseTo(.76, within(1e-9)); // a period later, not an hour
    states(1, .9);
    assertThat(policy.target()).isLessThan(.76);
  }

  @Test
  void asksForTheFewestAsLongAsTheCpuOfARequestIsNotKnown() {
    GoalPolicy fresh = new GoalPolicy(GoalPolicy.Settings.ofAllowed(.01));
    ServiceState unknown = ServiceState.builder("checkout", START).replicas(10, 0, 10).build();

    assertThat(fresh.recommend(Situation.of(unknown, RANGE)).replicas()).isEqualTo(2);
  }

  /** So many states 15 s apart, in which a share of the requests missed the goal. */
  private void states(int number, double violations) {
    for (int i = 0; i < number; i++) {
      accept(state(violations, latest.replicas() == 0 ? 10 : latest.replicas()));
    }
  }

  private void accept(ServiceState.Builder state) {
    latest = policy.recommend(Situation.of(state.build(), RANGE));
    now = now.plusSeconds(15);
  }

  private ServiceState.Builder state(double violations, int desired) {
    return ServiceState.builder("checkout", now)
        .replicas(10, 0, desired)
        .cpu(.65)
        .requestRate(100)
        .violations(violations);
  }
}
