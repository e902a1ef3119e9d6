package io.mild.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KpiModelTest {
  private static final double[] NONE = {0, 0, 0};

  @Test
  void addsLoadNoiseAndDeviationsInUnitsOfSigma() {
    KpiModel kpi = kpi(LoadResponse.IMMEDIATE);

    // 38 + 22·0.5 + 3·(1 + 2) = 58; 38 + 22·1 + 3·(−1 + 0) = 57; 38 + 0 + 0 = 38
    assertThat(
            kpi.values(new double[] {0.5, 1, 0}, new double[] {1, -1, 0}, new double[] {2, 0, 0}))
        .containsExactly(58, 57, 38);
  }

  @Test
  void staysWithinItsRange() {
    KpiModel kpi = kpi(LoadResponse.IMMEDIATE);

    assertThat(kpi.values(NONE, NONE, new double[] {100, -100, 0})).containsExactly(100, 0, 38);
  }

  @Test
  void aLaggedKpiComesSixtiethBySixtiethToTheLoad() {
    double[] step = {0, 60, 60};

    // 0, then 60/60 = 1, then 1 + (60 − 1)/60 = 1.98333…
    assertThat(LoadResponse.LAGGED.level(2, step))
        .containsExactly(new double[] {0, 2, 2 * (1 + 59 / 60.0)}, within(1e-12));
  }

  @Test
  void aLaggedKpiStartsSettled() {
    assertThat(LoadResponse.LAGGED.level(8, new double[] {0.5, 0.5}))
        .containsExactly(new double[] {4, 4}, within(1e-12));
  }

  @Test
  void aFillingKpiIsClearedWhenItWouldPassItsBound() {
    double[] load = new double[12];
    Arrays.fill(load, 498); // grows by 0.004 + 0.002·498 = 1 a minute

    double[] level = LoadResponse.FILLING.level(0, load);

    // at minute 9 it reaches 10, below 10 + 3·sin(9/9000) = 10.003; at minute 10 it would be 11
    for (int t = 0; t < 10; t++) {
      assertThat(level[t]).isCloseTo(t + 1, within(1e-9));
    }
    assertThat(level[10]).isZero();
    assertThat(level[11]).isCloseTo(1, within(1e-9));
  }

  private static KpiModel kpi(LoadResponse response) {
    return new KpiModel("cpu", 38, 22, 3, 0.8, 0, 100, response);
  }
}
