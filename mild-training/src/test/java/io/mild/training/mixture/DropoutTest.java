package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.training.backend.Arithmetic;
import io.mild.training.backend.NativeArithmetic;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class DropoutTest {
  private static final int ROWS = 511;
  private static final int UNITS = 63;

  private final Arithmetic<INDArray> arithmetic = new NativeArithmetic(ROWS, DataType.FLOAT);
  private final Rectified<INDArray> first = layer();
  private final Rectified<INDArray> second = layer();
  private final Dropout<INDArray> dropout =
      new Dropout<>(0.2, List.of(first, second), List.of(UNITS, UNITS), arithmetic);

  private Rectified<INDArray> layer() {
    INDArray units = arithmetic.ofBatch(UNITS);
    return new Rectified<>(units.addi(1), arithmetic.ofBatch(UNITS).addi(3), arithmetic);
  }

  @AfterEach
  void free() {
    arithmetic.close();
  }

  /** The standard deviation of the share over 511 · 63 units is √(0.2 · 0.8 / 32193) = 0.0022. */
  @Test
  void theRatesShareOfUnitsIsLeftOutAndTheRestScaledUp() {
    dropout.draw(1);
    dropout.forward(0);

    float[] units = values(first.units);
    float kept = 65536f / (65536 - 13107); // 13107 of 65536 are the 0.2 there is in 16 digits
    assertThat(kept).isCloseTo(1.25f, within(1e-4f));
    int out = 0;
    for (float unit : units) {
      assertThat(unit).isIn(0f, kept);
      out += unit == 0 ? 1 : 0;
    }
    assertThat(out / (double) units.length).isCloseTo(0.2, within(0.009));
    assertThat(values(second.units)).containsOnly(1);
  }

  @Test
  void theGradientIsMaskedAsTheUnitsAre() {
    dropout.draw(1);
    dropout.forward(1);
    dropout.backward(1);

    float[] units = values(second.units);
    float[] gradient = values(second.gradient);
    for (int i = 0; i < units.length; i++) {
      assertThat(gradient[i]).isCloseTo(3 * units[i], within(1e-6f));
    }
  }

  @Test
  void layersAndSeedsHaveMasksOfTheirOwnAndASeedTheSameAgain() {
    dropout.draw(1);
    dropout.forward(0);
    dropout.forward(1);
    float[] once = values(first.units);
    assertThat(values(second.units)).isNotEqualTo(once);

    dropout.draw(2);
    assertThat(afterForward()).isNotEqualTo(once);
    dropout.draw(1);
    assertThat(afterForward()).isEqualTo(once);
  }

  /** Neighbours of 16 bits of one number, and the same unit in the next step. */
  @Test
  void unitsAreLeftOutIndependently() {
    float[] now = mask(5);
    float[] next = mask(6);
    int neighbours = 0;
    int steps = 0;
    for (int i = 0; i + 1 < now.length; i++) {
      neighbours += now[i] == 0 && now[i + 1] == 0 ? 1 : 0;
      steps += now[i] == 0 && next[i] == 0 ? 1 : 0;
    }
    assertThat(neighbours / (double) now.length).isCloseTo(0.04, within(0.005));
    assertThat(steps / (double) now.length).isCloseTo(0.04, within(0.005));
  }

  @Test
  void stepsOfAnEpochAndEpochsDropOthersAndScoringDropsNone() {
    MixtureSettings settings = MixtureSettings.recommended();
    DataSet batch = Rows.batch(Rows.random(50, 5, 2, 1), Rows.teacher(5, 2, 2), DataType.FLOAT);

    assertThat(
            Stream.of(new int[] {0, 0}, new int[] {0, 1}, new int[] {1, 0}, new int[] {1, 1})
                .map(at -> lossOf(settings, batch, at[0], at[1]))
                .distinct())
        .hasSize(4)
        .doesNotContain(lossOf(settings.toBuilder().dropout(0).build(), batch, 0, 0));
    assertThat(lossOf(settings, batch, 3, 4)).isEqualTo(lossOf(settings, batch, 3, 4));
    try (MixtureNetwork network = network(settings)) {
      assertThat(network.score(batch).total())
          .isEqualTo(lossOf(settings.toBuilder().dropout(0).build(), batch, 0, 0));
    }
  }

  /** The loss of the first step of a new network. */
  private static double lossOf(MixtureSettings settings, DataSet batch, int epoch, int step) {
    try (MixtureNetwork network = network(settings)) {
      return network.fit(batch, epoch, step).total();
    }
  }

  private static MixtureNetwork network(MixtureSettings settings) {
    return new MixtureNetwork(
        settings.shape(5, 2, 1), 1, settings, DataType.FLOAT, 8, Optional.empty());
  }

  private float[] mask(long seed) {
    dropout.draw(seed);
    return afterForward();
  }

  private float[] afterForward() {
    first.units.assign(1);
    dropout.forward(0);
    return values(first.units);
  }

  private static float[] values(INDArray units) {
    float[] values = units.dup('f').data().asFloat();
    return Arrays.copyOf(values, (int) units.length());
  }
}
