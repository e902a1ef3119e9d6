package io.mild.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    assertThat(FeatureSpec.slots(spec.spans(), spec.period()))
        .containsExactly(5, 15, 30, 60, 120, 240);
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
    assertThat(FeatureSpec.slots(ResidualSpec.DEFAULT_SPANS, Duration.ofMinutes(5)))
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

  @Test
  void withAReferenceThereAreThreeKindsOfFeatures() {
    ResidualSpec spec = spec(new Reference(Duration.ofHours(1), new double[4]));

    assertThat(spec.featureNames())
        .containsExactly(
            "cpu.ewma_5m",
            "ram.ewma_5m",
            "cpu.ewma_4h",
            "ram.ewma_4h",
            "cpu.departure_5m",
            "ram.departure_5m",
            "cpu.departure_4h",
            "ram.departure_4h",
            "cpu.usual_5m",
            "ram.usual_5m",
            "cpu.usual_4h",
            "ram.usual_4h");
    assertThat(spec.featureCount()).isEqualTo(12);
    assertThat(IntStream.range(0, 12).map(spec::kpiOf))
        .containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
    assertThatThrownBy(() -> spec.kpiOf(12)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void withAReferenceAloneThereAreDeparturesOnly() {
    ResidualSpec spec = spec(Reference.alone(Duration.ofHours(1)));

    assertThat(spec.featureNames())
        .containsExactly(
            "cpu.departure_5m", "ram.departure_5m", "cpu.departure_4h", "ram.departure_4h");
    assertThat(spec.featureCount()).isEqualTo(4);
    assertThat(IntStream.range(0, 4).map(spec::kpiOf)).containsExactly(0, 1, 0, 1);
  }

  @Test
  void memoryIsThatOfTheSlowestAverage() {
    assertThat(spec(MINUTE, List.of(Duration.ofHours(4))).memory()).isEqualTo(Duration.ofHours(16));
    assertThat(spec(Reference.alone(Duration.ofHours(3))).memory()).isEqualTo(Duration.ofHours(16));
    assertThat(spec(Reference.alone(Duration.ofHours(5))).memory()).isEqualTo(Duration.ofHours(20));
    assertThat(spec(new Reference(Duration.ofHours(5), new double[4])).memory())
        .isEqualTo(Duration.ofHours(80)); // with what is usual
  }

  @Test
  void aReferenceThatDoesNotFitIsRefused() {
    assertReferenceRefused(new Reference(Duration.ofSeconds(90), new double[4]), "PT1M", "PT1M30S");
    assertReferenceRefused(new Reference(Duration.ZERO, new double[4]), "reference", "PT0S");
    assertReferenceRefused(
        new Reference(Duration.ofHours(1), new double[2]), "usual must have length 4, but had 2");
  }

  /** More rows than are counted in 32 bits. */
  @Test
  void aReferenceOfTooManyRowsIsRefused() {
    Reference reference = new Reference(Duration.ofDays(36_500), new double[2]);
    assertThatThrownBy(
            () ->
                new ResidualSpec(
                    List.of("cpu", "ram"),
                    Duration.ofSeconds(1),
                    List.of(MINUTE),
                    standard(2),
                    Optional.of(reference)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("36500d")
        .hasMessageContaining("3153600000");
  }

  private static void assertReferenceRefused(Reference reference, String... named) {
    assertThatThrownBy(() -> spec(reference))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(named);
  }

  /** Of spans of five minutes and four hours. */
  private static ResidualSpec spec(Reference reference) {
    return new ResidualSpec(
        List.of("cpu", "ram"),
        MINUTE,
        List.of(Duration.ofMinutes(5), Duration.ofHours(4)),
        standard(2),
        Optional.of(reference));
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
