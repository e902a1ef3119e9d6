package io.mild.testbed.scene;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class InjectedFaultTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  /** Rises over rows 100 to 103, holds in 104 and 105, falls in 106 and 107. */
  private final InjectedFault fault =
      new InjectedFault(1, new FaultKind("api", "memory-leak"), 100, 4, 2, 2, 2, 1.2, false);

  @Test
  void itRisesAsAPowerHoldsAndFallsInALine() {
    assertThat(fault.level(99)).isZero();
    assertThat(fault.level(100)).isCloseTo(1.2 / 16, EXACT);
    assertThat(fault.level(101)).isCloseTo(1.2 / 4, EXACT);
    assertThat(fault.level(103)).isCloseTo(1.2, EXACT);
    assertThat(fault.level(105)).isCloseTo(1.2, EXACT);
    assertThat(fault.level(106)).isCloseTo(0.8, EXACT);
    assertThat(fault.level(107)).isCloseTo(0.4, EXACT);
    assertThat(fault.level(108)).isZero();
    assertThat(fault.end()).isEqualTo(108);
  }
}
