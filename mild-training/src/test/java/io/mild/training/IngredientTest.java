package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.Mild;
import io.mild.alerting.BudgetController;
import io.mild.alerting.VerdictPolicy;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.features.ResidualSpec;
import io.mild.internal.model.HorizonModel;
import io.mild.moe.BlendedModel;
import io.mild.report.Ingredient;
import io.mild.report.Preset;
import io.mild.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight days with a daily rhythm, a row in five minutes; before each failure a KPI rises. */
class IngredientTest {
  private static final int PERIOD = 5;
  private static final int ROWS = 8 * 1440 / PERIOD;

  private static KpiHistory history;
  private static FailureLog failures;

  @TempDir Path folder;

  @BeforeAll
  static void record() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] values = new double[ROWS][2];
    List<Instant> times = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      double load = Math.sin(2 * Math.PI * row * PERIOD / 1440);
      values[row][0] = 50 + 20 * load + random.nextDouble(-2, 2);
      values[row][1] = 80 + 30 * load + random.nextDouble(-5, 5);
      times.add(time(row));
    }
    List<Failure> log = new ArrayList<>();
    for (int failure = 40, n = 0; failure < ROWS - 20; failure += 48, n++) {
      for (int row = failure - 10; row < failure; row++) {
        values[row][n % 2] += 6 * (row - failure + 11);
      }
      log.add(
          Failure.of("INC-" + n, n % 2 == 0 ? "api" : "orders", time(failure))
              .withOnset(time(failure - 10))
              .withRecovery(time(failure + 1))
              .withRole(Failure.Role.ROOT));
    }
    history = KpiHistory.of(List.of("cpu", "latency"), times, values);
    failures = new FailureLog(log);
  }

  @Test
  void withoutAllOfThemWhatIsLeftIsNearThePaper() throws IOException {
    List<TrainingProgress> told = new ArrayList<>();
    Mild mild = trained(trainer().onProgress(told::add), Ingredient.values());

    ResidualSpec features = (ResidualSpec) mild.model().features();
    assertThat(features.spans()).containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(15));
    for (double[] coefficients : features.profile().coefficients()) {
      assertThat(coefficients).containsOnly(0);
    }
    HorizonModel longest = mild.model().horizonModels().get(0);
    BlendedModel model = (BlendedModel) longest.risk().model();
    assertThat(model.teacher().weights()).containsOnly(0);
    assertThat(model.mixture().shape().coupled()).isTrue();
    assertThat(model.mixture().shape().commonExpert()).isTrue();
    assertThat(longest.risk().calibration().isIdentity()).isTrue();
    assertThat(mild.model().incidentModel().verdict()).isEqualTo(VerdictPolicy.GATE);
    BudgetController.Thresholds thresholds = mild.model().incidentModel().feedback().orElseThrow();
    assertThat(thresholds.fallback()).isEqualTo(thresholds.naive());
    assertThat(told)
        .filteredOn(progress -> progress.stage() == TrainingProgress.Stage.MIXTURE)
        .hasSize(1); // none without a part of the history
    mild.save(folder.resolve("bare.mild"));
    Mild loaded = Mild.load(folder.resolve("bare.mild"));
    BlendedModel same = (BlendedModel) loaded.model().horizonModels().get(0).risk().model();
    assertThat(same.mixture()).isEqualTo(model.mixture());
    TrainingReport report = loaded.report();
    assertThat(report.without()).containsExactly(Ingredient.values());
    assertThat(report.toString()).contains("RECOMMENDED without [SEASONAL_RESIDUALS, ");
  }

  @Test
  void transplantsAndDropoutMakeAnotherMixture() {
    float[] plain = parameters(Ingredient.CROSS_FITTING);

    assertThat(parameters(Ingredient.CROSS_FITTING, Ingredient.TRANSPLANTED_FAILURES))
        .hasSameSizeAs(plain)
        .isNotEqualTo(plain);
    assertThat(parameters(Ingredient.CROSS_FITTING, Ingredient.DROPOUT_AND_DECAY))
        .hasSameSizeAs(plain)
        .isNotEqualTo(plain);
    assertThat(parameters(Ingredient.CROSS_FITTING, Ingredient.ANNEALING))
        .hasSameSizeAs(plain)
        .isNotEqualTo(plain);
    assertThat(parameters(Ingredient.CROSS_FITTING, Ingredient.STEADY_VERDICT)).isEqualTo(plain);
  }

  @Test
  void aPromisedThresholdIsNotBelowTheNaiveOne() {
    Mild naive = trained(trainer(), Ingredient.CONFIDENCE);
    Mild promised = trained(trainer());

    Duration horizon = MildTrainer.DEFAULT_HORIZONS.get(0);
    assertThat(promised.policy(horizon).rules().get(0).threshold())
        .isGreaterThanOrEqualTo(naive.policy(horizon).rules().get(0).threshold());
    assertThat(promised.report().without()).isEmpty();
    assertThat(naive.model().horizonModels().get(0).risk().calibration())
        .isEqualTo(promised.model().horizonModels().get(0).risk().calibration());
  }

  @Test
  void nothingCanBeLeftOutOfThePapersPreset() {
    MildTrainer paper = trainer().preset(Preset.PAPER).without(Ingredient.TEACHER);

    assertThatThrownBy(() -> paper.train(history, failures))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PAPER")
        .hasMessageContaining("TEACHER");
  }

  @Test
  void aShortHistoryHasNoneOfThemAndSaysSo() {
    KpiHistory week = history.before(time(6 * 288));

    TrainingReport report =
        trainer()
            .windows(Duration.ofMinutes(10))
            .without(Ingredient.TEACHER)
            .train(week, failures)
            .report();

    assertThat(report.warnings())
        .anyMatch(warning -> warning.contains("not changed by leaving out [TEACHER]"));
  }

  private static MildTrainer trainer() {
    return MildTrainer.create().intents("api", "orders").maxEpochs(1);
  }

  private static Mild trained(MildTrainer trainer, Ingredient... without) {
    return trainer.without(without).train(history, failures);
  }

  private static float[] parameters(Ingredient... without) {
    Mild mild = trained(trainer(), without);
    BlendedModel model = (BlendedModel) mild.model().horizonModels().get(0).risk().model();
    return model.mixture().parameters();
  }

  private static Instant time(int row) {
    return Instant.parse("2026-03-02T00:00:00Z").plus(Duration.ofMinutes((long) PERIOD * row));
  }
}
