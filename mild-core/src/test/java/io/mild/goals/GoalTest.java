package io.mild.goals;

import static io.mild.goals.KpiCondition.kpi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoalTest {
  private static final Goal API = Goal.of("api").holds(kpi("latency").atMost(200));
  private static final Goal QUEUE = Goal.of("queue").holds(kpi("depth").atMost(900));

  @ParameterizedTest
  @CsvSource({
    "latency <= 200, latency, AT_MOST, 200",
    "latency<=200, latency, AT_MOST, 200",
    "availability >= 99.95, availability, AT_LEAST, 99.95",
    "a <= b >= -1e-3, a <= b, AT_LEAST, -0.001",
    "queue <= usual, queue, AT_MOST, NaN"
  })
  void conditionsAreRead(String text, String kpi, KpiCondition.Bound bound, double level) {
    assertThat(KpiCondition.parse(text)).isEqualTo(new KpiCondition(kpi, bound, level));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "latency",
        "latency < 200",
        "<= 200",
        "latency <=",
        "latency <= high",
        "latency <= Infinity"
      })
  void otherTextsAreRefusedWithAnExample(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KpiCondition.parse(text))
        .withMessageContainingAll("'" + text + "'", "api_latency <= 200");
  }

  @Test
  void whatAConditionWritesItReads() {
    for (KpiCondition condition :
        List.of(kpi("a b").atMost(0.1), kpi("x").atLeast(-3), kpi("y").atMostUsual())) {
      assertThat(KpiCondition.parse(condition.toString())).isEqualTo(condition);
    }
  }

  @Test
  void aLevelIsGoodItself() {
    assertThat(kpi("latency").atMost(200).isAgainst(200)).isFalse();
    assertThat(kpi("latency").atMost(200).isAgainst(200.1)).isTrue();
    assertThat(kpi("availability").atLeast(99).isAgainst(99)).isFalse();
    assertThat(kpi("availability").atLeast(99).isAgainst(98.9)).isTrue();
  }

  @Test
  void aGoalReadsAsWhatItPromises() {
    Goal both = API.holds(kpi("availability").atLeast(99));

    assertThat(both).hasToString("api: latency <= 200 and availability >= 99");
    assertThat(both.brokenIf(Goal.Rule.ALL))
        .hasToString("api: latency <= 200 or availability >= 99");
  }

  @Test
  void wrongSettingsAreRefusedWithTheirValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Goal.of(" "))
        .withMessageContaining("' '");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kpi("latency").atMost(Double.NaN))
        .withMessageContainingAll("latency", "NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> API.brokenAfter(Duration.ofMinutes(-1)))
        .withMessageContainingAll("brokenAfter", "api", "PT-1M");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> API.holds(kpi("latency").atMost(300)))
        .withMessageContainingAll("api", "latency <=", "two");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> API.objective(99.5, Duration.ofDays(30)))
        .withMessageContainingAll("between 0 and 1", "99.5");
    assertThatIllegalArgumentException().isThrownBy(() -> API.dependsOn("api"));
  }

  @Test
  void goalsThatContradictEachOtherAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Goals.of(API, API))
        .withMessageContainingAll("api", "two goals");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Goals.of(Goal.of("api")))
        .withMessageContainingAll("api", "no condition");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Goals.of(API.dependsOn("db"), QUEUE))
        .withMessageContainingAll("api", "db", "[api, queue]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Goals.of(API.dependsOn("queue"), QUEUE.dependsOn("api")))
        .withMessageContaining("depends on itself");
  }

  @Test
  void aGoalOnAnotherKpiIsRefusedAndTellsNamesLikeIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Goals.of(API).requireWatchable(List.of("Latency", "depth")))
        .withMessageContainingAll("api", "latency", "near it are [Latency]");
  }
}
