package io.mild.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DeviationRuleTest {
  /** By hand: |z| = e^n − 1, so log(1 + |z|) = n: means 2 of 0 to 4, and 3 of 2, 3 and 4. */
  @Test
  void theDistanceIsTheMeanOfAllAndOfTheThreeFarthest() {
    double[] deviations = new double[5];
    for (int n = 0; n < 5; n++) {
      deviations[4 - n] = Math.expm1(n);
    }

    assertThat(DeviationRule.distance(deviations)).isCloseTo(2.5, within(1e-12));
    assertThat(DeviationRule.distance(new double[] {Math.expm1(1)})).isCloseTo(1, within(1e-12));
  }

  @Test
  void itMattersNotWhetherKpisRiseOrFall() {
    Fold fold =
        NoiseRecording.fold(
            3, 4000, (intent, n, minutes, row) -> row[0] += n / 2 % 2 == 0 ? 5 : -5);

    for (DeviationRule rule :
        new DeviationRule[] {DeviationRule.distance(), DeviationRule.largest()}) {
      double[][] risks = NoiseRecording.predict(rule, fold).risks();
      // by its own curve each intent's risk is high before either's failures: half are not its own
      assertThat(NoiseRecording.auc(fold, risks[0], 0)).isGreaterThan(0.8);
    }
  }

  /** The first failure's KPIs happened to lie still: a curve fitted to it would fall. */
  @Test
  void aRiskRisesWithTheDistanceWhateverTheLabelsSay() {
    Fold fold =
        NoiseRecording.fold(
            2,
            4000,
            (intent, n, minutes, row) -> {
              if (n < 10) {
                row[0] = 0;
                row[1] = 0;
              } else {
                row[0] += 6;
              }
            });

    double[] risks = NoiseRecording.predict(DeviationRule.largest(), fold).risks()[0];

    assertThat(fold.fit().labels()).contains(1f);
    assertThat(NoiseRecording.auc(fold, risks, 0)).isGreaterThan(0.75);
  }
}
