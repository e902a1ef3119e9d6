package io.mild.training;

import static io.mild.SmallService.LONG;
import static io.mild.SmallService.SHORT;
import static io.mild.SmallService.failures;
import static io.mild.SmallService.history;
import static io.mild.SmallService.time;
import static io.mild.training.SmallTraining.shortHistory;
import static io.mild.training.SmallTraining.shortTrainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.SmallService;
import io.mild.alerting.AlertFigures;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.report.Preset;
import io.mild.report.TrainingReport;
import io.mild.training.TrainingProgress.Stage;
import io.mild.training.alerting.AlertTuner;
import io.mild.training.alerting.DetectionWindow;
import io.mild.training.alerting.ScoredBlock;
import io.mild.training.labels.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  private static final double NAN = Double.NaN;

  @TempDir private Path folder;

  @Test
  void aTrainedModelTellsFailuresFromHealthyTimes() {
    AssuranceStream stream = SmallTraining.mild().openStream();
    List<Double> failing = new ArrayList<>();
    List<Double> healthy = new ArrayList<>();
    Labels labels = Labels.of(history(), failures(), SmallService.INTENTS, SHORT);
    Labels longBefore = Labels.of(history(), failures(), SmallService.INTENTS, LONG);
    for (int row = 0; row < history().rows(); row++) {
      Assessment now = stream.accept(history().time(row), history().values(row));
      double api = now.intents(SHORT).get(0).risk();
      if (labels.binary()[2 * row] == 1) {
        failing.add(api);
      } else if (longBefore.isHealthy(row)) { // what drifts already is neither
        healthy.add(api);
      }
    }

    assertThat(mean(failing)).isGreaterThan(5 * mean(healthy));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  @Test
  void twoTrainingsWithOneSeedGiveTheSameFileAndAnotherSeedAnother() throws Exception {
    Mild first = shortTrainer().seed(5).train(shortHistory(), failures());
    Mild again = shortTrainer().seed(5).train(shortHistory(), failures());
    Mild other = shortTrainer().seed(6).train(shortHistory(), failures());
    first.save(folder.resolve("first.mild"));
    again.save(folder.resolve("again.mild"));

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(folder.resolve("again.mild")).hasSameBinaryContentAs(folder.resolve("first.mild"));
    assertThat(other.id()).isNotEqualTo(first.id());
  }

  /** Interrupted once in the first horizon's mixture and once in the second's. */
  @Test
  void anInterruptedTrainingGoesOnFromItsCheckpointsToTheSameModel(@TempDir Path folder) {
    Mild uninterrupted =
        MildTrainer.create()
            .preset(Preset.PAPER)
            .horizons(LONG, SHORT)
            .maxEpochs(3)
            .train(history(), failures());
    for (Duration horizon : List.of(LONG, SHORT)) {
      MildTrainer interrupted =
          MildTrainer.create()
              .preset(Preset.PAPER)
              .horizons(LONG, SHORT)
              .maxEpochs(3)
              .checkpoints(folder)
              .onProgress(
                  progress -> {
                    if (progress.horizon().equals(horizon) && progress.epoch() == 2) {
                      Thread.currentThread().interrupt();
                    }
                  });
      assertThatThrownBy(() -> interrupted.train(history(), failures()))
          .isInstanceOf(CancellationException.class)
          .hasMessageContaining("after 2 of at most 3 epochs");
    }
    Mild resumed =
        MildTrainer.create()
            .preset(Preset.PAPER)
            .horizons(LONG, SHORT)
            .maxEpochs(3)
            .checkpoints(folder)
            .train(history(), failures());

    assertThat(resumed.id()).isEqualTo(uninterrupted.id());
  }

  /** Nobody typed a window: those of 5 and 15 minutes become whole numbers of rows. */
  @Test
  void rowsOfEverySecondMinuteAreTrained() {
    KpiHistory all = history();
    KpiHistory everySecond =
        all.rowsAt(IntStream.range(0, all.rows()).filter(row -> row % 2 == 0).toArray());

    Mild mild = shortTrainer().train(everySecond, failures());

    assertThat(mild.schema().samplingPeriod()).isEqualTo(Duration.ofMinutes(2));
    assertThat(mild.model().features().featureNames()).contains("cpu.ewma_4m");
  }

  @Test
  void anAbsurdValueIsTakenForMissingAndTold() {
    KpiHistory history = shortHistory();
    List<Instant> times = new ArrayList<>();
    double[][] rows = new double[history.rows()][];
    for (int row = 0; row < rows.length; row++) {
      times.add(history.time(row));
      rows[row] = history.values(row);
    }
    rows[100][0] = 0x1p64;
    Mild absurd =
        SmallTraining.shortTrainer().train(KpiHistory.of(history.kpis(), times, rows), failures());
    rows[100][0] = Double.NaN;
    Mild missing =
        SmallTraining.shortTrainer().train(KpiHistory.of(history.kpis(), times, rows), failures());

    assertThat(absurd.model().features()).isEqualTo(missing.model().features());
    assertThat(absurd.model().standardizer().deviation())
        .isEqualTo(missing.model().standardizer().deviation());
    assertThat(absurd.report().warnings())
        .anySatisfy(
            told ->
                assertThat(told)
                    .startsWith(
                        "absurd values are taken for missing: 'cpu' is 1.8446744073709552E19"));
    assertThat(missing.report().warnings()).noneMatch(told -> told.startsWith("absurd"));
    assertThat(absurd.report().dataSha256()).isNotEqualTo(missing.report().dataSha256());
  }

  @Test
  void failuresThatAllLieBeforeTheRowsAreRefused() {
    FailureLog early =
        new FailureLog(
            failures().failures().stream()
                .map(f -> Failure.of(f.incident(), f.intent(), f.time().minus(Duration.ofDays(99))))
                .toList());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SmallTraining.shortTrainer().train(history(), early))
        .withMessageStartingWith(
            "nothing to learn: every failure of [api, orders] is earlier than every row: ");
  }

  @Test
  void aHorizonOfLessThanTwoRowsIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                MildTrainer.create()
                    .horizons(LONG, Duration.ofSeconds(90))
                    .train(history(), failures()))
        .withMessage(
            "a horizon must be at least two sampling periods, but was 90 s with a row every 60 s");
  }

  @Test
  void progressIsToldInOrderFromNothingToAll() {
    List<TrainingProgress> told = new ArrayList<>();
    Mild mild =
        MildTrainer.create()
            .preset(Preset.PAPER)
            .horizons(LONG, SHORT)
            .maxEpochs(2)
            .onProgress(told::add)
            .train(history(), failures());

    assertThat(told)
        .extracting(TrainingProgress::stage)
        .containsExactly(
            Stage.FEATURES,
            Stage.TEACHER,
            Stage.MIXTURE,
            Stage.MIXTURE,
            Stage.ALERTING,
            Stage.TEACHER,
            Stage.MIXTURE,
            Stage.MIXTURE,
            Stage.ALERTING,
            Stage.DONE);
    assertThat(told)
        .extracting(TrainingProgress::horizon)
        .containsExactly(
            Duration.ZERO, LONG, LONG, LONG, LONG, SHORT, SHORT, SHORT, SHORT, Duration.ZERO);
    assertThat(told)
        .extracting(TrainingProgress::fraction)
        .isSorted()
        .startsWith(0.0)
        .endsWith(1.0);
    for (TrainingProgress progress : told) {
      boolean mixture = progress.stage() == Stage.MIXTURE;
      assertThat(Double.isFinite(progress.trainingLoss().total())).isEqualTo(mixture);
      assertThat(Double.isFinite(progress.validationLoss().total())).isEqualTo(mixture);
      assertThat(progress.epoch()).isBetween(mixture ? 1 : 0, mixture ? 2 : 0);
      assertThat(progress.maxEpochs()).isEqualTo(mixture ? 2 : 0);
      assertThat(progress.remaining()).isGreaterThanOrEqualTo(Duration.ZERO);
    }
    assertThat(mild.report().horizons()).extracting(TrainingReport.Horizon::epochs).containsOnly(2);
  }

  /** All rows but a gap of 60: the first 80 % are 3,152, and half an hour is purged. */
  @Test
  void theReportTellsWhatWasTrainedOn() {
    TrainingReport report = SmallTraining.mild().report();

    assertThat(report.preset()).isEqualTo(Preset.RECOMMENDED);
    assertThat(report.seed()).isEqualTo(42);
    assertThat(report.falsePositiveBudget()).isEqualTo(4);
    assertThat(report.start()).isEqualTo(history().start());
    assertThat(report.end()).isEqualTo(history().end());
    assertThat(history().rows()).isEqualTo(3_940);
    assertThat(report.fitRows()).isEqualTo(3_940); // cross-fitted
    assertThat(report.purgedRows()).isZero();
    assertThat(report.validationRows()).isEqualTo(788);
    assertThat(report.horizons())
        .extracting(TrainingReport.Horizon::horizon)
        .containsExactly(LONG, SHORT);
    for (TrainingReport.Intent intent : report.intents()) {
      assertThat(intent.fitFailures()).isEqualTo(failuresOf(intent.name(), 1, 3_999));
      assertThat(intent.validationFailures()).isEqualTo(failuresOf(intent.name(), 3_213, 3_999));
    }
    assertThat(report.dataSha256()).hasSize(64);
  }

  /** Failures at a minute from first to last. */
  private static int failuresOf(String intent, int first, int last) {
    return (int)
        failures().failures().stream()
            .filter(failure -> failure.intent().equals(intent))
            .filter(failure -> !failure.time().isBefore(time(first)))
            .filter(failure -> !failure.time().isAfter(time(last)))
            .count();
  }

  @Test
  void theReportsDigestIsOfRowsAndFailures() {
    String digest = TrainingDigest.of(history(), failures());
    FailureLog oneLess =
        new FailureLog(failures().failures().subList(1, failures().failures().size()));

    assertThat(TrainingDigest.of(history(), failures())).isEqualTo(digest);
    assertThat(TrainingDigest.of(history().before(time(3_999)), failures())).isNotEqualTo(digest);
    assertThat(TrainingDigest.of(history(), oneLess)).isNotEqualTo(digest);
  }

  /** Tuned again here, on the risks that a stream of the model gives. */
  @Test
  void thePaperTunesEachIntentUnderABudgetOfItsOwn() {
    Mild mild =
        shortTrainer().preset(Preset.PAPER).falsePositiveBudget(4).train(history(), failures());

    AlertTuner tuner = AlertTuner.forHorizon(LONG).withTimes(minutes(10), minutes(60));
    ScoredBlock validation = validation(mild, LONG);
    assertThat(mild.policy(LONG)).isEqualTo(tuner.tunePerIntent(validation, 4));
    assertThat(mild.report().horizons().get(0).figures())
        .isEqualTo(tuner.evaluate(mild.policy(LONG), validation));
  }

  @Test
  void theRecommendedPresetTunesAllIntentsUnderOneBudget() {
    Mild mild = SmallTraining.mild();

    assertThat(mild.policy(LONG).rules()).hasSize(2).containsOnly(mild.policy(LONG).rules().get(0));
    AlertFigures figures = mild.report().horizons().get(0).figures();
    assertThat(figures.incidentFalsePositivesPerDay()).isBetween(0.0, 4.0);
    assertThat(figures.detection()).isGreaterThan(0.9);
  }

  /** Of three failures and fewer none is left out, and the report does not say so. */
  @Test
  void theReportSaysWhetherRowsWereLeftOut() {
    String leftOut = "had not learned from the rows";
    for (int count : new int[] {2, 5}) {
      FailureLog few =
          new FailureLog(
              failures().failures().stream()
                  .filter(failure -> failure.role() == Failure.Role.ROOT)
                  .limit(count)
                  .toList());
      assertThat(shortTrainer().train(history(), few).report().warnings())
          .anyMatch(told -> told.startsWith("learned from " + count + " failures"))
          .satisfies(
              told ->
                  assertThat(told.stream().anyMatch(text -> text.contains(leftOut)))
                      .isEqualTo(count > 3));
    }
  }

  @Test
  void aGreaterBudgetHasNoHigherThresholdHoweverShortTheHistory() {
    List<TrainingReport> reports = new ArrayList<>(List.of(SmallTraining.mild().report()));
    for (int end : new int[] {700, 1_100, 1_500}) {
      reports.add(shortTrainer().train(history().before(time(end)), failures()).report());
    }
    for (TrainingReport report : reports) {
      List<Double> thresholds =
          report.budgets().stream().map(TrainingReport.Budget::threshold).toList();

      assertThat(thresholds).hasSize(5).isSortedAccordingTo(Comparator.reverseOrder());
    }
  }

  /** The validation rows, with their risks and what is known of the failures among them. */
  private static ScoredBlock validation(Mild mild, Duration horizon) {
    int start = mild.report().fitRows() + mild.report().purgedRows();
    int rows = history().rows() - start;
    long[] times = new long[rows];
    double[][] risks = new double[mild.intents().size()][rows];
    boolean[] protectedRows = new boolean[rows];
    AssuranceStream stream = mild.openStream();
    for (int row = 0; row < history().rows(); row++) {
      Assessment now = stream.accept(history().time(row), history().values(row));
      if (row >= start) {
        times[row - start] = now.time().toEpochMilli();
        for (int i = 0; i < risks.length; i++) {
          risks[i][row - start] = now.intents(horizon).get(i).risk();
        }
        protectedRows[row - start] = isProtected(now.time());
      }
    }
    List<DetectionWindow> windows =
        failures().failures().stream()
            .filter(failure -> failure.role() != Failure.Role.VICTIM)
            .map(
                failure ->
                    new DetectionWindow(
                        mild.intents().indexOf(failure.intent()),
                        failure.onset().orElseThrow().toEpochMilli(),
                        failure.time().toEpochMilli()))
            .toList();
    return new ScoredBlock(times, risks, protectedRows, windows);
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private static boolean isProtected(Instant time) {
    return failures().failures().stream()
        .anyMatch(
            failure ->
                !time.isBefore(failure.onset().orElseThrow())
                    && !time.isAfter(
                        failure.recovered().orElseThrow().plus(Duration.ofSeconds(450))));
  }

  /** KPI 0 is constant and KPI 3 is never there; billing never fails. */
  @Test
  void whatCannotBeTrainedIsToldAndTheRestIsTrained() {
    KpiHistory poor = changed(values -> new double[] {7, values[1], values[2], NAN});
    Mild mild = shortTrainer().intents("orders", "billing", "api").train(poor, failures());

    assertThat(mild.intents()).containsExactly("orders", "billing", "api");
    assertThat(mild.report().intents().get(1))
        .isEqualTo(new TrainingReport.Intent("billing", 0, 0));
    assertThat(mild.report().warnings())
        .anySatisfy(warning -> assertThat(warning).contains("'billing'", "no failure"))
        .anySatisfy(
            warning -> assertThat(warning).contains("'cpu', 'errors' are constant or missing"))
        .anySatisfy(warning -> assertThat(warning).contains("66 h", "is short", "speaks"))
        .anySatisfy(
            warning ->
                assertThat(warning).contains("recipe for few failures", "mixture of experts"))
        .hasSize(4);
    assertThat(mild.report().toString()).contains(mild.report().warnings());
    Assessment now = mild.openStream().accept(poor.start(), poor.values(0));
    assertThat(now.intent("billing").risk()).isBetween(0.0, 0.5);
    assertThat(now.rootCauseProbabilities().values().stream().mapToDouble(p -> p).sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void aSingleIntentIsItsOwnRootCause() {
    Mild mild = shortTrainer().intents("orders").train(history(), failures());

    Assessment now = mild.openStream().accept(history().start(), history().values(0));

    assertThat(now.rootCause()).isEqualTo("orders");
    assertThat(now.rootCauseProbabilities()).containsExactly(entry("orders", 1.0));
  }

  @Test
  void aValidationPartWithoutAFailureIsTold() {
    FailureLog early =
        new FailureLog(
            failures().failures().stream()
                .filter(failure -> failure.time().isBefore(time(3_000)))
                .toList());

    assertThat(shortTrainer().preset(Preset.PAPER).train(history(), early).report().warnings())
        .anySatisfy(
            warning -> assertThat(warning).contains("no failure lies wholly in the validation"));
  }

  /** All of its last half hour was not recorded, so that no row is labelled with it. */
  @Test
  void aFailureInAGapOfTheRecordingIsNotCountedAsLearned() {
    Failure inGap = Failure.of("INC", "billing", time(SmallService.GAP_UNTIL));
    List<Failure> all = new ArrayList<>(failures().failures());
    all.add(inGap);

    TrainingReport report = shortTrainer().train(shortHistory(), new FailureLog(all)).report();

    assertThat(report.intents()).contains(new TrainingReport.Intent("billing", 0, 0));
    assertThat(report.warnings()).anyMatch(warning -> warning.contains("'billing'"));
    assertRefused(shortTrainer(), history(), new FailureLog(List.of(inGap)), "nothing to learn");
  }

  @Test
  void aLogWithoutFailuresIsRefused() {
    assertRefused(shortTrainer(), history(), new FailureLog(List.of()), "failure log is empty");
  }

  @Test
  void aLogWithoutFailuresOfTheIntentsIsRefusedByTheirNames() {
    assertRefused(shortTrainer().intents("billing"), history(), failures(), "[billing]");
  }

  @Test
  void failuresOutsideOfTheFitRowsAreRefusedByTheirSpan() {
    for (int minute : new int[] {-500, 0, 9_999}) {
      FailureLog log = new FailureLog(List.of(Failure.of("INC", "api", time(minute))));
      assertRefused(shortTrainer(), history(), log, "[api]", "3940 rows", time(0).toString());
    }
  }

  @Test
  void tooLittleHistoryIsRefusedByWhatIsThereAndWhatIsNeeded() {
    assertRefused(shortTrainer(), history().before(time(1)), failures(), "1 rows");
    assertRefused(shortTrainer(), history().before(time(2)), failures(), "2 rows");
    // Of 70 rows 56 are the first 80 %, and less half an hour 26; two windows of 15 are needed.
    assertRefused(
        shortTrainer(), history().before(time(70)), failures(), "70 rows", "leave 26", "least 30");
    assertRefused(
        MildTrainer.create().horizons(Duration.ofDays(30)),
        history(),
        failures(),
        "30 days",
        "leave 0");
  }

  @Test
  void aWindowThatIsNoMultipleOfTheSamplingPeriodIsRefused() {
    assertRefused(
        shortTrainer().windows(Duration.ofSeconds(90)), history(), failures(), "PT1M", "PT1M30S");
  }

  private interface Change {
    double[] of(double[] values);
  }

  private static KpiHistory changed(Change change) {
    List<Instant> times = new ArrayList<>();
    double[][] rows = new double[history().rows()][];
    for (int row = 0; row < rows.length; row++) {
      times.add(history().time(row));
      rows[row] = change.of(history().values(row));
    }
    return KpiHistory.of(history().kpis(), times, rows);
  }

  private static void assertRefused(
      MildTrainer trainer, KpiHistory history, FailureLog log, String... named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.train(history, log))
        .satisfies(
            refusal ->
                Arrays.asList(named)
                    .forEach(name -> assertThat(refusal).hasMessageContaining(name)));
  }
}
