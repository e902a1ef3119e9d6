package io.mild.scaling.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoadMeterTest {
  private final LoadMeter meter = new LoadMeter();

  @Test
  void whoHasSeenNothingSaysSo() {
    assertThat(meter.report(0)).isEqualTo(new LoadReport(0, 0));
  }

  @Test
  void theLatencyIsTheMedianOfThoseThatFoundAsManyInFlight() {
    for (double seconds : new double[] {0.1, 0.9, 0.2}) {
      meter.answered(meter.arrived(), seconds, 0);
    }
    int first = meter.arrived();
    meter.answered(meter.arrived(), 0.7, 0); // found one

    assertThat(meter.report(0)).isEqualTo(new LoadReport(1, 0.7));
    meter.answered(first, 0.2, 0);
    assertThat(meter.report(0)).isEqualTo(new LoadReport(0, 0.2));
  }

  @Test
  void theNearestNumberInFlightStandsForOneThatWasNeverMet() {
    meter.answered(meter.arrived(), 0.1, 0);
    for (int i = 0; i < 4; i++) {
      meter.arrived();
    }
    meter.answered(3, 0.5, 0); // as one that found three

    assertThat(meter.report(0)).isEqualTo(new LoadReport(3, 0.5));
    meter.arrived();
    meter.arrived();
    assertThat(meter.report(0)).isEqualTo(new LoadReport(5, 0.5));
  }

  @Test
  void whatWasLongAgoIsForgotten() {
    meter.answered(meter.arrived(), 3, 0);
    int found = meter.arrived();
    meter.arrived();
    meter.answered(found + 1, 0.2, 60); // found one

    assertThat(meter.report(60)).isEqualTo(new LoadReport(1, 0.2));
    meter.ended();
    assertThat(meter.report(60)).isEqualTo(new LoadReport(0, 0.2));
  }

  @Test
  void impossibleReportsAreRefused() {
    assertThatThrownBy(() -> new LoadReport(-1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inFlight must be at least zero, but was -1");
    assertThatThrownBy(() -> new LoadReport(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("seconds must be at least zero, but was NaN");
  }
}
