package io.mild.alerting.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are sums of sixty decimal digits, by Python's {@code decimal}. */
class PoissonTailTest {
  @ParameterizedTest
  @CsvSource({
    "5, 2, 0.05265301734371116",
    "24, 14, 0.009327582593111975",
    "1, 0.1, 0.09516258196404043",
    "30, 14, 0.00013579572275041501",
    "1500, 1400, 0.00423108034851712"
  })
  void soManyOrMore(long count, double mean, double expected) {
    assertThat(PoissonTail.atLeast(count, mean)).isCloseTo(expected, withinPercentage(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 7, 0.0009118819655545162",
    "3, 14, 0.0004742485461287349",
    "20, 14, 0.9520915905800148",
    "1200, 1400, 2.352712046570152e-08"
  })
  void soManyOrFewer(long count, double mean, double expected) {
    assertThat(PoissonTail.atMost(count, mean)).isCloseTo(expected, withinPercentage(1e-6));
  }

  @Test
  void ofNothingThatIsDueNothingComes() {
    assertThat(PoissonTail.atMost(0, 0)).isEqualTo(1);
    assertThat(PoissonTail.atLeast(1, 0)).isZero();
    assertThat(PoissonTail.atLeast(0, 0)).isEqualTo(1);
  }

  @Property
  void bothTailsMakeOne(
      @ForAll @LongRange(min = 1, max = 300) long count,
      @ForAll @DoubleRange(min = 0.01, max = 300) double mean) {
    double sum = PoissonTail.atLeast(count, mean) + PoissonTail.atMost(count - 1, mean);

    assertThat(sum).isCloseTo(1, withinPercentage(1e-6));
  }
}
