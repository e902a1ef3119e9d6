package io.mild.benchmarks.scaling.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.benchmarks.scaling.simulation.Trace;
import io.mild.scaling.Forecaster;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemandHistoryTest {
  private static final Trace ONE = wave("one", 100);
  private static final Trace OTHER = wave("other", 300);

  private static Trace wave(String name, double level) {
    double[] rates = new double[3600];
    for (int t = 0; t < rates.length; t++) {
      rates[t] = level + 50 * Math.sin(t / 200.0);
    }
    return new Trace(name, rates);
  }

  @Test
  void whereNothingIsKnownWhatIsToBeTrainedIsRefused() {
    DemandHistory nothing = history(List.of(), List.of());

    assertThatThrownBy(() -> nothing.forecaster(ForecastMethod.RIDGE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(nothing.forecaster().forecast()).isEmpty();
  }

  @Test
  void ofDaysBeforeAForecasterKnowsItsErrorsAndSpeaksAtOnce() {
    DemandHistory days = history(List.of(ONE, ONE, ONE), List.of());

    for (ForecastMethod method : ForecastMethod.values()) {
      assertThat(days.quantiles(method).forecast()).as(method.label()).isPresent();
    }
  }

  @Test
  void ofOtherServicesItKnowsNoErrorsOfThisOne() {
    DemandHistory others = history(List.of(), List.of(ONE, OTHER));

    for (ForecastMethod method : ForecastMethod.values()) {
      assertThat(others.quantiles(method).forecast()).as(method.label()).isEmpty();
    }
  }

  /** Each run has one of its own, of the same training. */
  @Test
  void twoForecastersOfOneMethodKnowNothingOfEachOther() {
    DemandHistory others = history(List.of(), List.of(ONE, OTHER));
    for (ForecastMethod method : ForecastMethod.values()) {
      Forecaster first = others.quantiles(method);
      observe(first);
      Forecaster second = others.quantiles(method);
      assertThat(second.forecast()).as(method.label()).isEmpty();
      observe(second);

      assertThat(second.forecast()).as(method.label()).isPresent().isEqualTo(first.forecast());
    }
  }

  private static void observe(Forecaster forecaster) {
    for (int slot = 0; slot < 60; slot++) {
      forecaster.observe(Instant.ofEpochSecond(15L * slot), 100 + slot % 7);
    }
  }

  private static DemandHistory history(List<Trace> days, List<Trace> others) {
    return new DemandHistory(days, others, ServiceModel.DEFAULT, 1);
  }
}
