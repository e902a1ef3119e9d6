package io.mild.benchmarks.scaling.traces;

import io.mild.benchmarks.scaling.evaluation.DemandHistory;
import io.mild.benchmarks.scaling.evaluation.ForecastMethod;
import io.mild.benchmarks.scaling.evaluation.Scenario;
import io.mild.benchmarks.scaling.simulation.MeasuredRates;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.scaling.Forecast;
import io.mild.scaling.forecast.QuantileForecaster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How good a method's forecasts of one day were, at start-up lead.
 *
 * @param pinball mean pinball loss over all levels of a {@link Forecast} and all slots, over the
 *     mean rate
 * @param coverage share of the slots whose rate was not above the 90 % quantile
 * @param trusted share of the slots in which the method beat persistence, so that its forecast was
 *     shown
 * @see <a href="https://doi.org/10.1198/016214506000001437">Gneiting and Raftery, Strictly proper
 *     scoring rules, 2007</a>
 */
record ForecastScore(double pinball, double coverage, double trusted) {
  private static final double COVERED = .9;

  /** What was foretold of a day, slot by slot. */
  private record Foretold(List<Optional<Forecast>> forecasts, List<Boolean> trusted) {}

  /** Of all methods on one day, over the slots for which all had a forecast. */
  static Map<ForecastMethod, ForecastScore> of(Scenario scenario, ServiceModel model, long seed) {
    double[] rates = MeasuredRates.of(scenario.day(seed), model);
    DemandHistory history = scenario.history(model, seed);
    Map<ForecastMethod, Foretold> all = new EnumMap<>(ForecastMethod.class);
    int lead = 0;
    for (ForecastMethod method : ForecastMethod.values()) {
      QuantileForecaster forecaster = history.quantiles(method);
      lead = (int) Math.round(forecaster.lead().toSeconds() / model.syncPeriod());
      all.put(method, foretold(forecaster, rates, model));
    }
    int first = 0;
    for (Foretold foretold : all.values()) {
      while (first < rates.length && foretold.forecasts().get(first).isEmpty()) {
        first++;
      }
    }
    Map<ForecastMethod, ForecastScore> scores = new EnumMap<>(ForecastMethod.class);
    for (Map.Entry<ForecastMethod, Foretold> each : all.entrySet()) {
      scores.put(each.getKey(), of(each.getValue(), rates, first, lead));
    }
    return scores;
  }

  private static Foretold foretold(
      QuantileForecaster forecaster, double[] rates, ServiceModel model) {
    Foretold foretold = new Foretold(new ArrayList<>(), new ArrayList<>());
    for (int slot = 0; slot < rates.length; slot++) {
      forecaster.observe(Instant.ofEpochSecond((long) (slot * model.syncPeriod())), rates[slot]);
      foretold.forecasts().add(forecaster.forecast());
      foretold.trusted().add(forecaster.skill() > 0);
    }
    return foretold;
  }

  private static ForecastScore of(Foretold foretold, double[] rates, int first, int lead) {
    double loss = 0;
    double sum = 0;
    int covered = 0;
    int trusted = 0;
    int slots = 0;
    for (int slot = first; slot + lead < rates.length; slot++) {
      Forecast forecast = foretold.forecasts().get(slot).orElseThrow();
      double actual = rates[slot + lead];
      loss += pinball(forecast, actual);
      sum += actual;
      covered += actual <= forecast.quantile(COVERED) ? 1 : 0;
      trusted += foretold.trusted().get(slot) ? 1 : 0;
      slots++;
    }
    return new ForecastScore(loss / sum, covered / (double) slots, trusted / (double) slots);
  }

  /** The mean over the levels; where a forecast is right for sure, 0. */
  static double pinball(Forecast forecast, double actual) {
    double[] levels = Forecast.levels();
    double[] quantiles = forecast.quantiles();
    double sum = 0;
    for (int i = 0; i < levels.length; i++) {
      double over = actual - quantiles[i];
      sum += over >= 0 ? levels[i] * over : (levels[i] - 1) * over;
    }
    return sum / levels.length;
  }
}
