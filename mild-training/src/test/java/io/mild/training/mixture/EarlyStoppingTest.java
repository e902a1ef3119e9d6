package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyStoppingTest {
  @Test
  void itStopsWhenTheLossHasNotFallenForItsPatienceAndKeepsTheBest() {
    EarlyStopping<String> stopping = EarlyStopping.after(30, 2, "initial");
    assertThat(stopping.accept(0.5, () -> "first")).isTrue();
    assertThat(stopping.accept(0.3, () -> "second")).isTrue();
    assertThat(stopping.accept(0.3, () -> "third")).isFalse(); // not lower
    assertThat(stopping.goesOn()).isTrue();
    assertThat(stopping.accept(0.4, () -> "fourth")).isFalse();

    assertThat(stopping.goesOn()).isFalse();
    assertThat(stopping.best()).isEqualTo("second");
    assertThat(stopping.bestEpoch()).isEqualTo(2);
    assertThat(stopping.lowestLoss()).isEqualTo(0.3);
    assertThat(stopping.epochs()).isEqualTo(4);
  }

  @Test
  void itStopsAtTheLastEpochWhateverTheLoss() {
    EarlyStopping<String> stopping = EarlyStopping.after(2, 8, "initial");
    stopping.accept(2, () -> "first");
    assertThat(stopping.goesOn()).isTrue();
    stopping.accept(1, () -> "second");
    assertThat(stopping.goesOn()).isFalse();
  }

  @Test
  void whereTheLossHasNoSayAllEpochsAreDoneAndTheLastIsKept() {
    EarlyStopping<String> stopping = EarlyStopping.never(3, "initial");
    stopping.accept(1, () -> "first");
    stopping.accept(2, () -> "second");
    assertThat(stopping.goesOn()).isTrue();
    stopping.accept(3, () -> "third");

    assertThat(stopping.goesOn()).isFalse();
    assertThat(stopping.best()).isEqualTo("third");
    assertThat(stopping.lowestLoss()).isEqualTo(3);
  }

  @Test
  void initialWeightsOfAKnownLossAreKeptUntilOneIsLower() {
    EarlyStopping<String> stopping = EarlyStopping.after(30, 2, "initial");
    stopping.resume(0, 0, 0.2, "initial");
    stopping.accept(0.3, () -> "first");
    stopping.accept(0.25, () -> "second");

    assertThat(stopping.goesOn()).isFalse();
    assertThat(stopping.best()).isEqualTo("initial");
  }

  @Test
  void aResumedOneGoesOnWhereTheOtherWas() {
    EarlyStopping<String> stopping = EarlyStopping.after(30, 2, "initial");
    stopping.resume(4, 3, 0.2, "third");
    stopping.accept(0.3, () -> "fifth");

    assertThat(stopping.goesOn()).isFalse();
    assertThat(stopping.best()).isEqualTo("third");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aLossThatIsNotFiniteEndsTheTraining(double loss) {
    EarlyStopping<String> stopping = EarlyStopping.after(30, 2, "initial");
    stopping.accept(1, () -> "first");
    assertThatThrownBy(() -> stopping.accept(loss, () -> "second"))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("the loss is " + loss + " after epoch 2");
  }

  @Test
  void numbersBelowOneAreRefused() {
    assertThatThrownBy(() -> EarlyStopping.after(0, 1, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxEpochs")
        .hasMessageContaining("0");
    assertThatThrownBy(() -> EarlyStopping.after(1, -1, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("patience")
        .hasMessageContaining("-1");
  }
}
