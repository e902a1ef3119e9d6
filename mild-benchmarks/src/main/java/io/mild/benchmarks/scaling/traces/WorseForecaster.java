package io.mild.benchmarks.scaling.traces;

import io.mild.scaling.Forecast;
import io.mild.scaling.Forecaster;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A forecaster with an error put on what it says: all quantiles of a forecast are multiplied by one
 * factor, of which the gate in front of it knows nothing.
 */
final class WorseForecaster implements Forecaster {
  private final Forecaster forecaster;
  private final double bias;
  private final double noise;
  private final SplittableRandom random;

  /**
   * @param bias share by which all forecasts are too high; negative if they are too low
   * @param noise standard deviation of the factor's logarithm, anew for each forecast
   * @param seed of the noise
   */
  WorseForecaster(Forecaster forecaster, double bias, double noise, long seed) {
    this.forecaster = forecaster;
    this.bias = bias;
    this.noise = noise;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public Duration lead() {
    return forecaster.lead();
  }

  @Override
  public void observe(Instant time, double value) {
    forecaster.observe(time, value);
  }

  @Override
  public Optional<Forecast> forecast() {
    double factor = (1 + bias) * Math.exp(noise * random.nextGaussian());
    return forecaster
        .forecast()
        .map(
            forecast -> {
              double[] quantiles = forecast.quantiles();
              for (int i = 0; i < quantiles.length; i++) {
                quantiles[i] *= factor;
              }
              return new Forecast(forecast.lead(), quantiles);
            });
  }
}
