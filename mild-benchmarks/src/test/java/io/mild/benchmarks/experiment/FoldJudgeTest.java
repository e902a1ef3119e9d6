package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.Failure;
import io.mild.FailureLog;
import io.mild.KpiHistory;
import io.mild.benchmarks.rivals.Fold;
import io.mild.benchmarks.rivals.Prediction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Two days of a row a minute, of which the second is the test block, and two intents. The
 * validation rows are the last 288 minutes of the first day; in them risks are 0.1, but 0.5 for a
 * while without a failure, so that no threshold up to 0.5 is within a budget of one a day.
 */
class FoldJudgeTest {
  private static final int DAY = 1440;
  private static final int VALIDATION = 1152;

  /** In the test block: onset at 560, failure at 660 of the second day. */
  private static final Failure FAILURE =
      Failure.of("2", "api", time(DAY + 660))
          .withOnset(time(DAY + 560))
          .withRecovery(time(DAY + 670))
          .withRole(Failure.Role.ROOT)
          .withKind("simple");

  private final FailureLog failures =
      new FailureLog(
          List.of(
              Failure.of("0", "api", time(400)).withRole(Failure.Role.ROOT),
              Failure.of("1", "cart", time(800)).withRole(Failure.Role.ROOT),
              FAILURE));
  private final Fold fold = Fold.of(history(), failures, Duration.ofMinutes(60), 1, 1);
  private final double[][] risks = new double[2][fold.scoredRows()];
  private final double[][] causes = new double[2][fold.scoredRows()];

  FoldJudgeTest() {
    for (double[] risk : risks) {
      Arrays.fill(risk, 0.1);
    }
    Arrays.fill(causes[0], 0.4);
    Arrays.fill(causes[1], 0.6);
    raise(0, 1200, 1260, 0.5);
    raise(1, 1200, 1260, 0.5);
  }

  @Test
  void falsePositivesAreCountedByIntentAndForAll() {
    raise(0, DAY + 100, DAY + 160, 0.9);
    raise(0, DAY + 1000, DAY + 1060, 0.9);
    raise(1, DAY + 1010, DAY + 1050, 0.9);

    AlertResult alerts = judged(BudgetKind.PER_INTENT).alerts();

    assertThat(alerts.fpPerDay())
        .isEqualTo(Map.of("api", 2.0, "cart", 1.0, "sum", 3.0, "incident", 2.0));
  }

  @Test
  void aBudgetIsHeldToHalfANotification() {
    raise(0, DAY + 100, DAY + 160, 0.9);
    assertThat(judged(BudgetKind.PER_INTENT).alerts().budgetHeld()).isTrue(); // 1 of 1.5
    raise(1, DAY + 1000, DAY + 1060, 0.9);
    FoldResult two = judged(BudgetKind.PER_INTENT);

    assertThat(two.alerts().budgetHeld()).isTrue(); // one each
    assertThat(two.otherBudget().budgetKind()).isEqualTo(BudgetKind.INCIDENT);
    assertThat(two.otherBudget().budgetHeld()).isFalse(); // two of 1.5 for the incident stream
  }

  @Test
  void detectionAndVerdictAreOfTheTestBlocksFailure() {
    raise(0, DAY + 600, DAY + 660, 0.9);
    causes[0][DAY + 659 - VALIDATION] = 0.7;

    FoldResult result = judged(BudgetKind.PER_INTENT);

    assertThat(result.failures()).isEqualTo(1);
    assertThat(result.alerts().figures().detection())
        .containsEntry("all", 1.0)
        .containsEntry("api", 1.0);
    assertThat(result.alerts().figures().lead().get("api"))
        .isBetween(30.0, 60.0); // 60, less the smoothing
    assertThat(result.alerts().figures().rootCause().get("own"))
        .containsEntry("all", 0.0); // cart's 0.6
    assertThat(result.alerts().figures().rootCause().get("final")).containsEntry("simple", 1.0);
    assertThat(result.incidentLeadAtOnePerDay()).isBetween(55.0, 100.0);
  }

  @Test
  void calibrationIsTheMeanOverTheIntents() {
    FoldResult result = judged(BudgetKind.PER_INTENT);

    // api: risks of 0.1, true in 60 of 1440 minutes; cart: 0.1, never
    double rate = 60 / 1440.0;
    assertThat(result.ece()).isEqualTo((0.1 - rate + 0.1) / 2, within(1e-9));
    assertThat(result.brier())
        .isEqualTo((rate * 0.81 + (1 - rate) * 0.01 + 0.01) / 2, within(1e-9));
    assertThat(result.baseRateBrier()).isEqualTo(rate * (1 - rate) / 2, within(1e-9));
    assertThat(result.reliability().get(1).count()).isEqualTo(2 * DAY);
  }

  @Test
  void aGreaterBudgetNeverMakesFewerFalsePositives() {
    raise(0, DAY + 100, DAY + 160, 0.9);
    raise(1, DAY + 1000, DAY + 1060, 0.45);

    List<FoldResult.BudgetPoint> budgets = judged(BudgetKind.INCIDENT).budgets();

    assertThat(budgets)
        .extracting(FoldResult.BudgetPoint::budget)
        .containsExactly(.25, .5, 1., 2., 4.);
    assertThat(budgets).extracting(FoldResult.BudgetPoint::fpPerDay).isSorted();
  }

  @Test
  void withoutAGateTheHighestSmoothedRiskIsNamed() {
    raise(0, DAY + 600, DAY + 660, 0.9);
    Prediction ungated = Prediction.of(risks);

    FoldResult result =
        new FoldJudge(fold, ungated, BudgetKind.PER_INTENT, 1, failures)
            .result("x", MovedKpis.unknown(), 1, 1, Map.of());

    assertThat(result.alerts().figures().rootCause().get("own")).containsEntry("all", 1.0);
  }

  private FoldResult judged(BudgetKind kind) {
    return new FoldJudge(fold, Prediction.of(risks, causes), kind, 1, failures)
        .result("x", MovedKpis.unknown(), 1, 1, Map.of());
  }

  private void raise(int intent, int from, int until, double risk) {
    Arrays.fill(risks[intent], from - VALIDATION, until - VALIDATION, risk);
  }

  private static KpiHistory history() {
    List<Instant> times = new ArrayList<>();
    double[][] values = new double[2 * DAY][1];
    for (int minute = 0; minute < values.length; minute++) {
      times.add(time(minute));
      values[minute][0] = minute % 7;
    }
    return KpiHistory.of(List.of("cpu"), times, values);
  }

  private static Instant time(int minute) {
    return Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofMinutes(minute));
  }
}
