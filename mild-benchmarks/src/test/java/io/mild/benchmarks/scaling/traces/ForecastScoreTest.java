package io.mild.benchmarks.scaling.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.benchmarks.scaling.evaluation.ForecastMethod;
import io.mild.benchmarks.scaling.evaluation.Scenario;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.benchmarks.scaling.simulation.Trace;
import io.mild.scaling.Forecast;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ForecastScoreTest {
  private static final Duration LEAD = Duration.ofSeconds(90);

  @Test
  void whoIsRightForSureHasNoPinballLoss() {
    assertThat(ForecastScore.pinball(forecast(7), 7)).isZero();
  }

  /** Levels .01, .05, .1, .25, .5, .75, .9, .95 and .99 have the sum 4.5, and 1 less each too. */
  @Test
  void tooLowByTwoIsTwiceTheMeanLevel() {
    assertThat(ForecastScore.pinball(forecast(5), 7)).isCloseTo(2 * 4.5 / 9, within(1e-12));
    assertThat(ForecastScore.pinball(forecast(9), 7)).isCloseTo(2 * 4.5 / 9, within(1e-12));
  }

  @Test
  void onARampTheTrendBeatsPersistenceAndIsShown() {
    Map<ForecastMethod, ForecastScore> scores = scores(ForecastScoreTest::ramp);

    ForecastScore persistence = scores.get(ForecastMethod.PERSISTENCE);
    ForecastScore ridge = scores.get(ForecastMethod.RIDGE);
    assertThat(persistence.trusted()).isZero();
    assertThat(ridge.trusted()).isGreaterThan(.9);
    assertThat(ridge.pinball()).isLessThan(persistence.pinball());
  }

  /**
   * Quantiles are those of the errors so far, so that they hold from hour to hour on steady noise.
   */
  @Test
  void onSteadyArrivalsTheQuantileHoldsAboutItsShare() {
    Map<ForecastMethod, ForecastScore> scores = scores(second -> 60);

    assertThat(scores.get(ForecastMethod.PERSISTENCE).coverage()).isBetween(.8, 1.0);
    assertThat(scores.get(ForecastMethod.FOLLOW_THE_LEADER).pinball())
        .isLessThan(scores.get(ForecastMethod.PERSISTENCE).pinball());
  }

  private static Map<ForecastMethod, ForecastScore> scores(IntToDoubleFunction rate) {
    List<Trace> others =
        List.of(trace(second -> ramp(second) / 2), trace(second -> 150 - ramp(second) / 3));
    return ForecastScore.of(Scenario.recorded(trace(rate), others), ServiceModel.DEFAULT, 1);
  }

  private static double ramp(int second) {
    return 20 + second / 10.0;
  }

  private static Trace trace(IntToDoubleFunction rate) {
    double[] rates = new double[3600];
    Arrays.setAll(rates, rate);
    return new Trace("trace", rates);
  }

  private static Forecast forecast(double value) {
    double[] quantiles = new double[Forecast.levels().length];
    Arrays.fill(quantiles, value);
    return new Forecast(LEAD, quantiles);
  }
}
