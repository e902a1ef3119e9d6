package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TeacherTest {
  /** Logits 2 and 0 at temperature 2: odds e¹, so e/(1+e) and 1/(1+e). */
  @Test
  void thePriorIsTheSoftmaxAtTemperatureTwo() {
    float[] prior = new float[2];
    Teacher.prior(new double[] {2, 0}, prior);

    assertThat(prior[0]).isCloseTo(0.731_058_6f, within(1e-6f));
    assertThat(prior[1]).isCloseTo(0.268_941_4f, within(1e-6f));
  }

  @Test
  void weightsThatAreNotFiniteAreRefused() {
    assertThatThrownBy(() -> new Teacher(1, new float[] {Float.NaN}, new float[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight 0 is NaN");
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new Teacher(2, new float[3], new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 intents and 2 features")
        .hasMessageContaining("3 weights");
  }
}
