package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.alerting.AlertRule;
import io.mild.alerting.BudgetController;
import io.mild.alerting.FailureRate;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.report.TrainingReport;
import io.mild.training.alerting.ScoredBlock;
import io.mild.training.labels.Split;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Days without a failure, whose risks peak twelve times a day at any height. */
class BudgetThresholdsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MINUTES_A_DAY = 1_440;

  private final TrainingRun run = run();

  @Test
  void aLongHistoryPromisesTheBudgetWithASafetyThatFeedbackMayTakeBack() {
    BudgetThresholds thresholds = new BudgetThresholds(run, 1, List.of(quiet(60 * MINUTES_A_DAY)));
    BudgetController.Thresholds feedback = thresholds.feedback().orElseThrow();

    assertThat(run.warnings()).isEmpty();
    assertThat(feedback.naive()).isLessThan(feedback.start());
    assertThat(feedback.start()).isLessThan(feedback.fallback());
    assertThat(feedback.failures()).isEqualTo(new FailureRate(60, 2 / 60.0));
    assertThat(logit(thresholds.policy().rules().get(0).threshold()))
        .isCloseTo(feedback.fallback(), within(1e-9));
    assertThat(thresholds.policy().rules()).hasSize(2);
    assertThat(thresholds.moreLikelyThanNot().rules()).containsOnly(new AlertRule(1, 0.5));
  }

  @Test
  void largerBudgetsHaveLowerThresholdsAndMakeMoreFalseAlertsButNoMoreThanAllowed() {
    List<TrainingReport.Budget> budgets =
        new BudgetThresholds(run, 1, List.of(quiet(60 * MINUTES_A_DAY))).budgets();

    assertThat(budgets)
        .extracting(TrainingReport.Budget::falsePositivesPerDay)
        .containsExactly(0.25, 0.5, 1.0, 2.0, 4.0);
    for (int i = 1; i < budgets.size(); i++) {
      assertThat(budgets.get(i).threshold()).isLessThan(budgets.get(i - 1).threshold());
      assertThat(budgets.get(i).madePerDay())
          .isGreaterThan(budgets.get(i - 1).madePerDay())
          .isLessThan(budgets.get(i).falsePositivesPerDay());
    }
  }

  @Test
  void aHistoryTooShortToPromiseKeepsTheBudgetOnItselfAndSaysSo() {
    BudgetThresholds thresholds = new BudgetThresholds(run, 1, List.of(quiet(360)));
    BudgetController.Thresholds feedback = thresholds.feedback().orElseThrow();

    assertThat(run.warnings()).singleElement().asString().contains("0.3 days", "too short");
    assertThat(feedback.naive()).isEqualTo(feedback.fallback());
  }

  private static ScoredBlock quiet(int rows) {
    SplittableRandom random = new SplittableRandom(1);
    long[] times = new long[rows];
    double[][] risks = new double[2][rows];
    for (int row = 0; row < rows; row++) {
      times[row] = START.plus(Duration.ofMinutes(row)).toEpochMilli();
      risks[0][row] = row % 120 == 0 ? random.nextDouble() : 0;
    }
    return new ScoredBlock(times, risks, new boolean[rows], List.of());
  }

  private static TrainingRun run() {
    List<Instant> times = new ArrayList<>();
    for (int row = 0; row < 10; row++) {
      times.add(START.plus(Duration.ofMinutes(row)));
    }
    return new TrainingRun(
        MildTrainer.create().plan(),
        KpiHistory.of(List.of("cpu"), times, new double[10][1]),
        new FailureLog(
            List.of(
                Failure.of("before", "api", START.minusSeconds(60)),
                Failure.of("1", "api", START.plusSeconds(60)),
                Failure.of("2", "orders", START.plusSeconds(120)))),
        List.of("api", "orders"),
        new Split(7, 8),
        OwnedKpis.NONE,
        false);
  }

  private static double logit(double probability) {
    return Math.log(probability / (1 - probability));
  }
}
