package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.explanation.Explanation.Level;
import io.mild.features.FeatureSet;
import io.mild.features.FeatureSpec;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.features.Standardizer;
import io.mild.internal.io.Digits;
import io.mild.internal.model.Levels;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelsTest {
  private static final List<String> KPIS = List.of("cpu", "latency");
  private static final Instant SIX = Instant.parse("2026-03-02T06:00:00Z");

  /** Standardised by the mean 100 and the deviation 20; eleven healthy rows have −1, −0.8 … 1. */
  private static Levels levels(FeatureSet features) {
    double[] mean = new double[features.featureCount()];
    double[] deviation = new double[features.featureCount()];
    Arrays.fill(mean, 100);
    Arrays.fill(deviation, 20);
    float[][] usual = new float[11][features.featureCount()];
    for (int b = 0; b < usual.length; b++) {
      Arrays.fill(usual[b], -1 + 0.2f * b);
    }
    return new Levels(features, new Standardizer(mean, deviation), SIX, usual);
  }

  /** 100 + 20 · 3 = 160; nine of eleven rows lie within ±0.8: 84 to 116. */
  @Test
  void aWindowsMeanIsInTheUnitOfItsKpi() {
    FeatureSpec spec = FeatureSpec.of(KPIS);
    int feature = Levels.representative(spec, Duration.ofMinutes(120), 1);
    float[] row = new float[spec.featureCount()];
    row[feature] = 3;

    Level level = levels(spec).of(feature, row);
    assertThat(level.statistic()).isEqualTo("mean_15m");
    assertThat(level.value()).isCloseTo(160, within(1e-4));
    assertThat(level).hasToString("160 (usual 84–116)");
    assertThat(spec.featureNames().get(feature)).isEqualTo("latency.mean_15m");
  }

  /**
   * At six o'clock the sine of the day is 1, so the latency is expected at 500 + 40 = 540. Its
   * residual's average is 100 − 20 · 2 = 60 scales of 0.5: 540 + 30.
   */
  @Test
  void anAverageOfResidualsIsPutOnTopOfWhatIsExpected() {
    double[][] coefficients = new double[2][SeasonalProfile.COEFFICIENTS];
    coefficients[1][1] = 40;
    ResidualSpec spec =
        ResidualSpec.of(
            KPIS,
            new SeasonalProfile(
                ZoneOffset.UTC, new double[] {0, 500}, new double[] {1, 0.5}, coefficients));
    int feature = Levels.representative(spec, Duration.ofMinutes(120), 1);
    float[] row = new float[spec.featureCount()];
    row[feature] = -2;

    Level level = levels(spec).of(feature, row);
    assertThat(level.statistic()).isEqualTo("ewma_15m");
    assertThat(level.value()).isCloseTo(570, within(1e-4));
    assertThat(level.usualLow()).isCloseTo(540 + 0.5 * 84, within(1e-3));
    assertThat(level.usualHigh()).isCloseTo(540 + 0.5 * 116, within(1e-3));
  }

  /**
   * A queue that was full hours ago: its average has faded to 10⁻¹², which nobody wants to read.
   */
  @Test
  void whatHasFadedToNextToNothingIsZero() {
    ResidualSpec spec =
        ResidualSpec.of(
            KPIS,
            new SeasonalProfile(
                ZoneOffset.UTC,
                new double[2],
                new double[] {1, 1},
                new double[2][SeasonalProfile.COEFFICIENTS]));
    double[] ones = new double[spec.featureCount()];
    Arrays.fill(ones, 1);
    float[] row = new float[spec.featureCount()];
    row[1] = 1e-12f;
    row[0] = 1e-3f;
    Levels levels =
        new Levels(
            spec, new Standardizer(new double[ones.length], ones), SIX, new float[][] {row, row});

    assertThat(levels.of(1, row)).hasToString("0 (usual 0–0)");
    assertThat(levels.of(0, row).value()).isCloseTo(1e-3, within(1e-9));
  }

  /** An eighth of 34 hours is 4.25, in whole rows 4; of 40 hours it is 5, which no span is. */
  @ParameterizedTest
  @CsvSource({
    "PT1M, PT5M, PT15M, PT2H, cpu.mean_15m",
    "PT1S, PT2S, PT4S, PT30S, cpu.mean_4s",
    "PT1H, PT2H, PT4H, PT34H, cpu.mean_4h",
    "PT1H, PT4H, PT9H, PT34H, cpu.mean_4h",
    "PT1H, PT4H, PT9H, PT40H, cpu.mean_9h",
    "PT24H, PT48H, PT96H, PT720H, cpu.mean_4d"
  })
  void theSpanThatStandsForAKpiFollowsTheHorizon(
      Duration period, Duration shorter, Duration longer, Duration horizon, String expected) {
    FeatureSpec spec = new FeatureSpec(KPIS, period, List.of(shorter, longer));

    assertThat(spec.featureNames().get(Levels.representative(spec, horizon, 0)))
        .isEqualTo(expected);
  }

  @Test
  void whatIsFartherOutThanTheModelLooksSaysSo() {
    FeatureSpec spec = FeatureSpec.of(KPIS);
    float[] row = new float[spec.featureCount()];
    row[0] = Standardizer.CLIP;

    assertThat(levels(spec).of(0, row)).hasToString("beyond 300 (usual 84–116)");
    assertThat(levels(spec).of(0, row).statistic()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "182.4, 15, 182",
    "98.117, 0.12, 98.12",
    "0.012345, 0.002, 0.0123",
    "-3.14159, 1.5, -3.1",
    "12345.6, 900, 12346",
    "0, 4, 0.0",
    "99.96, 0, 100",
    "95.14, 0, 95.1",
    "420, 0, 420",
    "0, 0, 0",
    "1.5e12, 3, 1.5E+12",
    "2e-9, 0, 2E-9"
  })
  void numbersHaveTwoDigitsOfTheUsualRangesWidth(double value, double width, String expected) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Digits.of(value, width)).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }
}
