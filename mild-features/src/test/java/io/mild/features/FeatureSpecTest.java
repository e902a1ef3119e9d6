package io.mild.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureSpecTest {
  private static final FeatureSpec SPEC = FeatureSpec.of(List.of("cpu", "api_latency"));

  @Test
  void featuresAreNamedAfterTheirKpiStatisticAndWindow() {
    assertThat(SPEC.featureNames())
        .containsExactly(
            "cpu",
            "api_latency",
            "cpu.mean_5m",
            "api_latency.mean_5m",
            "cpu.std_5m",
            "api_latency.std_5m",
            "cpu.mean_15m",
            "api_latency.mean_15m",
            "cpu.std_15m",
            "api_latency.std_15m");
    assertThat(SPEC.featureCount()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.25S, PT1.5S, 1500ms",
    "PT10S, PT90S, 90s",
    "PT1M, PT90M, 90m",
    "PT1M, PT60M, 1h",
    "PT1H, PT36H, 36h",
    "PT1M, PT1440M, 1d",
    "PT1H, PT168H, 7d"
  })
  void aWindowIsNamedInTheLargestUnitThatIsExact(Duration period, Duration window, String name) {
    FeatureSpec spec = new FeatureSpec(List.of("cpu"), period, List.of(window));

    assertThat(spec.featureNames()).containsExactly("cpu", "cpu.mean_" + name, "cpu.std_" + name);
  }

  @Test
  void everyFeatureBelongsToTheKpiItIsNamedAfter() {
    List<String> names = SPEC.featureNames();

    assertThat(IntStream.range(0, SPEC.featureCount()))
        .allMatch(i -> names.get(i).split("\\.")[0].equals(SPEC.kpis().get(SPEC.kpiOf(i))));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 10})
  void thereIsNoKpiOfAFeatureThatIsNot(int feature) {
    assertThatThrownBy(() -> SPEC.kpiOf(feature))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining(Integer.toString(feature));
  }

  @Test
  void windowsMayBeGivenInAnyOrder() {
    Duration hour = Duration.ofHours(1);
    Duration day = Duration.ofDays(1);

    FeatureSpec spec = SPEC.withWindows(List.of(day, hour));

    assertThat(spec).isEqualTo(SPEC.withWindows(List.of(hour, day)));
    assertThat(spec.windows()).containsExactly(hour, day);
  }

  @Test
  void aSpecificationNeedsAtLeastOneKpi() {
    assertRefused(List.of(), Duration.ofMinutes(1), FeatureSpec.DEFAULT_WINDOWS, "kpis", "empty");
  }

  @Test
  void aBlankKpiNameIsRefused() {
    assertRefused(
        List.of("cpu", " "),
        Duration.ofMinutes(1),
        FeatureSpec.DEFAULT_WINDOWS,
        "blank",
        "[cpu,  ]");
  }

  @Test
  void aKpiThatOccursTwiceIsRefused() {
    assertRefused(
        List.of("cpu", "ram", "cpu"),
        Duration.ofMinutes(1),
        FeatureSpec.DEFAULT_WINDOWS,
        "distinct",
        "'cpu'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1M", "PT0.0005S", "PT1.0000001S", "P36501D"})
  void aPeriodMustBePositiveAndInWholeMilliseconds(Duration period) {
    assertRefused(List.of("cpu"), period, FeatureSpec.DEFAULT_WINDOWS, "period", period.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1M", "PT90S", "PT-5M", "PT0S", "P36501D"})
  void aWindowMustBeAMultipleOfThePeriodAndAtLeastTwoOfIt(Duration window) {
    assertRefused(
        List.of("cpu"), Duration.ofMinutes(1), List.of(window), "a window", window.toString());
  }

  @Test
  void windowsMustBeDistinct() {
    assertRefused(
        List.of("cpu"),
        Duration.ofMinutes(1),
        List.of(Duration.ofMinutes(60), Duration.ofHours(1)),
        "distinct",
        "PT1H");
  }

  @Test
  void aSpecificationNeedsAtLeastOneWindow() {
    assertRefused(List.of("cpu"), Duration.ofMinutes(1), List.of(), "windows", "empty");
  }

  /** 36,500 days of milliseconds are 3.2e12 values a KPI, and an array holds some 2.1e9. */
  @Test
  void aWindowThatNoArrayCanHoldIsRefused() {
    assertRefused(
        List.of("cpu"),
        Duration.ofMillis(1),
        List.of(Duration.ofDays(36_500)),
        "36500d",
        "1ms",
        "3153600000000");
  }

  @Test
  void anotherPeriodMustStillDivideTheWindows() {
    assertThat(SPEC.withPeriod(Duration.ofSeconds(10)).period()).isEqualTo(Duration.ofSeconds(10));
    assertThatThrownBy(() -> SPEC.withPeriod(Duration.ofMinutes(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT2M")
        .hasMessageContaining("PT5M");
  }

  @Test
  void laterChangesOfTheListsGivenDoNotReachTheSpecification() {
    List<String> kpis = new ArrayList<>(List.of("cpu"));
    FeatureSpec spec = FeatureSpec.of(kpis);

    Collections.addAll(kpis, "cpu", "");

    assertThat(spec.kpis()).containsExactly("cpu");
  }

  private static void assertRefused(
      List<String> kpis, Duration period, List<Duration> windows, String... named) {
    assertThatThrownBy(() -> new FeatureSpec(kpis, period, windows))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(named);
  }

  @Test
  void windowsThatEveryStreamWouldHoldTooMuchOfAreRefused() {
    FeatureSpec one = FeatureSpec.of(List.of("cpu"));
    List<Duration> many = IntStream.range(2, 103).mapToObj(Duration::ofMinutes).toList();
    List<String> wide = IntStream.range(0, 20_000).mapToObj(i -> "kpi" + i).toList();

    assertThatThrownBy(() -> one.withWindows(many))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("100", "101");
    assertThatThrownBy(() -> one.withWindows(List.of(Duration.ofMinutes(1_000_001))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("1000000 rows", "1000001 rows");
    assertThatThrownBy(() -> FeatureSpec.of(wide).withWindows(List.of(Duration.ofMinutes(1_000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("16777216 values", "1000 rows of 20000 KPIs");
  }
}
