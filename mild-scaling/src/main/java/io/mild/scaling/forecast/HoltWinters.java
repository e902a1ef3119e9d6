package io.mild.scaling.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Exponential smoothing with a damped trend and an additive season (Holt 1957, Winters 1960,
 * Gardner and McKenzie 1985):
 *
 * <pre>{@code
 * l[t] = α (y[t] − s[t−m]) + (1 − α)(l[t−1] + φ b[t−1])
 * b[t] = β (l[t] − l[t−1]) + (1 − β) φ b[t−1]
 * s[t] = γ (y[t] − l[t−1] − φ b[t−1]) + (1 − γ) s[t−m]
 * y[t + h] = l[t] + (φ + … + φ^h) b[t] + s[t + h − k·m]
 * }</pre>
 *
 * <p>The first season sets the level (its mean) and the season; a season of one slot is none.
 *
 * @see <a href="https://otexts.com/fpp3/holt-winters.html">Hyndman and Athanasopoulos, 8.3</a>
 */
public final class HoltWinters implements PointForecaster {
  private final Smoothing smoothing;
  private final int lead;
  private final double trendWeight; // φ + … + φ^h
  private final double[] season;
  private int observed;
  private double level;
  private double trend;

  /**
   * How fast it forgets.
   *
   * @param level α, of the level, above 0 to 1
   * @param trend β, of the trend, 0 to 1
   * @param season γ, of the season, 0 to 1
   * @param damping φ, what remains of the trend in the next slot, 0 to 1
   */
  public record Smoothing(double level, double trend, double season, double damping) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Smoothing {
      if (!(level > 0 && isShare(level) && isShare(trend) && isShare(season) && isShare(damping))) {
        throw new IllegalArgumentException(
            "smoothing must be from 0 to 1, the level's above 0, but was %s, %s, %s, %s"
                .formatted(level, trend, season, damping));
      }
    }

    private static boolean isShare(double value) {
      return value >= 0 && value <= 1;
    }
  }

  /**
   * A forecaster that has seen nothing yet.
   *
   * @param season in slots, at least 1
   * @param lead in slots, at least 1
   * @throws IllegalArgumentException if one is below 1
   */
  public HoltWinters(Smoothing smoothing, int season, int lead) {
    if (season < 1 || lead < 1) {
      throw new IllegalArgumentException(
          "season and lead must be at least 1, but were %d and %d".formatted(season, lead));
    }
    this.smoothing = smoothing;
    this.lead = lead;
    this.season = new double[season];
    double weight = 0;
    for (int h = 0; h < lead; h++) {
      weight = smoothing.damping() * (1 + weight);
    }
    this.trendWeight = weight;
  }

  /**
   * A forecaster that has seen nothing yet, with the smoothing of a grid of 72 whose mean absolute
   * error at that lead is the lowest over a history, seasons after the first.
   *
   * @param history one finite value a slot
   * @throws IllegalArgumentException if the history is not longer than a season and the lead
   */
  public static HoltWinters fit(double[] history, int season, int lead) {
    if (history.length <= season + lead) {
      throw new IllegalArgumentException(
          "the history must be longer than a season of %d and a lead of %d slots, but has %d"
              .formatted(season, lead, history.length));
    }
    Smoothing best = new Smoothing(1, 0, 0, 0);
    double lowest = Double.POSITIVE_INFINITY;
    for (double level : new double[] {.1, .3, .6, .9}) {
      for (double trend : new double[] {.02, .1, .3}) {
        for (double seasonal : season > 1 ? new double[] {.05, .2} : new double[] {0}) {
          for (double damping : new double[] {.8, .9, .98}) {
            Smoothing smoothing = new Smoothing(level, trend, seasonal, damping);
            double error = error(new HoltWinters(smoothing, season, lead), history);
            if (error < lowest) {
              lowest = error;
              best = smoothing;
            }
          }
        }
      }
    }
    return new HoltWinters(best, season, lead);
  }

  /** Without a season, from one that follows each change to one that is slow to move. */
  static List<HoltWinters> withoutSeason(int lead) {
    List<HoltWinters> all = new ArrayList<>();
    for (double[] levelAndTrend :
        new double[][] {{.6, .1}, {.6, .3}, {.3, .1}, {.3, .3}, {.1, .1}}) {
      Smoothing smoothing = new Smoothing(levelAndTrend[0], levelAndTrend[1], 0, .9);
      all.add(new HoltWinters(smoothing, 1, lead));
    }
    return all;
  }

  private static double error(HoltWinters forecaster, double[] history) {
    double sum = 0;
    for (int t = 0; t + forecaster.lead < history.length; t++) {
      forecaster.observe(t, history[t]);
      double predicted = forecaster.predict();
      sum += Double.isNaN(predicted) ? 0 : Math.abs(predicted - history[t + forecaster.lead]);
    }
    return sum;
  }

  @Override
  public int lead() {
    return lead;
  }

  @Override
  public void observe(long slot, double value) {
    int phase = observed % season.length;
    if (observed < season.length) {
      season[phase] = value;
      if (phase == season.length - 1) {
        level = Arrays.stream(season).average().orElseThrow();
        Arrays.setAll(season, i -> season[i] - level);
      }
    } else {
      double expected = level + smoothing.damping() * trend;
      double now = smoothing.level() * (value - season[phase]) + (1 - smoothing.level()) * expected;
      trend =
          smoothing.trend() * (now - level) + (1 - smoothing.trend()) * smoothing.damping() * trend;
      season[phase] += smoothing.season() * (value - expected - season[phase]);
      level = now;
    }
    observed++;
  }

  @Override
  public double predict() {
    if (observed < season.length) {
      return Double.NaN;
    }
    return level + trendWeight * trend + season[(observed - 1 + lead) % season.length];
  }
}
