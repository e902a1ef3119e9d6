package io.mild.benchmarks.few;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.benchmarks.experiment.Model;
import io.mild.benchmarks.few.FewResult.Alerts;
import io.mild.benchmarks.rivals.KpiOwners;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FewFailuresTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration HORIZON = Duration.ofMinutes(60);

  /** Of the twelve failures that are tested on, six are of the service that did not fail before. */
  @Test
  void oneFailureTeachesWhatTheOtherServicesLookLikeOnlyWhereWeightsAreShared() {
    List<FewResult> results = run(settings(List.of(1), "lr", "shared-lr"), 24);

    for (int draw = 0; draw < 2; draw++) {
      FewResult apart = results.get(draw);
      FewResult shared = results.get(2 + draw);
      assertThat(apart.judged()).isEqualTo(12);
      assertThat(apart.alerts().right()).isLessThanOrEqualTo(6);
      assertThat(shared.auc()).isGreaterThan(0.97);
      assertThat(shared.alerts().right())
          .isBetween(shared.alerts().announced() - 1, shared.alerts().announced());
    }
  }

  @Test
  void resultsAreInTheOrderOfModelsFailuresAndDrawsAndTheSameEachTime() {
    FewSettings settings = settings(List.of(2, 1), "z", "lr");
    List<FewResult> told = new ArrayList<>();

    List<FewResult> results = new FewFailures(rows(24), failures(24), settings).run(told::add);

    assertThat(told).containsExactlyInAnyOrderElementsOf(results);
    assertThat(results.stream().map(r -> r.model() + r.failures() + r.draw()))
        .containsExactly("z11", "z12", "z21", "z22", "lr11", "lr12", "lr21", "lr22");
    assertThat(run(settings, 24))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
        .isEqualTo(results);
  }

  @Test
  void failuresAndQuietTimesAreDealtToPartsEachForThemselves() {
    Piece failing = new Piece(rows(1), failures(1));
    Piece quiet = new Piece(rows(1), new FailureLog(List.of()));

    assertThat(
            DrawnTraining.parts(
                List.of(quiet, failing, quiet, failing, failing, quiet, quiet, quiet)))
        .containsExactly(0, 0, 1, 1, 2, 2, 3, 0);
  }

  @Test
  void tooFewFailuresToDrawFromAreRefused() {
    assertThatThrownBy(() -> run(settings(List.of(1, 9), "lr"), 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8 failures")
        .hasMessageContaining("history of 9");
  }

  /** By hand: draws of 3 of 4 and 1 of 4 announced, 2 and 1 of these right. */
  @Test
  void figuresAreMeansOverDrawsButNamesOverAllAnnounced() {
    List<FewResult> results =
        List.of(
            result("lr", 1, "", 0.9, new Alerts(3, 2, 1.5, false), 2),
            result("lr", 2, "why", 0.5, new Alerts(1, 1, 0.5, true), 4),
            result("z", 1, "", 0.1, new Alerts(0, 0, 9, false), 9));

    FewFigures figures = FewFigures.of(results, "lr", 3);

    assertThat(figures.auc()).isCloseTo(0.7, within(1e-12));
    assertThat(figures.aucDeviation()).isCloseTo(Math.sqrt(0.08), within(1e-12));
    assertThat(figures.alerts().detected()).isEqualTo(0.5);
    assertThat(figures.alerts().named()).isEqualTo(0.75);
    assertThat(figures.alerts().falsePositivesPerDay()).isEqualTo(1);
    assertThat(figures.alerts().budgetHeld()).isEqualTo(0.5);
    assertThat(figures.refused()).isEqualTo(1);
    assertThat(FewFigures.of(results, "z", 3).alerts().named()).isNaN();
  }

  private static FewResult result(
      String model, int draw, String refusal, double auc, Alerts alerts, double seconds) {
    return new FewResult(model, 3, draw, refusal, auc, 0.5, 4, alerts, Optional.empty(), seconds);
  }

  private static List<FewResult> run(FewSettings settings, int incidents) {
    return new FewFailures(rows(incidents), failures(incidents), settings).run(result -> {});
  }

  private static FewSettings settings(List<Integer> failures, String... models) {
    return new FewSettings(
        "test",
        HORIZON,
        1,
        new KpiOwners(Map.of("api", List.of("api.*"), "web", List.of("web.*"))),
        failures,
        2,
        1,
        false,
        Stream.of(models).map(Model::named).toList(),
        1,
        new LevelShift(0, 0, HORIZON, 1));
  }

  /** Two services that fail in turn, every four hours; the latency rises for an hour before. */
  private static KpiHistory rows(int incidents) {
    Random random = new Random(1);
    List<Instant> times = new ArrayList<>();
    double[][] values = new double[240 * incidents][4];
    for (int row = 0; row < values.length; row++) {
      times.add(at(row));
      for (int j = 0; j < 4; j++) {
        values[row][j] = random.nextGaussian();
      }
      if (row % 240 >= 140 && row % 240 < 200) {
        values[row][row / 240 % 2 * 2] += 6;
      }
    }
    return KpiHistory.of(List.of("api.ms", "api.load", "web.ms", "web.load"), times, values);
  }

  private static FailureLog failures(int incidents) {
    List<Failure> failures = new ArrayList<>();
    for (int n = 0; n < incidents; n++) {
      failures.add(
          Failure.of("" + n, n % 2 == 0 ? "api" : "web", at(240 * n + 200))
              .withRole(Failure.Role.ROOT));
    }
    return new FailureLog(failures);
  }

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
