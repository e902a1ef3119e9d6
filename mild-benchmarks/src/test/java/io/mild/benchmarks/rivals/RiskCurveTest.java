package io.mild.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.MixtureData;
import org.junit.jupiter.api.Test;

class RiskCurveTest {
  private static final float[] SCORES = {0, 1, 2, 3, 4, 5};

  @Test
  void aHigherScoreIsAHigherRisk() {
    RiskCurve curve = RiskCurve.fit(SCORES, labels(0, 0, 0, 1, 1, 1), 0);

    assertThat(curve.risk(0)).isLessThan(0.5);
    assertThat(curve.risk(2.5)).isCloseTo(0.5, within(1e-3)); // by symmetry
    assertThat(curve.risk(5)).isGreaterThan(0.5);
  }

  @Test
  void aScoreThatFallsBeforeFailuresTellsNothing() {
    RiskCurve curve = RiskCurve.fit(SCORES, labels(1, 1, 0, 0, 0, 0), 0);

    assertThat(curve.risk(0)).isEqualTo(curve.risk(5)).isCloseTo(2.5 / 7, within(1e-12));
  }

  @Test
  void withoutFailuresTheRiskIsLow() {
    RiskCurve curve = RiskCurve.fit(SCORES, labels(0, 0, 0, 0, 0, 0), 0);

    assertThat(curve.risk(0)).isEqualTo(curve.risk(5)).isCloseTo(0.5 / 7, within(1e-12));
  }

  private static MixtureData labels(float... labels) {
    return new MixtureData(labels.length, SCORES, labels, new float[labels.length]);
  }
}
