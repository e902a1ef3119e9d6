package io.mild.training;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.Mild;
import io.mild.alerting.incident.NoiseRules;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.report.Preset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Three days of a KPI that climbs for an hour and fails, every six hours, and of one that does not.
 */
class GoalTrainingTest {
  private static final int ROWS = 3 * 1_440;
  private static final int CYCLE = 360;
  private static final int CLIMB = 60;
  private static final int FAILED = 20;
  private static final Duration HORIZON = Duration.ofMinutes(60);
  private static final Goal API = Goal.of("api").holds(kpi("latency").atMost(170));
  private static final KpiHistory HISTORY = history();

  private static KpiHistory history() {
    SplittableRandom random = new SplittableRandom(11);
    List<Instant> times = new ArrayList<>();
    double[][] rows = new double[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      int left = CYCLE - i % CYCLE; // until it recovers
      double climb = Math.max(0, Math.min(100, 100.0 * (CLIMB + FAILED - left) / CLIMB));
      times.add(Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofMinutes(i)));
      rows[i] = new double[] {100 + climb + random.nextGaussian(), 50 + random.nextGaussian()};
    }
    return KpiHistory.of(List.of("latency", "load"), times, rows);
  }

  private static MildTrainer trainer(Goal... goals) {
    return MildTrainer.create().horizons(HORIZON).goals(Goals.of(goals));
  }

  @Test
  void goalsAloneTrainAModelThatWatchesThem() {
    Mild mild = trainer(API).train(HISTORY);

    assertThat(mild.intents()).containsExactly("api");
    assertThat(mild.goals()).isEqualTo(Goals.of(API));
    assertThat(mild.report().intents().get(0).fitFailures()).isPositive();
    assertThat(mild.assess(HISTORY).filter(now -> !now.alerts().isEmpty())).isNotEmpty();
  }

  @Test
  void itIsTheModelOfTheFailuresThatTheyFind() {
    FailureLog failures = Goals.of(API).failuresIn(HISTORY, HORIZON);
    assertThat(failures.failures()).hasSize(ROWS / CYCLE);

    Mild told = trainer(API).train(HISTORY, failures);

    assertThat(trainer(API).train(HISTORY).id()).isEqualTo(told.id());
  }

  @Test
  void aLevelThatWasNotSaidIsProposedAndTold() {
    Mild mild = trainer(Goal.of("api").holds(kpi("latency").atMostUsual())).train(HISTORY);

    double level = mild.goals().goals().get(0).conditions().get(0).level();
    assertThat(level).isBetween(101.0, 200.0);
    assertThat(mild.report().warnings())
        .anyMatch(told -> told.contains("proposed") && told.contains("api: latency <= "));
  }

  @Test
  void aGoalThatWasNeverBrokenIsToldWithALevelThatWouldBe() {
    Goal never = Goal.of("load").holds(kpi("load").atMost(1_000));

    Mild mild = trainer(API, never).train(HISTORY);

    assertThat(mild.intents()).containsExactly("api", "load");
    assertThat(mild.report().warnings())
        .anyMatch(told -> told.contains("load: never broken in 3.0 days"));
  }

  @Test
  void withALogGoalsAreWatchedOnly() {
    FailureLog failures = Goals.of(API).failuresIn(HISTORY, HORIZON);
    Goal other = Goal.of("api").holds(kpi("latency").atMost(150));

    Mild mild = trainer(other).train(HISTORY, failures);

    assertThat(mild.goals()).isEqualTo(Goals.of(other));
    assertThat(mild.report().dataSha256())
        .isEqualTo(trainer(API).train(HISTORY).report().dataSha256());
  }

  @Test
  void thatNothingBrokeIsSaidWithLevelsThatWould() {
    Goal never = Goal.of("api").holds(kpi("latency").atMost(1_000));

    assertThat(trainer(never).train(HISTORY).report().warnings())
        .anyMatch(told -> told.contains("api: never broken in 3.0 days"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer(never).preset(Preset.PAPER).train(HISTORY))
        .withMessageContaining("no failure of [api]");
  }

  @Test
  void withoutFailuresAndGoalsThereIsNothingToLearn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MildTrainer.create().train(HISTORY))
        .withMessageContaining("neither failures nor goals");
  }

  @Test
  void goalsOfOtherIntentsThanThoseNamedAreRefusedBeforeAnythingIsTrained() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer(API).intents("web").train(HISTORY))
        .withMessageContainingAll("[web]", "[api]");
  }

  @Test
  void plannedWorkIsNotLearnedFrom() {
    NoiseRules nights = NoiseRules.parse("window daily 22:00 1h UTC");

    Mild mild = trainer(API).rules(nights).train(HISTORY);

    assertThat(mild.report().warnings())
        .contains("planned work is not learned from: 360 of 4320 rows, 0 of 9 failures");
  }
}
