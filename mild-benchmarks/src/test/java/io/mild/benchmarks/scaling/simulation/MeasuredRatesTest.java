package io.mild.benchmarks.scaling.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeasuredRatesTest {
  @Test
  void areTheArrivalsOfEachPeriod() {
    double[] rates = new double[610];
    Arrays.fill(rates, 0, 300, 20);
    Arrays.fill(rates, 300, 610, 80);
    double[] measured = MeasuredRates.of(day(rates, Optional.empty()), ServiceModel.DEFAULT);

    assertThat(measured).hasSize(40); // of 15 s; the last ten seconds are no period
    // a mean over 20 periods deviates by the square root of 20 / 300 and of 80 / 300
    assertThat(Arrays.stream(measured, 0, 20).average().orElseThrow()).isCloseTo(20, within(1.0));
    assertThat(Arrays.stream(measured, 20, 40).average().orElseThrow()).isCloseTo(80, within(2.0));
  }

  @Test
  void areNotKnownBeforeWhereClientsWait() {
    Day closed = day(new double[] {1, 1}, Optional.of(new Day.Clients(5, 1)));

    assertThatThrownBy(() -> MeasuredRates.of(closed, ServiceModel.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Day day(double[] rates, Optional<Day.Clients> clients) {
    return new Day("day", new Trace("day", rates), clients, List.of(), AlertQuality.NONE, 0, 3);
  }
}
