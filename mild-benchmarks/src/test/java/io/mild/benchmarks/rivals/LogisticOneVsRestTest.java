package io.mild.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogisticOneVsRestTest {
  @Test
  void aKpiThatRisesBeforeOneIntentsFailuresRaisesThatIntentsRisk() {
    Fold fold = NoiseRecording.fold(2, 4000, (intent, n, minutes, row) -> row[intent] += 3);

    Prediction prediction = NoiseRecording.predict(new LogisticOneVsRest(), fold);

    for (int i = 0; i < 2; i++) {
      assertThat(NoiseRecording.auc(fold, prediction.risks()[i], i)).isGreaterThan(0.97);
    }
    assertThat(prediction.causes()).isEmpty();
  }

  @Test
  void aProductOfSignsIsBeyondIt() {
    Fold fold = ProductRecording.fold(4000);

    double[][] risks = NoiseRecording.predict(new LogisticOneVsRest(), fold).risks();

    assertThat(NoiseRecording.auc(fold, risks[0], 0)).isBetween(0.3, 0.7);
  }
}
