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
    assertThatThrownBy(() -> MixtureSettings.builder().dropout(dropout))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dropout")
        .hasMessageContaining(String.valueOf(dropout));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.POSITIVE_INFINITY, Double.NaN})
  void aWeightDecayOutOfItsRangeIsRefused(double decay) {
    assertThatThrownBy(() -> MixtureSettings.builder().weightDecay(decay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weightDecay")
        .hasMessageContaining(String.valueOf(decay));
  }

  @Test
  void sizesAndNumbersBelowOneAreRefused() {
    MixtureSettings.Builder builder = MixtureSettings.builder();
    assertThatThrownBy(() -> builder.encoder(List.of(64, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[64, 0]");
    assertThatThrownBy(() -> builder.gate(-2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gate must be at least 1, but was -2");
    assertThatThrownBy(() -> builder.batch(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch must be at least 1, but was 0");
  }

  @Test
  void aBuilderBeginsWithThePapersValuesAndTakesEachOther() {
    MixtureSettings settings =
        MixtureSettings.builder()
            .encoder(List.of(3, 2))
            .gate(4)
            .expert(5)
            .coupled(false)
            .multipleRootCauses(true)
            .commonExpert(true)
            .loss(HybridLoss.crossEntropy())
            .dropout(0.2)
            .learningRate(0.3)
            .annealed(true)
            .weightDecay(0.4)
            .batch(6)
            .maxEpochs(7)
            .patience(8)
            .seed(9)
            .build();

    assertThat(settings)
        .hasToString(
            "MixtureSettings[[3, 2], 4, 5, false, true, true, "
                + HybridLoss.crossEntropy()
                + ", 0.2, 0.3, true, 0.4, 6, 7, 8, 9]")
        .isNotEqualTo(MixtureSettings.paper());
    assertThat(MixtureSettings.builder().build()).isEqualTo(MixtureSettings.paper());
  }

  @Test
  void aBuilderOfSettingsGoesOnFromThem() {
    MixtureSettings recommended = MixtureSettings.recommended();

    assertThat(recommended.toBuilder().build())
        .isEqualTo(recommended)
        .hasSameHashCodeAs(recommended);
    assertThat(recommended.toBuilder().seed(7).build()).isNotEqualTo(recommended);
    assertThat(HybridLoss.crossEntropy().toBuilder().build())
        .isEqualTo(HybridLoss.crossEntropy())
        .isNotEqualTo(HybridLoss.paper());
  }

  @Test
  void weightsOfTheLossOutOfTheirRangeAreRefused() {
    assertThatThrownBy(() -> HybridLoss.builder().alpha(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alpha must be 0 to 1, but was 1.5");
    assertThatThrownBy(() -> HybridLoss.builder().gamma(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gamma must be at least 0, but was -1.0");
  }
}
