package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.benchmarks.scaling.simulation.Trace;
import io.mild.scaling.Forecaster;
import io.mild.scaling.forecast.HoltWinters;
import io.mild.scaling.forecast.LinearForecaster;
import io.mild.scaling.forecast.LinearTrainer;
import io.mild.scaling.forecast.PointForecaster;
import io.mild.scaling.forecast.QuantileForecaster;
import io.mild.scaling.forecast.TrustedForecaster;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The request rates of the days before, as they were measured, and forecasters that have learnt of
 * them. All days but the last are for training, the last is for the forecasters' errors.
 */
final class DemandHistory {
  private static final HoltWinters.Smoothing WITHOUT_HISTORY =
      new HoltWinters.Smoothing(0.6, 0.1, 0, 0.9);

  private final int period;
  private final int lead;
  private final int season;
  private final double[] rates;

  /**
   * @param days the earliest first, all of one length; none if there is no history
   */
  DemandHistory(List<Trace> days, ServiceModel model, long seed) {
    this.period = (int) model.syncPeriod();
    this.lead = (int) Math.round((model.startUp() + model.metricsDelay()) / model.syncPeriod()) + 1;
    this.season = days.isEmpty() ? 1 : days.get(0).seconds() / period;
    this.rates = new double[days.size() * season];
    SplittableRandom random = new SplittableRandom(seed);
    for (int slot = 0; slot < rates.length; slot++) {
      double[] day = days.get(slot / season).requestsPerSecond();
      int from = slot % season * period;
      double mean = Arrays.stream(day, from, from + period).average().orElseThrow();
      rates[slot] = Math.max(0, mean + random.nextGaussian() * Math.sqrt(mean / period)); // Poisson
    }
  }

  /** A new forecaster, that is trusted while it beats persistence. */
  Forecaster forecaster() {
    Duration slot = Duration.ofSeconds(period);
    if (rates.length == 0) {
      return new TrustedForecaster(
          new QuantileForecaster(new HoltWinters(WITHOUT_HISTORY, 1, lead), slot));
    }
    int trained = rates.length - season;
    TrustedForecaster forecaster =
        new TrustedForecaster(new QuantileForecaster(linear(trained), slot));
    for (int i = trained; i < rates.length; i++) {
      forecaster.observe(Instant.ofEpochSecond((long) (i - rates.length) * period), rates[i]);
    }
    return forecaster;
  }

  private PointForecaster linear(int trained) {
    LinearForecaster forecaster =
        LinearTrainer.train(
            LinearTrainer.Settings.of(season, lead), -rates.length, Arrays.copyOf(rates, trained));
    return forecaster;
  }
}
