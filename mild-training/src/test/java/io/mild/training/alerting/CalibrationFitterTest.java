package io.mild.training.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.alerting.Logit;
import io.mild.alerting.NestedCalibration;
import io.mild.alerting.RiskCalibration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationFitterTest {
  /**
   * Two risks make two equations: each calibrated risk is the mean of its targets. Of 200 rows 35
   * are positive: their target is 36/37, that of the other 165 is 1/167.
   */
  @Test
  void withTwoRisksEachBecomesTheMeanOfItsTargets() {
    RiskCalibration calibration = fit(30, 5);
    assertThat(calibration.apply(0.8)).isCloseTo((30 * 36 / 37.0 + 70 / 167.0) / 100, within(1e-6));
    assertThat(calibration.apply(0.2)).isCloseTo((5 * 36 / 37.0 + 95 / 167.0) / 100, within(1e-6));
    assertThat(calibration.slope()).isPositive();
  }

  /** The base rate's target: (35 · 36/37 + 165 · 1/167) / 200. */
  @Test
  void risksThatRiseAsFailuresGetRarerBecomeTheBaseRate() {
    RiskCalibration calibration = fit(5, 30);
    assertThat(calibration.slope()).isZero();
    assertThat(calibration.apply(0.8))
        .isEqualTo(calibration.apply(0.2))
        .isCloseTo((35 * 36 / 37.0 + 165 / 167.0) / 200, within(1e-12));
  }

  @Test
  void separableRisksStayFinite() {
    RiskCalibration calibration = fit(100, 0);
    assertThat(calibration.apply(0.8)).isCloseTo(101 / 102.0, within(1e-6));
    assertThat(calibration.apply(0.2)).isCloseTo(1 / 102.0, within(1e-6));
  }

  @Test
  void fewerThanFiveFailuresLeaveRisksAsTheyAre() {
    boolean[] outcomes = new boolean[100];
    for (int failure = 0; failure < 4; failure++) {
      for (int minute = 0; minute < 10; minute++) {
        outcomes[20 * failure + minute] = true;
      }
    }
    double[] risks = new double[100];
    assertThat(CalibrationFitter.fit(risks, outcomes)).isEqualTo(RiskCalibration.IDENTITY);
    outcomes[99] = true;
    assertThat(CalibrationFitter.fit(risks, outcomes)).isNotEqualTo(RiskCalibration.IDENTITY);
  }

  /** True risks, told with twice their log-odds less 1: slope ½ and intercept ½ undo that. */
  @Test
  void theFitUndoesWhatWasDoneToTrueRisks() {
    SplittableRandom random = new SplittableRandom(1);
    int rows = 200_000;
    double[][] told = new double[2][rows];
    boolean[][] came = new boolean[2][rows];
    for (int row = 0; row < rows; row++) {
      double longer = random.nextDouble(0.1, 0.9);
      double step = random.nextDouble(0.1, 0.9);
      came[0][row] = random.nextDouble() < longer;
      came[1][row] = came[0][row] && random.nextDouble() < step;
      told[0][row] = Logit.sigmoid(2 * Logit.of(longer) - 1);
      told[1][row] = told[0][row] * Logit.sigmoid(2 * Logit.of(step) - 1);
    }
    NestedCalibration calibration = CalibrationFitter.fitNested(told, came, 1);
    for (RiskCalibration step : calibration.steps()) {
      assertThat(step.slope()).isCloseTo(0.5, within(0.02));
      assertThat(step.intercept()).isCloseTo(0.5, within(0.02));
    }
  }

  @Test
  void aRiskThatIsNoProbabilityIsRefused() {
    assertThatThrownBy(() -> CalibrationFitter.fit(new double[] {-0.5}, new boolean[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-0.5");
  }

  /** 100 rows of risk 0.8 and 100 of 0.2, with positives among them, none beside another. */
  private static RiskCalibration fit(int positivesHigh, int positivesLow) {
    double[] risks = new double[200];
    boolean[] outcomes = new boolean[200];
    for (int i = 0; i < 100; i++) {
      risks[2 * i] = 0.8;
      risks[2 * i + 1] = 0.2;
      outcomes[2 * i] = i < positivesHigh;
      outcomes[2 * i + 1] = i >= 100 - positivesLow;
    }
    return CalibrationFitter.fit(risks, outcomes);
  }
}
