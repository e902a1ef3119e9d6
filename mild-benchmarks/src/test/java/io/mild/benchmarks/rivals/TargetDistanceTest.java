package io.mild.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.moe.MixtureData;
import org.junit.jupiter.api.Test;

class TargetDistanceTest {
  @Test
  void anIntentsKpisAreThoseThatLeaveTheirHealthyMean() {
    Fold fold =
        NoiseRecording.fold(
            5,
            4000,
            (intent, n, minutes, row) -> {
              row[intent] += 4;
              row[intent + 2] += n / 2 % 2 == 0 ? 2 : -2;
            });
    TargetDistance.Healthy healthy =
        TargetDistance.Healthy.of(fold.fit(), LongestMeans.of(fold.spec()));

    for (int i = 0; i < 2; i++) {
      assertThat(TargetDistance.targets(fold.fit(), healthy, i)).hasSize(3).startsWith(i, i + 2);
    }
  }

  @Test
  void theRiskGrowsWithTheDistance() {
    Fold fold = NoiseRecording.fold(3, 4000, (intent, n, minutes, row) -> row[intent] += 3);

    double[][] risks = NoiseRecording.predict(new TargetDistance(), fold).risks();

    // all three KPIs are both intents' then, so it tells incidents from health, not which intent
    for (int n = 0; n < risks[0].length; n++) {
      risks[0][n] = Math.max(risks[0][n], risks[1][n]);
    }
    assertThat(aucOfAny(fold, risks[0])).isGreaterThan(0.9);
  }

  /** By hand: two KPIs whose healthy means are {1, 3} and {0, 0}: m = 2 and 0, s = 1 and 0. */
  @Test
  void distancesAreInHealthyDeviationsFromTheHealthyMean() {
    // a row of [raw, mean, deviation] of two KPIs
    float[] features = {
      0, 0, 1, 0, 0, 0,
      0, 0, 3, 0, 0, 0,
      0, 0, 9, 7, 0, 0,
    };
    MixtureData data = new MixtureData(3, features, new float[] {0, 0, 1}, new float[3]);
    TargetDistance.Healthy healthy = TargetDistance.Healthy.of(data, new LongestMeans(2, 6));

    assertThat(healthy.distance(new int[] {0, 1}, features, 12)).isCloseTo(7, within(1e-12));
    assertThat(healthy.distance(new int[] {0, 1}, features, 0)).isCloseTo(1, within(1e-12));
  }

  private static double aucOfAny(Fold fold, double[] risks) {
    double above = 0;
    int pairs = 0;
    for (int p = 0; p < risks.length; p++) {
      for (int q = 0; q < risks.length; q++) {
        if (fails(fold, p) && isQuiet(fold, q)) {
          above += risks[p] > risks[q] ? 1 : 0;
          pairs++;
        }
      }
    }
    return above / pairs;
  }

  /** Neither before a failure nor in the 15 minutes after it. */
  private static boolean isQuiet(Fold fold, int n) {
    return !fails(fold, n) && (fold.validationStart() + n) % NoiseRecording.PERIOD >= 15;
  }

  private static boolean fails(Fold fold, int n) {
    int row = fold.validationStart() + n;
    return NoiseRecording.fails(row, 0) || NoiseRecording.fails(row, 1);
  }
}
