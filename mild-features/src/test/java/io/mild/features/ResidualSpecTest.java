package io.mild.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResidualSpecTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void featuresLieOneSpanAfterTheOtherEachOverAllKpis() {
    ResidualSpec spec = spec(MINUTE, List.of(Duration.ofMinutes(240), Duration.ofMinutes(5)));

    assertThat(spec.featureNames())
        .containsExactly("cpu.ewma_5m", "ram.ewma_5m", "cpu.ewma_4h", "ram.ewma_4h");
    assertThat(spec.featureCount()).isEqualTo(4);
    assertThat(IntStream.range(0, 4).map(spec::kpiOf)).containsExactly(0, 1, 0, 1);
    assertThatThrownBy(() -> spec.kpiOf(4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void theDefaultIsSixSpansOfUpToFourHoursOfMinutes() {
    ResidualSpec spec = ResidualSpec.of(List.of("cpu", "ram"), standard(2));

    assertThat(spec.period()).isEqualTo(MINUTE);
    assertThat(spec.spanRows()).containsExactly(5, 15, 30, 60, 120, 240);
    assertThat(spec.featureCount()).isEqualTo(12);
  }

  @Test
  void aStreamWarmsUpForTheMiddleOfTheSpans() {
    assertThat(spec(MINUTE, ResidualSpec.DEFAULT_SPANS).warmUp()).isEqualTo(Duration.ofMinutes(30));
    assertThat(spec(MINUTE, List.of(Duration.ofMinutes(7))).warmUp())
        .isEqualTo(Duration.ofMinutes(7));
    assertThat(spec(MINUTE, List.of(MINUTE, Duration.ofMinutes(2), Duration.ofMinutes(9))).warmUp())
        .isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void aSpanMayBeOnePeriod() {
    assertThat(spec(Duration.ofMinutes(5), ResidualSpec.DEFAULT_SPANS).spanRows())
        .containsExactly(1, 3, 6, 12, 24, 48);
  }

  @Test
  void spansOutOfRangeAreRefused() {
    assertRefused(MINUTE, List.of(), "spans must hold at least one span");
    assertRefused(MINUTE, List.of(MINUTE, MINUTE), "spans must be distinct", "PT1M");
    assertRefused(MINUTE, List.of(Duration.ofSeconds(90)), "multiple", "PT1M", "PT1M30S");
    assertRefused(MINUTE, List.of(Duration.ofSeconds(30)), "at least one", "PT30S");
    assertRefused(Duration.ofMillis(1), List.of(Duration.ofDays(1)), "1000000", "1d", "86400000");
    assertRefused(Duration.ZERO, ResidualSpec.DEFAULT_SPANS, "period", "PT0S");
  }

  @Test
  void namesAreCheckedAsThoseOfAFeatureSpec() {
    assertThatThrownBy(() -> ResidualSpec.of(List.of("cpu", "cpu"), standard(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'cpu' occurs twice");
  }

  @Test
  void aProfileOfOtherKpisIsRefused() {
    assertThatThrownBy(() -> ResidualSpec.of(List.of("cpu", "ram"), standard(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the profile must be of 2 KPIs, but is of 3");
  }

  private static void assertRefused(Duration period, List<Duration> spans, String... named) {
    assertThatThrownBy(() -> spec(period, spans))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(named);
  }

  private static ResidualSpec spec(Duration period, List<Duration> spans) {
    return new ResidualSpec(List.of("cpu", "ram"), period, spans, standard(2));
  }

  /** Values are residuals already. */
  static SeasonalProfile standard(int kpis) {
    double[] ones = new double[kpis];
    Arrays.fill(ones, 1);
    return new SeasonalProfile(ZoneOffset.UTC, new double[kpis], ones, new double[kpis][14]);
  }
}
