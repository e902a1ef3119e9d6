package io.mild.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.scaling.balance.BanditBalancer;
import io.mild.scaling.balance.Endpoints;
import io.mild.scaling.forecast.LinearTrainer;
import io.mild.scaling.forecast.LstmTrainer;
import io.mild.scaling.monitor.RawMetrics;
import io.mild.scaling.policy.GoalPolicy;
import io.mild.scaling.policy.HpaSettings;
import io.mild.scaling.policy.PredictivePolicy;
import io.mild.scaling.policy.RiskPolicy;
import io.mild.scaling.policy.ScalingRules;
import io.mild.scaling.policy.ThresholdPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** All settings are built in one way; what a builder is given is where it belongs. */
class SettingsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void whatIsBuiltAnewIsTheSame() {
    SafetyLimits limits =
        new SafetyLimits(
            1, minutes(2), 3, 4, minutes(5), 6, minutes(7), minutes(8), minutes(9), Set.of());
    assertThat(limits.toBuilder().build()).isEqualTo(limits);

    HpaSettings hpa =
        new HpaSettings(
            1,
            .2,
            minutes(3),
            minutes(4),
            minutes(5),
            minutes(6),
            ScalingRules.DOWN,
            ScalingRules.UP);
    assertThat(hpa.toBuilder().build()).isEqualTo(hpa);

    ThresholdPolicy.Settings threshold =
        new ThresholdPolicy.Settings(.2, .1, 3, minutes(4), 5, minutes(6));
    assertThat(threshold.toBuilder().build()).isEqualTo(threshold);

    RiskPolicy.Settings risk =
        new RiskPolicy.Settings(2, .3, minutes(4), minutes(5), 6, minutes(7));
    assertThat(risk.toBuilder().build()).isEqualTo(risk);

    PredictivePolicy.Settings predictive = new PredictivePolicy.Settings(.1, .2, minutes(3), .4);
    assertThat(predictive.toBuilder().build()).isEqualTo(predictive);

    GoalPolicy.Settings goal =
        new GoalPolicy.Settings(
            .1, .2, .15, .3, .4, .5, minutes(6), minutes(7), minutes(8), .9, minutes(10));
    assertThat(goal.toBuilder().build()).isEqualTo(goal);

    BanditBalancer.Settings bandit = new BanditBalancer.Settings(1, 2, .3, .4, 5);
    assertThat(bandit.toBuilder().build()).isEqualTo(bandit);

    Endpoints.Settings endpoints = new Endpoints.Settings(2, 3, 4);
    assertThat(endpoints.toBuilder().build()).isEqualTo(endpoints);

    LinearTrainer.Settings linear = new LinearTrainer.Settings(2, 3, 4, 5, 6);
    assertThat(linear.toBuilder().build()).isEqualTo(linear);

    LstmTrainer.Settings lstm = new LstmTrainer.Settings(2, 3, 4, 5, 6, 7, 8);
    assertThat(lstm.toBuilder().build()).isEqualTo(lstm);
  }

  @Test
  void valuesBuiltAnewAreTheSame() {
    RawMetrics raw =
        new RawMetrics(NOW, 1, 2, 3, 4, 5, 6, 7, 8, new Latency(9, 10, 11), 12, List.of());
    assertThat(raw.toBuilder().build()).isEqualTo(raw);

    RiskSignal signal =
        new RiskSignal(
            "checkout",
            RiskSignal.Role.VICTIM,
            Resource.DISK,
            .1,
            .2,
            minutes(3),
            minutes(4),
            List.of("five"),
            "incident-8",
            NOW.minusSeconds(6),
            NOW,
            NOW.plusSeconds(7));
    assertThat(signal.toBuilder().build()).isEqualTo(signal);
  }

  @Test
  void defaultsAreThoseThatAreDocumented() {
    assertThat(SafetyLimits.DEFAULT)
        .isEqualTo(
            new SafetyLimits(
                10,
                minutes(3),
                12,
                48,
                Duration.ofHours(2),
                2,
                minutes(5),
                minutes(5),
                minutes(2),
                Set.of(Metric.CPU)));
    assertThat(RiskPolicy.Settings.DEFAULT)
        .isEqualTo(new RiskPolicy.Settings(1.5, .2, minutes(1), minutes(30), 1, minutes(120)));
    assertThat(PredictivePolicy.Settings.ofTarget(.6))
        .isEqualTo(new PredictivePolicy.Settings(.6, .9, minutes(5), .95));
    assertThat(GoalPolicy.Settings.ofAllowed(.02))
        .isEqualTo(
            new GoalPolicy.Settings(
                .02,
                .7,
                .5,
                1.05,
                .02,
                .04,
                minutes(1),
                Duration.ofSeconds(90),
                minutes(60),
                .75,
                minutes(1)));
    assertThat(BanditBalancer.Settings.forSlo(.5))
        .isEqualTo(new BanditBalancer.Settings(2, .5, .1, .25, 30));
    assertThat(Endpoints.Settings.DEFAULT).isEqualTo(new Endpoints.Settings(10, 1, 30));
    assertThat(Endpoints.Settings.UNGUARDED).isEqualTo(new Endpoints.Settings(10, 0, 0));
    assertThat(LinearTrainer.Settings.of(96, 4))
        .isEqualTo(new LinearTrainer.Settings(12, 96, 3, 4, 1));
    assertThat(LinearTrainer.Settings.of(1, 4)) // without a season, no harmonics of it
        .isEqualTo(new LinearTrainer.Settings(12, 1, 0, 4, 1));
    assertThat(LstmTrainer.Settings.of(96, 4))
        .isEqualTo(new LstmTrainer.Settings(24, 16, 96, 4, 20, 5e-3, 42));
  }

  @Test
  void aScrapeOrSignalThatIsHardlyDescribedSaysNothing() {
    assertThat(RawMetrics.builder(NOW).build().latency()).isEqualTo(Latency.UNKNOWN);
    assertThat(RawMetrics.builder(NOW).build().requests()).isNaN();
    assertThat(
            RiskSignal.builder("checkout", RiskSignal.Role.VICTIM, Resource.DISK, NOW)
                .build()
                .isLive(NOW))
        .isFalse();
  }

  @Test
  void aBadValueIsNamedWithTheValue() {
    assertThatThrownBy(() -> SafetyLimits.builder().changesPerHour(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("changesPerHour")
        .hasMessageContaining("0");
    assertThatThrownBy(() -> RiskPolicy.Settings.builder().growth(.5).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("growth")
        .hasMessageContaining("0.5");
    assertThatThrownBy(() -> GoalPolicy.Settings.builder(.02).first(1.2).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lowest <= first <= highest")
        .hasMessageContaining("1.2");
    assertThatThrownBy(() -> GoalPolicy.Settings.ofAllowed(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed");
    assertThatThrownBy(() -> HpaSettings.builder(60).tolerance(-1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tolerance")
        .hasMessageContaining("-1");
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }
}
