package io.mild.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertPolicyTest {
  private static final List<AlertRule> RULES = List.of(new AlertRule(5, 0.5));
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
  void aThresholdThatIsNoProbabilityAboveZeroIsRefused(double bad) {
    assertThatThrownBy(() -> new AlertRule(5, bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Double.toString(bad));
  }

  @Test
  void aSpanBelowOneIsRefused() {
    assertThatThrownBy(() -> new AlertRule(-3, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-3");
  }

  @Test
  void aRuleThatNeverAlertsIsNotReachedByACertainRisk() {
    assertThat(AlertRule.never(5).isNever()).isTrue();
    assertThat(new AlertRule(5, 1).isNever()).isFalse();

    Alerter alerter = new Alerter(new AlertPolicy(List.of(AlertRule.never(1))));
    alerter.accept(0, new double[] {1}, true);
    assertThat(alerter.isOn(0)).isFalse();
  }

  @Test
  void unlessToldOtherwiseTheTimesAreHalfAnHourAndTwoHours() {
    assertThat(new AlertPolicy(RULES))
        .isEqualTo(new AlertPolicy(RULES, Duration.ofMinutes(30), Duration.ofMinutes(120)));
  }

  @Test
  void aPolicyWithoutRulesIsRefused() {
    assertThatThrownBy(() -> new AlertPolicy(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rules");
  }

  @Test
  void aTimeBelowAMillisecondIsRefused() {
    assertThatThrownBy(() -> new AlertPolicy(RULES, Duration.ZERO, MINUTE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("quietGap")
        .hasMessageContaining("PT0S");
    assertThatThrownBy(() -> new AlertPolicy(RULES, MINUTE, Duration.ofMinutes(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("renotifyAfter")
        .hasMessageContaining("PT-1M");
  }
}
