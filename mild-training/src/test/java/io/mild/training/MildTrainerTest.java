package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mild.SmallService;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.goals.KpiCondition;
import io.mild.report.Preset;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, checked where they are set. */
class MildTrainerTest {

  @Test
  void allSettingsHaveDefaults() {
    TrainingPlan plan = MildTrainer.create().plan();

    assertThat(plan.preset()).isEqualTo(Preset.RECOMMENDED);
    assertThat(plan.horizons()).extracting(Duration::toMinutes).containsExactly(120L, 60L, 30L);
    assertThat(plan.windows(List.of(Duration.ofMinutes(7)))) // the preset's
        .containsExactly(Duration.ofMinutes(7));
    assertThat(plan.intents()).isEmpty();
    assertThat(plan.falsePositiveBudget()).isEqualTo(1);
    assertThat(plan.multipleRootCauses()).isFalse();
    assertThat(plan.decorrelation()).isZero();
    assertThat(plan.maxEpochs()).isEqualTo(30);
    assertThat(plan.seed()).isEqualTo(42);
  }

  @Test
  void whatIsSetAfterwardsChangesNoPlan() {
    MildTrainer trainer = MildTrainer.create().seed(1).intent("web").kpis("web.*");
    TrainingPlan plan = trainer.plan();

    trainer.seed(2).horizons(Duration.ofMinutes(5)).intent("cart").kpis("cart.*");

    assertThat(plan.seed()).isEqualTo(1);
    assertThat(plan.horizons()).isEqualTo(MildTrainer.DEFAULT_HORIZONS);
    assertThat(plan.ownedKpis()).containsOnlyKeys("web");
  }

  @Test
  void aModelIsTrainedAnewWithItsSettings() {
    TrainingPlan plan = MildTrainer.like(SmallService.mild()).plan();

    assertThat(plan.preset()).isEqualTo(Preset.RECOMMENDED);
    assertThat(plan.horizons()).containsExactly(SmallService.LONG, SmallService.SHORT);
    assertThat(plan.intents()).isEqualTo(SmallService.mild().intents());
    assertThat(plan.falsePositiveBudget()).isEqualTo(4);
    assertThat(plan.seed()).isEqualTo(SmallService.mild().report().seed());
    assertThat(plan.multipleRootCauses()).isFalse();
  }

  @Test
  void itsGoalsAreWatchedOn() {
    Goals goals =
        Goals.of(
            Goal.of(SmallService.mild().intents().get(0))
                .holds(KpiCondition.kpi(SmallService.mild().schema().kpis().get(0)).atMost(9)));
    MildTrainer trainer = MildTrainer.like(SmallService.mild().withGoals(goals));

    assertThat(trainer.goals).isEqualTo(goals);
  }

  @Test
  void horizonsMayComeInAnyOrder() {
    TrainingPlan plan =
        MildTrainer.create()
            .horizons(Duration.ofMinutes(30), Duration.ofMinutes(120), Duration.ofMinutes(60))
            .plan();

    assertThat(plan.horizons())
        .containsExactly(Duration.ofMinutes(120), Duration.ofMinutes(60), Duration.ofMinutes(30));
  }

  @Test
  void horizonsMustBeDifferentAndAtLeastASecond() {
    assertRefused(trainer -> trainer.horizons(new Duration[0]), "horizons", "[]");
    assertRefused(
        trainer -> trainer.horizons(Duration.ofHours(1), Duration.ofMinutes(60)), "PT1H, PT1H");
    assertRefused(trainer -> trainer.horizons(Duration.ofMillis(999)), "PT0.999S");
    assertRefused(trainer -> trainer.horizons(Duration.ofMinutes(-5)), "PT-5M");
    assertRefused(trainer -> trainer.horizons(Duration.ofSeconds(Long.MAX_VALUE)), "PT25620477");
  }

  @Test
  void windowsAndIntentsMustNotBeEmpty() {
    assertRefused(trainer -> trainer.windows(new Duration[0]), "windows");
    assertRefused(trainer -> trainer.intents(new String[0]), "intents", "[]");
    assertRefused(trainer -> trainer.intents("api", "orders", "api"), "[api, orders, api]");
    assertRefused(trainer -> trainer.intents("api", " "), "[api,  ]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void budgetAndDecorrelationMustBeFiniteAndNotNegative(double value) {
    String text = String.valueOf(value);
    assertRefused(trainer -> trainer.falsePositiveBudget(value), "falsePositiveBudget", text);
    assertRefused(trainer -> trainer.decorrelation(value), "decorrelation", text);
  }

  @Test
  void thereMustBeAnEpoch() {
    assertRefused(trainer -> trainer.maxEpochs(0), "maxEpochs", "0");
    assertRefused(trainer -> trainer.maxEpochs(-1), "maxEpochs", "-1");
  }

  /** Two days ahead, one in 24 days: one in twelve horizons, but never more than one a day. */
  @Test
  void theBudgetIsOneADayOrOneInTwelveHorizons() {
    assertThat(budget(Duration.ofHours(2))).isEqualTo(1);
    assertThat(budget(Duration.ofMinutes(10))).isEqualTo(1);
    assertThat(budget(Duration.ofHours(30))).isCloseTo(1.0 / 15, within(1e-12));
    assertThat(budget(Duration.ofMinutes(5), Duration.ofDays(2)))
        .isCloseTo(1.0 / 24, within(1e-12));
  }

  @Test
  void aBudgetThatIsAskedForIsKeptAtAllHorizons() {
    for (double budget : new double[] {0, 1, 2.5}) {
      MildTrainer trainer = MildTrainer.create().falsePositiveBudget(budget);
      assertThat(trainer.horizons(Duration.ofHours(30)).plan().falsePositiveBudget())
          .isEqualTo(budget);
    }
  }

  private static double budget(Duration... horizons) {
    return MildTrainer.create().horizons(horizons).plan().falsePositiveBudget();
  }

  private static void assertRefused(UnaryOperator<MildTrainer> setting, String... named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setting.apply(MildTrainer.create()))
        .withMessageContainingAll(named);
  }
}
