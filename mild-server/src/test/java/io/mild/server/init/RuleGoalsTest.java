package io.mild.server.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.connect.prometheus.PrometheusRule;
import io.mild.goals.Goal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleGoalsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aRuleIsAnIntentAndItsExpressionAKpi() {
    RuleGoals rules = of(alert("ApiLatencyHigh", "latency > 0.2", 5, Map.of()));

    assertThat(goals(rules)).containsExactly("api-latency: api_latency <= 0.2 after PT5M");
    assertThat(rules.kpis())
        .extracting(kpi -> kpi.name() + " = " + kpi.query().promql())
        .containsExactly("api_latency = max(last_over_time(latency[1m]))");
  }

  @Test
  void rulesOfAServiceThatHoldForTheSameTimeAreOneIntent() {
    RuleGoals rules =
        of(
            alert("LatencyHigh", "latency > 0.2", 5, Map.of("service", "shop_api")),
            alert("ErrorsHigh", "errors > 3", 5, Map.of("service", "shop_api")),
            alert("QueueLong", "queue > 9", 10, Map.of("service", "shop_api")),
            alert("MailSlow", "mail > 9", 5, Map.of("job", "mail")),
            alert("AnySlow", "any > 9", 5, Map.of("service", "{{ $labels.service }}")));

    assertThat(goals(rules))
        .containsExactly(
            "shop-api: latency <= 0.2 and errors <= 3 after PT5M",
            "shop-api-2: queue <= 9 after PT10M",
            "mail: mail <= 9 after PT5M",
            "any: any <= 9 after PT5M");
  }

  @Test
  void ofTwoLevelsTheOneThatIsReachedLastCounts() {
    RuleGoals rules =
        of(
            alert("DiskFullWarning", "free < 0.2", 5, Map.of()),
            alert("DiskFullCritical", "free < 0.05", 5, Map.of()),
            alert("QueueCritical", "queue > 900", 5, Map.of()),
            alert("QueueWarning", "queue > 500", 5, Map.of()));

    assertThat(goals(rules))
        .containsExactly("disk: disk >= 0.05 after PT5M", "queue: queue <= 900 after PT5M");
    assertThat(rules.goals(kpi -> Optional.empty()).get(0).notes())
        .containsExactly("Of the levels of disk, the one that is reached last counts.");
  }

  @Test
  void whatIsNoGoalIsSaidWithItsReason() {
    RuleGoals rules =
        of(
            alert("Down", "up == 0", 5, Map.of()),
            alert("Gone", "gone > 5", 5, Map.of()),
            alert("Late", "late > 5", 60 * 24 * 400, Map.of()),
            new PrometheusRule(
                "g", "job:rate", false, "rate(x[5m]) > 5", Duration.ZERO, Map.of(), Map.of()));

    assertThat(rules.goals(kpi -> Optional.of("has no value in the past"))).isEmpty();
    assertThat(rules.others())
        .containsExactly(
            new LeftOut(
                "Down",
                "its expression asks whether values are equal, which has no level: up == 0"),
            new LeftOut("Late", "its expression must hold for more than a year: late > 5"),
            new LeftOut("Gone", "its expression has no value in the past: gone > 5"));
  }

  @Test
  void withoutForItIsBrokenAfterARow() {
    assertThat(goals(of(alert("A", "a > 5", 0, Map.of())))).containsExactly("a: a <= 5 after PT1M");
  }

  private static RuleGoals of(PrometheusRule... rules) {
    return new RuleGoals(List.of(rules), new Names(), MINUTE, text -> Double.NaN);
  }

  private static PrometheusRule alert(
      String name, String expression, int minutes, Map<String, String> labels) {
    return new PrometheusRule(
        "g", name, true, expression, Duration.ofMinutes(minutes), labels, Map.of());
  }

  private static List<String> goals(RuleGoals rules) {
    return rules.goals(kpi -> Optional.empty()).stream()
        .map(ProposedGoal::goal)
        .map(RuleGoalsTest::text)
        .toList();
  }

  private static String text(Goal goal) {
    return goal + " after " + goal.brokenAfter().orElseThrow();
  }
}
