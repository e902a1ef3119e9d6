package io.mild.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EwmaTest {
  /** Span 3 gives a = 2/4: 8, (4 + 8)/2 = 6, (0 + 6)/2 = 3, (1 + 3)/2 = 2. */
  @Test
  void theFirstValueSeedsItAndEachNextMovesItByAlpha() {
    assertThat(Ewma.smooth(3, new double[] {8, 4, 0, 1})).containsExactly(8, 6, 3, 2);
  }

  @Test
  void aSpanOfOneDoesNotSmooth() {
    assertThat(Ewma.smooth(1, new double[] {0.3, 0.9, 0.1})).containsExactly(0.3, 0.9, 0.1);
  }

  /** Unrolled: {@code s_n = (1−a)^n x_0 + Σ a (1−a)^(n−i) x_i}. */
  @Property
  void isTheWeightedSumOfAllItsValues(
      @ForAll @IntRange(min = 1, max = 60) int span,
      @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = 0, max = 1) Double> risks) {
    double[] values = risks.stream().mapToDouble(Double::doubleValue).toArray();
    double a = 2.0 / (span + 1);
    int last = values.length - 1;
    double sum = Math.pow(1 - a, last) * values[0];
    for (int i = 1; i <= last; i++) {
      sum += a * Math.pow(1 - a, last - i) * values[i];
    }
    assertThat(Ewma.smooth(span, values)[last]).isCloseTo(sum, within(1e-12));
  }

  @Property
  void aConstantStaysTheSameToTheLastBit(
      @ForAll @IntRange(min = 1, max = 60) int span,
      @ForAll @DoubleRange(min = 0, max = 1) double constant) {
    double[] values = new double[100];
    Arrays.fill(values, constant);
    assertThat(Ewma.smooth(span, values)).containsExactly(values);
  }

  @Test
  void afterAResetTheNextValueSeedsItAnew() {
    Ewma ewma = new Ewma(3);
    assertThat(ewma.value()).isNaN();
    ewma.accept(8);
    ewma.reset();
    assertThat(ewma.value()).isNaN();
    assertThat(ewma.accept(2)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aValueThatIsNotFiniteIsRefusedAndChangesNothing(double bad) {
    Ewma ewma = new Ewma(3);
    ewma.accept(8);
    assertThatThrownBy(() -> ewma.accept(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Double.toString(bad));
    assertThat(ewma.value()).isEqualTo(8);
  }

  @Test
  void aSpanBelowOneIsRefused() {
    assertThatThrownBy(() -> new Ewma(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }
}
