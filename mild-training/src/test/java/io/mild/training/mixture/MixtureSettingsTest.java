package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureSettingsTest {
  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void aDropoutOutOfItsRangeIsRefused(double dropout) {
    assertThatThrownBy(() -> MixtureSettings.paper().withDropout(dropout))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dropout")
        .hasMessageContaining(String.valueOf(dropout));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.POSITIVE_INFINITY, Double.NaN})
  void aWeightDecayOutOfItsRangeIsRefused(double decay) {
    assertThatThrownBy(() -> MixtureSettings.paper().withWeightDecay(decay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weightDecay")
        .hasMessageContaining(String.valueOf(decay));
  }

  @Test
  void eachWithChangesWhatItNamesOnly() {
    MixtureSettings changed =
        MixtureSettings.paper()
            .withCoupled(false)
            .withMultipleRootCauses(true)
            .withCommonExpert(true)
            .withLoss(HybridLoss.crossEntropy())
            .withDropout(0.2)
            .withLearningRate(0.3)
            .withAnnealed(true)
            .withWeightDecay(0.4)
            .withBatch(5)
            .withMaxEpochs(6)
            .withPatience(7)
            .withSeed(8);

    assertThat(changed)
        .isEqualTo(
            new MixtureSettings(
                List.of(64, 64),
                32,
                32,
                false,
                true,
                true,
                HybridLoss.crossEntropy(),
                0.2,
                0.3,
                true,
                0.4,
                5,
                6,
                7,
                8));
  }
}
