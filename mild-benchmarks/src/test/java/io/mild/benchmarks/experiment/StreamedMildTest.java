package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mild.Alert;
import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.IntentRisk;
import io.mild.Mild;
import io.mild.benchmarks.experiment.AlertResult.Outcome;
import io.mild.benchmarks.rivals.Fold;
import io.mild.benchmarks.rivals.Prediction;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.report.Ingredient;
import io.mild.training.MildTrainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A real stream over a test block. A good week to learn from and half of one to foretell, a row in
 * two and a half minutes, and a failure every four hours, of api and cart in turn: for an hour
 * before it the intent's KPI rises.
 */
class StreamedMildTest {
  private static final int ROWS = 6_240;
  private static final int PERIOD = 96;
  private static final int DRIFT = 24;
  private static final Duration HORIZON = Duration.ofMinutes(60);

  private static Fold fold;
  private static Mild mild;
  private static List<Assessment> assessments;
  private static FailureLog failures;
  private static FoldResult result;

  @BeforeAll
  static void trainAndStream() {
    Random random = new Random(5);
    double[][] values = new double[ROWS][2];
    List<Instant> times = new ArrayList<>();
    List<Failure> failed = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      int failing = row / PERIOD % 2;
      int toFailure = PERIOD - row % PERIOD;
      for (int kpi = 0; kpi < 2; kpi++) {
        double drift = kpi == failing && toFailure <= DRIFT ? 2 + (DRIFT - toFailure) / 4.0 : 0;
        values[row][kpi] = random.nextGaussian() + drift;
      }
      times.add(time(row));
    }
    for (int row = PERIOD; row <= ROWS - PERIOD; row += PERIOD) {
      failed.add(
          Failure.of("at " + row, (row / PERIOD - 1) % 2 == 0 ? "api" : "cart", time(row))
              .withOnset(time(row - DRIFT))
              .withRecovery(time(row + 5))
              .withRole(Failure.Role.ROOT));
    }
    failures = new FailureLog(failed);
    fold = Fold.of(KpiHistory.of(List.of("x", "y"), times, values), failures, HORIZON, 2, 2);
    mild =
        MildTrainer.create()
            .intents("api", "cart")
            .horizons(HORIZON, HORIZON.dividedBy(2))
            .maxEpochs(5)
            .without(Ingredient.CROSS_FITTING) // which takes the time
            .train(fold.history(), fold.known());
    AssuranceStream stream = mild.openStream();
    assessments = new ArrayList<>();
    for (int row = 0; row < fold.rows().rows(); row++) {
      Assessment now = stream.accept(fold.rows().time(row), fold.rows().values(row));
      if (row >= fold.testStart()) {
        assessments.add(now);
      }
    }
    double[][] nothing = new double[2][fold.scoredRows()];
    Prediction prediction = new Prediction(nothing, nothing, Optional.of(mild), assessments);
    result =
        new FoldJudge(fold, prediction, BudgetKind.INCIDENT, 1, failures)
            .result("mild", MovedKpis.unknown(), 1, 1, Map.of());
  }

  @Test
  void alertsAndVerdictsAreThoseThatTheStreamGave() {
    assertThat(result.alerts().outcomes()).hasSizeGreaterThan(15);
    int alerted = 0;
    for (Outcome outcome : result.alerts().outcomes()) {
      Instant failure = Instant.ofEpochMilli(outcome.time());
      List<Assessment> said =
          assessments.stream()
              .filter(now -> !now.time().isBefore(failure.minus(HORIZON)))
              .filter(now -> now.time().isBefore(failure))
              .dropWhile(now -> now.intents().stream().noneMatch(IntentRisk::alerting))
              .toList();
      if (said.isEmpty()) {
        assertThat(outcome.incidentLead()).isNaN();
        continue;
      }
      alerted++;
      Assessment first = said.get(0);
      assertThat(outcome.incidentLead())
          .isEqualTo(Duration.between(first.time(), failure).toSeconds() / 60.0);
      assertThat(outcome.named("incident").orElseThrow().candidates())
          .isEqualTo(first.verdict().candidates());
      assertThat(outcome.named("incident").orElseThrow().probability())
          .isEqualTo(first.verdict().probability());
      assertThat(outcome.named("final").orElseThrow().rootCause())
          .isEqualTo(said.get(said.size() - 1).rootCause());
      assertThat(outcome.timeToFailure().allMinutes().count())
          .isEqualTo(
              (int)
                  said.stream()
                      .flatMap(now -> now.incident().stream())
                      .filter(incident -> incident.phase() != Alert.Phase.ENDED)
                      .count());
    }
    assertThat(alerted).isGreaterThan(10);
  }

  @Test
  void whatLearnedFromTheValidationRowsHasNoThresholdsTunedOnThem() {
    assertThat(result.otherBudget()).isNull();
    assertThatIllegalStateException()
        .isThrownBy(() -> result.alerts(BudgetKind.PER_INTENT))
        .withMessageContaining("PER_INTENT");
    assertThat(result.budgets()).hasSize(5);
    assertThat(result.alerts().figures().incidentDetection()).isPositive();
  }

  @Test
  void streamsThatLearnAreJudgedBesideIt() {
    assertThat(mild.takesFeedback()).isTrue();
    assertThat(result.feedback()).containsOnlyKeys(FeedbackKind.values());
    result
        .feedback()
        .forEach(
            (feedback, alerts) -> {
              assertThat(alerts.outcomes())
                  .as("%s", feedback)
                  .hasSameSizeAs(result.alerts().outcomes());
              assertThat(alerts.figures().incidentDetection()).isPositive();
              assertThat(alerts.fpPerDay()).containsKeys("sum", "incident", "api", "cart");
              assertThat(alerts.rules()).isEmpty();
              FoldResult moved = result.with(feedback).orElseThrow();
              assertThat(moved.alerts()).isEqualTo(alerts);
              assertThat(moved.brier()).isEqualTo(result.brier());
            });
  }

  private static Instant time(int row) {
    return Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofSeconds(150L * row));
  }
}
