package io.mild.goals;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.data.KpiHistory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UsualLevelsTest {
  private static final int DAYS = 28;
  private static final int MINUTES_PER_DAY = 1_440;
  private static final Goal API = Goal.of("api").holds(kpi("latency").atMostUsual());

  /** Noise of mean 100 and deviation 10, and on every other day an hour that is higher. */
  private static KpiHistory history(double incident) {
    SplittableRandom random = new SplittableRandom(7);
    Rows rows = Rows.of("latency");
    for (int minute = 0; minute < DAYS * MINUTES_PER_DAY; minute++) {
      boolean high = minute % (2 * MINUTES_PER_DAY) >= 2 * MINUTES_PER_DAY - 60;
      rows.then(1, 100 + 10 * random.nextGaussian() + (high ? incident : 0));
    }
    return rows.history();
  }

  @Test
  void theLevelLiesBetweenNoiseAndIncidents() {
    KpiHistory history = history(60);

    Goals goals = Goals.of(API).withUsualLevels(history);

    assertThat(goals.goals().get(0).conditions().get(0).level()).isBetween(110.0, 130.0);
    assertThat(goals.failuresIn(history).failures()).hasSize(DAYS / 2);
  }

  @Test
  void aLevelThatWasSaidStays() {
    Goal said = API.holds(kpi("latency").atLeast(5));

    assertThat(Goals.of(said).withUsualLevels(history(60)).goals().get(0).conditions().get(1))
        .isEqualTo(kpi("latency").atLeast(5));
  }

  @Test
  void aKpiThatNeverVariesHasNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Goals.of(API).withUsualLevels(Rows.of("latency").then(500, 3).history()))
        .withMessageContainingAll("api", "latency", "say one");
  }

  /** From the 5th of 60 minutes against it to the 10th that keep it: 14 times 65 of 40,320. */
  @Test
  void aGoalThatFitsIsSaidSoInNumbers() {
    Goal goal = Goal.of("api").holds(kpi("latency").atMost(120));

    GoalCheck check = Goals.of(goal).check(history(60)).get(0);

    assertThat(check.finding()).isEqualTo(GoalCheck.Finding.FITS);
    assertThat(check.proposal()).isEmpty();
    assertThat(check)
        .hasToString("api: broken 14 times in 28.0 days, 3.5 a week, 2.3 % of the time");
  }

  @Test
  void aGoalThatIsNeverOrAlwaysBrokenIsToldALevelForAboutOnceAWeek() {
    for (double level : new double[] {1_000, 0}) {
      Goal goal = Goal.of("api").holds(kpi("latency").atMost(level));

      GoalCheck check = Goals.of(goal).check(history(60)).get(0);

      assertThat(check.finding())
          .isEqualTo(level > 0 ? GoalCheck.Finding.NEVER_BROKEN : GoalCheck.Finding.ALWAYS_BROKEN);
      Goal proposal = check.proposal().orElseThrow();
      assertThat(BreakCount.of(proposal, history(60)).breaks()).isBetween(1, DAYS / 7);
      assertThat(check.toString()).contains("once a week", proposal.toString());
    }
  }

  @Test
  void aGoalThatIsBrokenMoreThanAFifthOfTheTimeIsTold() {
    KpiHistory half = Rows.of("latency").then(100, 1).then(100, 9).then(100, 1).history();

    assertThat(Goals.of(Goal.of("api").holds(kpi("latency").atMost(5))).check(half).get(0))
        .extracting(GoalCheck::finding)
        .isEqualTo(GoalCheck.Finding.OFTEN_BROKEN);
  }

  @Test
  void aGoalWhoseKpisAreMissingCanNotBeSaid() {
    KpiHistory dark = Rows.of("latency").then(100, Double.NaN).history();

    assertThat(Goals.of(Goal.of("api").holds(kpi("latency").atMost(5))).check(dark))
        .extracting(GoalCheck::toString)
        .containsExactly("api: can't be said: its KPIs are missing all the time");
  }
}
