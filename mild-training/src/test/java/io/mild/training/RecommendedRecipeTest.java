package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.alerting.AlertRule;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.features.ResidualSpec;
import io.mild.report.Ingredient;
import io.mild.training.labels.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nine days of a service with a daily rhythm, a row in five minutes. Before each failure of orders
 * the queue rises for 40 minutes, before each of api the latency; in between, latency rises without
 * a failure, but so does the load.
 */
class RecommendedRecipeTest {
  private static final int PERIOD = 5;
  private static final int ROWS = 9 * 1440 / PERIOD;
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Duration SHORT = Duration.ofMinutes(15);

  private static KpiHistory history;
  private static FailureLog failures;
  private static Mild mild;
  private static final List<TrainingProgress> TOLD = new ArrayList<>();

  @TempDir Path folder;

  @BeforeAll
  static void record() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] values = new double[ROWS][3];
    List<Instant> times = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      double load = Math.sin(2 * Math.PI * row * PERIOD / 1440);
      values[row][0] = 50 + 20 * load + random.nextDouble(-2, 2);
      values[row][1] = 80 + 30 * load + random.nextDouble(-5, 5);
      values[row][2] = 300 + 50 * load + random.nextDouble(-20, 20);
      times.add(time(row * PERIOD));
    }
    List<Failure> log = new ArrayList<>();
    for (int failure = 200, n = 0; failure < ROWS * PERIOD - 100; failure += 240, n++) {
      int at = failure + random.nextInt(60) / PERIOD * PERIOD;
      int kpi = 1 + n % 2;
      for (int row = (at - 40) / PERIOD; row < (at + 10) / PERIOD; row++) {
        double ramp = Math.min(1, (row * PERIOD - at + 40) / 40.0);
        values[row][kpi] += (kpi == 1 ? 60 : 300) * ramp;
      }
      log.add(
          Failure.of("INC-" + n, kpi == 1 ? "api" : "orders", time(at))
              .withOnset(time(at - 40))
              .withRecovery(time(at + 10))
              .withRole(Failure.Role.ROOT));
    }
    history = KpiHistory.of(List.of("load", "latency", "queue"), times, values);
    failures = new FailureLog(log);
    mild = trainer().maxEpochs(3).onProgress(TOLD::add).train(history, failures);
  }

  @Test
  void risksAndCausesTellFailuresApart() {
    Labels labels = Labels.of(history, failures, mild.intents(), LONG);
    double[] sums = new double[2];
    int[] counts = new int[2];
    int rightCauses = 0;
    AssuranceStream stream = mild.openStream();
    for (int row = 0; row < history.rows(); row++) {
      Assessment now = stream.accept(history.time(row), history.values(row));
      for (int i = 0; i < 2; i++) {
        int failing = (int) labels.binary()[2 * row + i];
        sums[failing] += now.intents().get(i).risk();
        counts[failing]++;
        rightCauses += failing == 1 && now.rootCause().equals(mild.intents().get(i)) ? 1 : 0;
      }
    }

    assertThat(sums[1] / counts[1]).isGreaterThan(5 * sums[0] / counts[0]);
    assertThat(rightCauses / (double) counts[1]).isGreaterThan(0.9);
  }

  /** In the last fifth, what fails when the queue rises is called billing. */
  @Test
  void whatFailsInTheValidationRowsOnlyIsLearned() {
    Instant validation = history.time(ROWS * 4 / 5);
    FailureLog renamed =
        new FailureLog(
            failures.failures().stream()
                .map(
                    f ->
                        f.intent().equals("orders") && f.time().isAfter(validation)
                            ? Failure.of(f.incident(), "billing", f.time())
                            : f)
                .toList());
    Mild trained = trainer().maxEpochs(3).train(history, renamed);
    int billing = trained.intents().indexOf("billing");
    Labels labels = Labels.of(history, renamed, trained.intents(), LONG);
    double[] sums = new double[2];
    int[] counts = new int[2];
    AssuranceStream stream = trained.openStream();
    for (int row = 0; row < history.rows(); row++) {
      Assessment now = stream.accept(history.time(row), history.values(row));
      int failing = (int) labels.binary()[trained.intents().size() * row + billing];
      sums[failing] += now.intents().get(billing).risk();
      counts[failing]++;
    }

    assertThat(sums[1] / counts[1]).isGreaterThan(3 * sums[0] / counts[0]);
    assertThat(trained.report().fitRows()).isEqualTo(ROWS);
    assertThat(trained.report().warnings()).noneMatch(warning -> warning.contains("billing"));
  }

  @Test
  void aShorterHorizonIsNeverLikelierThanALongerOne() {
    AssuranceStream stream = mild.openStream();
    for (int row = 0; row < 1_000; row++) {
      Assessment now = stream.accept(history.time(row), history.values(row));
      for (int i = 0; i < 2; i++) {
        assertThat(now.intents(SHORT).get(i).risk())
            .isLessThanOrEqualTo(now.intents(LONG).get(i).risk());
      }
    }
  }

  @Test
  void featuresAreAveragesOfResidualsWithSpansAsTheHorizon() {
    // 1/24, 1/8, 1/4, 1/2, 1 and 2 times 30 minutes in whole rows of five: 0.25 and 0.75 become 1,
    // 1.5 becomes 2
    assertThat(((ResidualSpec) mild.model().features()).spans())
        .extracting(Duration::toMinutes)
        .containsExactly(5L, 10L, 15L, 30L, 60L);
  }

  @Test
  void windowsThatAreAskedForAreTheSpans() {
    Mild asked =
        trainer()
            .without(Ingredient.CROSS_FITTING)
            .maxEpochs(1)
            .windows(Duration.ofMinutes(10), Duration.ofMinutes(20))
            .train(history, failures);

    assertThat(((ResidualSpec) asked.model().features()).spans())
        .extracting(Duration::toMinutes)
        .containsExactly(10L, 20L);
  }

  @Test
  void allIntentsShareOneThreshold() {
    List<AlertRule> rules = mild.policy(LONG).rules();

    assertThat(rules).hasSize(2).containsOnly(rules.get(0));
    assertThat(rules.get(0).isNever()).isFalse();
    assertThat(mild.policy(SHORT).rules()).containsOnly(new AlertRule(rules.get(0).span(), 0.5));
  }

  @Test
  void aSavedModelAssessesAndGoesOnBitForBit() throws IOException {
    mild.save(folder.resolve("service.mild"));
    Mild loaded = Mild.load(folder.resolve("service.mild"));
    AssuranceStream stream = mild.openStream();
    AssuranceStream other = loaded.openStream();

    assertThat(loaded.id()).isEqualTo(mild.id());
    for (int row = 0; row < 600; row++) {
      if (row == 300) {
        other = loaded.resumeStream(stream.snapshot());
      }
      Assessment expected = stream.accept(history.time(row), history.values(row));
      Assessment now = other.accept(history.time(row), history.values(row));
      assertThat(now.intents(LONG)).isEqualTo(expected.intents(LONG));
      assertThat(now.intents(SHORT)).isEqualTo(expected.intents(SHORT));
    }
  }

  /** Interrupted once in the mixture and once in one of those without a part of the history. */
  @Test
  void anInterruptedTrainingGoesOnFromItsCheckpointsToTheSameModel() {
    for (int epoch : new int[] {2, 7}) {
      int[] ended = {0};
      MildTrainer interrupted =
          trainer()
              .maxEpochs(3)
              .checkpoints(folder)
              .onProgress(
                  progress -> {
                    ended[0] += progress.stage() == TrainingProgress.Stage.MIXTURE ? 1 : 0;
                    if (ended[0] == epoch) {
                      Thread.currentThread().interrupt();
                    }
                  });
      assertThatThrownBy(() -> interrupted.train(history, failures))
          .isInstanceOf(CancellationException.class);
    }

    Mild resumed = trainer().maxEpochs(3).checkpoints(folder).train(history, failures);

    assertThat(resumed.id()).isEqualTo(mild.id());
  }

  @Test
  void failuresOfWhichOnlyTheTimeIsKnownAreEnough() {
    FailureLog bare =
        new FailureLog(
            failures.failures().stream()
                .map(f -> Failure.of(f.incident(), f.intent(), f.time()))
                .toList());

    Mild trained = trainer().maxEpochs(3).train(history, bare);

    assertThat(trained.report().horizons().get(0).figures().detection()).isGreaterThan(0.5);
  }

  @Test
  void progressIsToldFromNothingToAll() {
    assertThat(TOLD)
        .extracting(TrainingProgress::fraction)
        .isSorted()
        .startsWith(0.0)
        .endsWith(1.0);
    assertThat(TOLD)
        .filteredOn(progress -> progress.stage() == TrainingProgress.Stage.MIXTURE)
        .hasSize(3 + 8 * 3); // all of the history, and without each eighth of it
  }

  private static MildTrainer trainer() {
    return MildTrainer.create().horizons(LONG, SHORT).falsePositiveBudget(2);
  }

  private static Instant time(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
