package io.mild.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedKpisTest {
  @Test
  void theWeightGoesToTheKpiThatMovesWhetherUpOrDown() {
    Fold fold = oneKpiAnIntent();

    double[][] weights = WeightedKpis.weights(fold.fit(), LongestMeans.of(fold.spec()));

    for (int i = 0; i < 2; i++) {
      assertThat(Arrays.stream(weights[i]).sum()).isCloseTo(1, within(1e-12));
      assertThat(weights[i][i]).isGreaterThan(0.8);
    }
  }

  @Test
  void theRiskRisesWithTheWeightedSum() {
    Fold fold = oneKpiAnIntent();

    double[][] risks = NoiseRecording.predict(new WeightedKpis(), fold).risks();

    for (int i = 0; i < 2; i++) {
      assertThat(NoiseRecording.auc(fold, risks[i], i)).isGreaterThan(0.9);
    }
  }

  @Test
  void anIntentThatNeverFailedWeighsAllKpisAlike() {
    Fold fold = NoiseRecording.fold(3, 2000, List.of("api"), (i, n, minutes, row) -> row[0] += 3);

    double[][] weights = WeightedKpis.weights(fold.fit(), LongestMeans.of(fold.spec()));

    assertThat(weights[1]).containsExactly(1.0 / 3, 1.0 / 3, 1.0 / 3);
  }

  private static Fold oneKpiAnIntent() {
    return NoiseRecording.fold(
        3, 4000, (intent, n, minutes, row) -> row[intent] += n / 2 % 2 == 0 ? 3 : -3);
  }
}
