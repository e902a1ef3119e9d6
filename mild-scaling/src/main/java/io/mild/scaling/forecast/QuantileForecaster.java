package io.mild.scaling.forecast;

import io.mild.scaling.Forecast;
import io.mild.scaling.Forecaster;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes quantiles of any method: its forecast plus the quantiles of its own latest errors at that
 * lead (split conformal prediction on a rolling window), never below 0.
 *
 * <p>Observations are brought onto slots of a fixed period; of several in a slot the first counts.
 * A missing value, and a slot that was missed, is taken as the value before it, and nothing is
 * scored by it. After more missing slots than the lead there is no forecast until a value has come.
 *
 * @see <a href="https://arxiv.org/abs/2107.07511">Angelopoulos and Bates 2021</a>
 */
public final class QuantileForecaster implements Forecaster {
  /** Errors that are remembered. */
  public static final int MEMORY = 240;

  /** Errors that are needed for a forecast. */
  public static final int LEAST = 20;

  private static final double[] LEVELS = Forecast.levels();

  private final PointForecaster method;
  private final Duration period;
  private final LeadErrors errors = new LeadErrors(MEMORY);
  private final Lags predictions;
  private final Lags values;
  private long slot;
  private Instant latest = Instant.MIN;
  private double value = Double.NaN;
  private int missing;

  /**
   * Of a method that has seen nothing yet and is this one's alone from then on.
   *
   * @param period length of a slot, above 0
   * @throws IllegalArgumentException if the period is not above 0
   */
  public QuantileForecaster(PointForecaster method, Duration period) {
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("period must be above 0, but was " + period);
    }
    this.method = method;
    this.period = period;
    this.predictions = new Lags(method.lead());
    this.values = new Lags(method.lead());
  }

  @Override
  public Duration lead() {
    return period.multipliedBy(method.lead());
  }

  @Override
  public void observe(Instant time, double observed) {
    if (!time.isAfter(latest)) {
      throw new IllegalArgumentException(
          "a value must come after that of %s, but is of %s".formatted(latest, time));
    }
    latest = time;
    long now = Math.floorDiv(time.toEpochMilli(), period.toMillis());
    boolean isFirst = Double.isNaN(value);
    if (isFirst && Double.isNaN(observed)) {
      return;
    }
    for (long missed = isFirst ? now : slot + 1; missed < now; missed++) {
      push(missed, Double.NaN);
    }
    if (isFirst || now > slot) {
      push(now, observed);
      slot = now;
    }
  }

  @Override
  public Optional<Forecast> forecast() {
    double point = method.predict();
    if (Double.isNaN(point) || errors.size() < LEAST || missing > method.lead()) {
      return Optional.empty();
    }
    double[] quantiles = errors.quantiles(LEVELS);
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = Math.max(0, point + quantiles[i]);
    }
    return Optional.of(new Forecast(lead(), quantiles));
  }

  /**
   * By how much its mean absolute error of the latest {@link #MEMORY} is below that of expecting no
   * change: 1 is perfect, 0 no better, negative worse; 0 as long as there is none.
   */
  public double skill() {
    return errors.size() == 0 ? 0 : errors.skill();
  }

  private void push(long now, double observed) {
    if (Double.isNaN(observed)) {
      missing++;
    } else {
      missing = 0;
      double predicted = predictions.get(method.lead() - 1);
      if (!Double.isNaN(predicted)) {
        errors.add(observed - predicted, observed - values.get(method.lead() - 1));
      }
      value = observed;
    }
    method.observe(now, value);
    predictions.add(method.predict());
    values.add(value);
  }
}
