package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.benchmarks.scaling.simulation.Trace;
import io.mild.scaling.Forecaster;
import io.mild.scaling.forecast.FollowTheLeader;
import io.mild.scaling.forecast.HoltWinters;
import io.mild.scaling.forecast.LinearForecaster;
import io.mild.scaling.forecast.LinearTrainer;
import io.mild.scaling.forecast.LstmForecaster;
import io.mild.scaling.forecast.LstmTrainer;
import io.mild.scaling.forecast.PointForecaster;
import io.mild.scaling.forecast.QuantileForecaster;
import io.mild.scaling.forecast.SeasonalNaive;
import io.mild.scaling.forecast.TrustedForecaster;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What forecasters may have learnt of before a day begins: the request rates of the days before, as
 * they were measured, or, where there are none, those of other services.
 *
 * <p>Of the days before, all but the last are for training, the last is for the forecasters'
 * errors. Of other services a method learns how rates move, but no season; its errors are those of
 * the day itself, as far as it has come. Belongs to one day and one thread.
 */
public final class DemandHistory {
  private static final HoltWinters.Smoothing WITHOUT_HISTORY =
      new HoltWinters.Smoothing(0.6, 0.1, 0, 0.9);

  /** As many as the ridge regression looks at. */
  private static final int LSTM_STEPS = 12;

  private final long seed;
  private final int period;
  private final int lead;
  private final int season; // slots of a day; 1 if no day is known
  private final double[] before;
  private final double[] training;
  private final double[] elsewhere; // the last of the others
  private @Nullable LinearForecaster ridge;
  private @Nullable LstmForecaster lstm;

  /**
   * Measures what came before.
   *
   * @param days the earliest first, all of one length; none if they are not known
   * @param others days of other services, to be learnt from where none of this one is known
   */
  public DemandHistory(List<Trace> days, List<Trace> others, ServiceModel model, long seed) {
    this.seed = seed;
    this.period = (int) model.syncPeriod();
    this.lead = (int) Math.round((model.startUp() + model.metricsDelay()) / model.syncPeriod()) + 1;
    this.season = days.isEmpty() ? 1 : days.get(0).seconds() / period;
    SplittableRandom random = new SplittableRandom(seed);
    this.before = measured(days, 0, random);
    this.training =
        days.isEmpty()
            ? measured(others, lead, random)
            : Arrays.copyOf(before, before.length - season);
    this.elsewhere =
        measured(others.subList(Math.max(0, others.size() - 1), others.size()), 0, random);
  }

  /** One rate a slot, with missing values after each trace. */
  private double[] measured(List<Trace> traces, int gap, SplittableRandom random) {
    double[] rates =
        new double[traces.stream().mapToInt(trace -> trace.seconds() / period + gap).sum()];
    Arrays.fill(rates, Double.NaN);
    int slot = 0;
    for (Trace trace : traces) {
      double[] seconds = trace.requestsPerSecond();
      for (int from = 0; from + period <= seconds.length; from += period) {
        double mean = Arrays.stream(seconds, from, from + period).average().orElseThrow();
        double noise = random.nextGaussian() * Math.sqrt(mean / period); // Poisson
        rates[slot++] = Math.max(0, mean + noise);
      }
      slot += gap;
    }
    return rates;
  }

  /** Of the day that comes, for what is random besides. */
  public long seed() {
    return seed;
  }

  /** What is recommended: by ridge regression where days are known, else by the leader. */
  public Forecaster forecaster() {
    return forecaster(season > 1 ? ForecastMethod.RIDGE : ForecastMethod.FOLLOW_THE_LEADER);
  }

  /** By a method, while it beats persistence; persistence itself, which never does, always. */
  public Forecaster forecaster(ForecastMethod method) {
    QuantileForecaster forecaster = quantiles(method);
    return method == ForecastMethod.PERSISTENCE ? forecaster : new TrustedForecaster(forecaster);
  }

  /**
   * By a method, always.
   *
   * @throws IllegalArgumentException if the method is to be trained and there is nothing to learn
   *     from
   */
  public QuantileForecaster quantiles(ForecastMethod method) {
    QuantileForecaster forecaster =
        new QuantileForecaster(point(method), Duration.ofSeconds(period));
    boolean isTrained = method == ForecastMethod.RIDGE || method == ForecastMethod.LSTM;
    for (int i = isTrained ? training.length : 0; i < before.length; i++) {
      forecaster.observe(Instant.ofEpochSecond((long) (i - before.length) * period), before[i]);
    }
    return forecaster;
  }

  private PointForecaster point(ForecastMethod method) {
    return switch (method) {
      case PERSISTENCE -> SeasonalNaive.persistence(lead);
      case SEASONAL_NAIVE -> seasonal();
      case HOLT_WINTERS ->
          season > 1
              ? HoltWinters.fit(training, season, lead)
              : new HoltWinters(WITHOUT_HISTORY, 1, lead);
      case FOLLOW_THE_LEADER -> FollowTheLeader.withoutHistory(lead);
      case RIDGE -> ridge().fresh();
      case LSTM -> lstm().fresh();
    };
  }

  /** Where no day is known, that of another service has to do. */
  private PointForecaster seasonal() {
    if (season > 1 || elsewhere.length == 0) {
      return new SeasonalNaive(season, lead);
    }
    SeasonalNaive naive = new SeasonalNaive(elsewhere.length, lead);
    for (int i = 0; i < elsewhere.length; i++) {
      naive.observe(i - elsewhere.length, elsewhere[i]);
    }
    return naive;
  }

  private LinearForecaster ridge() {
    if (ridge == null) {
      ridge =
          LinearTrainer.train(LinearTrainer.Settings.of(season, lead), -before.length, training);
    }
    return ridge;
  }

  private LstmForecaster lstm() {
    if (lstm == null) {
      lstm =
          LstmTrainer.train(
              LstmTrainer.Settings.builder(season, lead).steps(LSTM_STEPS).build(),
              -before.length,
              training);
    }
    return lstm;
  }
}
