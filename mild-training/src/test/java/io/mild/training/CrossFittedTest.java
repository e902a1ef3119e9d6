package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.alerting.NestedCalibration;
import io.mild.alerting.RiskCalibration;
import io.mild.alerting.VerdictPolicy;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.report.TrainingReport;
import io.mild.training.alerting.AlertedFailure;
import io.mild.training.alerting.Reliability;
import io.mild.training.labels.Split;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An hour of rows a minute apart, horizons of 8 and 4 minutes, and two failures from an onset 10
 * minutes before: of api in minute 10, that nothing foretells, and of orders in minute 30, whose
 * risk is 0.9 from minute 25 on.
 */
class CrossFittedTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int ROWS = 60;
  private static final List<String> INTENTS = List.of("api", "orders");
  private static final AlertPolicy HALF =
      new AlertPolicy(List.of(new AlertRule(1, 0.5), new AlertRule(1, 0.5)));

  private final TrainingRun run = run();
  private final CrossFitted crossFitted = new CrossFitted(run, List.of(scores()));

  @Test
  void anIncidentsTimesAreThoseFromItsAlertToItsFailure() {
    List<AlertedFailure> times = crossFitted.incidents(HALF, VerdictPolicy.GATE).times();

    assertThat(times).hasSize(1);
    assertThat(times.get(0).minutesToFailure()).containsExactly(5, 4, 3, 2, 1);
    double[] first = times.get(0).features()[0];
    assertThat(first[3]).isCloseTo(Math.log(0.9 / 0.1), within(1e-9)); // orders leads
    assertThat(first[4]).isCloseTo(Math.log(0.6 / 0.4), within(1e-9));
  }

  /** An operator reads how much time is left when the alert begins, be it early. */
  @Test
  void soAreThoseOfAnAlertThatBeganBeforeItsFailureCameWithinTheHorizon() {
    assertThat(timesWithAlertFrom(18)).startsWith(12, 11, 10, 9, 8).endsWith(2, 1).hasSize(12);
  }

  /** The last bin of times ends after two horizons. */
  @Test
  void noAlertBeginsBeyondTwoHorizonsNorInAnotherFailure() {
    assertThat(timesWithAlertFrom(0)).startsWith(16, 15);

    TrainingRun run = run(new FailureLog(List.of(failure("api", 16), failure("orders", 30))), 8, 4);
    long[] times = scores().epochMillis();
    boolean[] alerting = run.windows(minutes(8)).protectedRows(times);
    int free = 17;
    while (alerting[free] && free < 20) {
      free++;
    }
    Scores early = scores();
    Arrays.fill(early.risks()[1], 0, 30, 0.9);
    List<AlertedFailure> both =
        new CrossFitted(run, List.of(early)).incidents(HALF, VerdictPolicy.GATE).times();
    assertThat(free).isBetween(18, 20);
    assertThat(both.get(1).minutesToFailure()[0]).isEqualTo(30 - free);
  }

  /** Of orders, which fails in minute 30, its risk being 0.9 from a minute on. */
  private double[] timesWithAlertFrom(int minute) {
    Scores early = scores();
    Arrays.fill(early.risks()[1], minute, 30, 0.9);
    List<AlertedFailure> times =
        new CrossFitted(run(new FailureLog(List.of(failure("orders", 30))), 8, 4), List.of(early))
            .incidents(HALF, VerdictPolicy.GATE)
            .times();
    assertThat(times).hasSize(1);
    return times.get(0).minutesToFailure();
  }

  /**
   * Of horizons of 8 minutes: at the alert in minute 25, in 27, in 29 and, as late as 33, in 29.
   */
  @Test
  void verdictsAreLearnedFromSeveralAgesOfAnIncident() {
    CrossFitted.Incidents incidents = crossFitted.incidents(HALF, VerdictPolicy.GATE);

    assertThat(incidents.roots()).containsExactly(1, 1, 1, 1);
    assertThat(incidents.logGates().stream().mapToDouble(logs -> Math.exp(logs[1])))
        .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1, Double.class)
        .containsExactly(0.25, 0.27, 0.29, 0.29);
  }

  /** Of orders alone; then api is a root of the same incident, in another it is a victim. */
  @Test
  void theRootsOfAnIncidentAreAllOfThem() {
    CrossFitted.Incidents alone = crossFitted.incidents(HALF, VerdictPolicy.GATE);
    assertThat(alone.allRoots()).hasSize(4).containsOnly(new boolean[] {false, true});

    Failure orders = failure("orders", 30);
    for (Failure.Role role : List.of(Failure.Role.ROOT, Failure.Role.VICTIM)) {
      Failure api = Failure.of("orders", "api", minute(32)).withRole(role);
      CrossFitted together =
          new CrossFitted(run(new FailureLog(List.of(api, orders)), 8, 4), List.of(scores()));
      assertThat(together.incidents(HALF, VerdictPolicy.GATE).allRoots())
          .contains(new boolean[] {role == Failure.Role.ROOT, true});
    }
  }

  /** A threshold that nothing reaches tells no times; from where a failure is likely there are. */
  @Test
  void aThresholdThatAlertsTooFewLeavesTimesToAlertsThatAreMoreLikelyRightThanNot() {
    AlertPolicy never = new AlertPolicy(List.of(new AlertRule(1, 0.99), new AlertRule(1, 0.99)));

    CrossFitted.Incidents incidents =
        crossFitted.incidents(thresholds(never, HALF), VerdictPolicy.GATE);
    assertThat(incidents.times()).hasSize(1);
    assertThat(incidents.times().get(0).minutesToFailure()).containsExactly(5, 4, 3, 2, 1);
    assertThat(incidents.roots()).isEmpty();
    assertThat(crossFitted.incidents(thresholds(HALF, never), VerdictPolicy.GATE).times())
        .hasSize(1);
  }

  private static Thresholds thresholds(AlertPolicy tuned, AlertPolicy likely) {
    return new Thresholds() {
      @Override
      public AlertPolicy policy() {
        return tuned;
      }

      @Override
      public AlertPolicy moreLikelyThanNot() {
        return likely;
      }

      @Override
      public List<TrainingReport.Budget> budgets() {
        return List.of();
      }
    };
  }

  @Test
  void fewIncidentsGiveNoModelOfTheTimeLeft() {
    CrossFitted.Incidents incidents = crossFitted.incidents(HALF, VerdictPolicy.GATE);

    assertThat(incidents.timeToFailure(run.plan().horizons())).isEmpty();
    assertThat(incidents.calibrated(VerdictPolicy.GATE)).isEqualTo(VerdictPolicy.GATE);
  }

  @Test
  void fewerThanThreeHorizonsTellTimesApartByHalvesAndQuartersOfTheLongest() {
    assertThat(ends(8)).containsExactly(minutes(8), minutes(4), minutes(2));
    assertThat(ends(8, 3)).containsExactly(minutes(8), minutes(4), minutes(2));
    assertThat(ends(8, 5, 3)).containsExactly(minutes(8), minutes(5), minutes(3));
  }

  /** Of the bins of ten incidents with as many features as a stream of these horizons has. */
  private static List<Duration> ends(int... horizons) {
    AlertedFailure incident =
        new AlertedFailure(new double[3][horizons.length + 3], new double[] {7, 5, 1});
    CrossFitted.Incidents incidents =
        new CrossFitted.Incidents(
            List.of(), List.of(), List.of(), Collections.nCopies(10, incident));
    return incidents
        .timeToFailure(Arrays.stream(horizons).mapToObj(CrossFittedTest::minutes).toList())
        .orElseThrow()
        .horizons()
        .horizons();
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  /**
   * orders is to fail within 8 minutes in the minutes 22 to 29: (5 · 0.01 + 3 · 0.81 + 52 · 0.01) /
   * 60. Within 4 minutes in 26 to 29: (4 · 0.16 + 0.36 + 55 · 0.0025) / 60.
   */
  @Test
  void reliabilityHoldsRisksAgainstWhatCame() {
    assertThat(crossFitted.reliability(0).get(1).brier()).isCloseTo(3.0 / 60, within(1e-12));
    assertThat(crossFitted.reliability(1).get(1).brier()).isCloseTo(1.1375 / 60, within(1e-12));
    assertThat(crossFitted.reliability(0)).extracting(Reliability::baseRateBrier).hasSize(2);
  }

  @Test
  void aFewFailuresLeaveRisksUncalibrated() {
    assertThat(crossFitted.calibration().isIdentity()).isTrue();
  }

  /**
   * Seven failures of orders in the second half hour, 4 minutes apart, and horizons of 2 and 1; the
   * first half hour knows none of them.
   */
  @Test
  void anIntentThatFailedInOnePartOnlyIsNotCalibratedByIt() {
    List<Failure> late = new ArrayList<>(List.of(failure("api", 10)));
    for (int minute = 33; minute < 60; minute += 4) {
      late.add(Failure.of("i" + minute, "orders", minute(minute)));
    }
    Scores all = scores();
    Scores first = all.from(0);
    Scores second = all.from(30);
    CrossFitted once =
        new CrossFitted(run(new FailureLog(late), 2, 1), List.of(until(30, first), second));
    assertThat(once.calibration().isIdentity()).isTrue();

    late.add(Failure.of("early", "orders", minute(20)));
    CrossFitted taught =
        new CrossFitted(run(new FailureLog(late), 2, 1), List.of(until(30, first), second));
    assertThat(taught.calibration().isIdentity()).isFalse();
  }

  /** They begin in minute 48; the parts meet in minute 30, or in the middle of them in 50. */
  @Test
  void validationRowsMayLieInSeveralParts() {
    for (int border : new int[] {30, 50}) {
      List<Scores> parts = List.of(until(border, scores()), scores().from(border));
      Scores validation = new CrossFitted(run, parts).validation();

      assertThat(validation.firstRow()).isEqualTo(48);
      assertThat(validation.rows()).isEqualTo(12);
      assertThat(validation.epochMillis()).isEqualTo(scores().from(48).epochMillis());
      assertThat(validation.risks()).isDeepEqualTo(scores().from(48).risks());
      assertThat(validation.gates()).isDeepEqualTo(scores().from(48).gates());
    }
  }

  private static Scores until(int row, Scores all) {
    return new Scores(
        0,
        Arrays.copyOf(all.epochMillis(), row),
        Arrays.stream(all.risks()).map(r -> Arrays.copyOf(r, row)).toArray(double[][]::new),
        Arrays.stream(all.gates()).map(g -> Arrays.copyOf(g, row)).toArray(double[][]::new));
  }

  /** A half becomes ¾ by an intercept of ln 3, and 0.1 one quarter. */
  @Test
  void calibratedRisksAreWhatPoliciesSee() {
    RiskCalibration higher = new RiskCalibration(1, Math.log(3));
    NestedCalibration ofApi =
        new NestedCalibration(
            List.of(
                higher,
                RiskCalibration.IDENTITY,
                RiskCalibration.IDENTITY,
                RiskCalibration.IDENTITY),
            2);
    double[][] risks = crossFitted.calibrated(ofApi).blocks().get(0).risks();

    assertThat(risks[0][0]).isCloseTo(0.25, within(1e-12));
    assertThat(risks[1]).containsExactly(crossFitted.blocks().get(0).risks()[1]);
  }

  private static TrainingRun run() {
    return run(new FailureLog(List.of(failure("api", 10), failure("orders", 30))), 8, 4);
  }

  private static TrainingRun run(FailureLog failures, int longest, int shorter) {
    List<Instant> times = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      times.add(minute(row));
    }
    KpiHistory history = KpiHistory.of(List.of("cpu"), times, new double[ROWS][1]);
    TrainingPlan plan =
        MildTrainer.create()
            .horizons(Duration.ofMinutes(longest), Duration.ofMinutes(shorter))
            .plan();
    return new TrainingRun(
        plan, history, failures, INTENTS, new Split(40, 48), OwnedKpis.NONE, false);
  }

  private static Failure failure(String intent, int minute) {
    return Failure.of(intent, intent, minute(minute))
        .withOnset(minute(minute - 10))
        .withRole(Failure.Role.ROOT);
  }

  private static Scores scores() {
    double[][] risks = new double[4][ROWS];
    double[][] gates = new double[2][ROWS];
    long[] times = new long[ROWS];
    Arrays.fill(risks[0], 0.1);
    Arrays.fill(risks[1], 0.1);
    Arrays.fill(risks[1], 25, 30, 0.9);
    Arrays.fill(risks[2], 0.05);
    Arrays.fill(risks[3], 0.05);
    Arrays.fill(risks[3], 25, 30, 0.6);
    for (int row = 0; row < ROWS; row++) {
      times[row] = minute(row).toEpochMilli();
      gates[1][row] = row / 100.0;
      gates[0][row] = 1 - gates[1][row];
    }
    return new Scores(0, times, risks, gates);
  }

  private static Instant minute(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
