package io.mild.features.drift;

import io.mild.features.SeasonalProfile;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the {@link UsualLevel}s of a history, row after row.
 *
 * <p>The deviation is that of the values, less what the daily rhythm lets expect; or {@value
 * #WANDERS} times that of the history's own averages, as {@link DriftWatch} makes them, where that
 * is more: what wandered when it was learned from may go on to do so.
 */
public final class UsualLevelFitter {
  static final double WANDERS = 2;

  private final HourlyMeans hours;
  private final double span; // of the averages, in hours
  private final Optional<SeasonalProfile> profile;
  private final double[] expected;
  private final Spread[] values; // [kpi]
  private final Spread[] averages;
  private final double[] average; // [kpi], NaN before the first

  /**
   * A fitter that has seen no row.
   *
   * @param kpis values in a row
   * @param profile of the daily rhythm, where the model has one
   * @param period from row to row
   * @param horizon the longest
   */
  public UsualLevelFitter(
      int kpis, Optional<SeasonalProfile> profile, Duration period, Duration horizon) {
    this.hours = new HourlyMeans(kpis, profile, period);
    this.span = DriftWatch.span(hours, horizon);
    this.profile = profile;
    this.expected = new double[kpis];
    this.values = spreads(kpis);
    this.averages = spreads(kpis);
    this.average = new double[kpis];
    Arrays.fill(average, Double.NaN);
  }

  private static Spread[] spreads(int kpis) {
    return IntStream.range(0, kpis).mapToObj(kpi -> new Spread()).toArray(Spread[]::new);
  }

  /**
   * Takes the next row.
   *
   * @param epochMillis its time, after that of the row before
   * @param row {@code [kpis]}, finite, NaN where missing; not kept
   */
  public void accept(long epochMillis, double[] row) {
    if (hours.advanceTo(epochMillis)) {
      for (int kpi = 0; kpi < average.length; kpi++) {
        average(kpi);
      }
    }
    profile.ifPresent(rhythm -> rhythm.expected(epochMillis, expected));
    for (int kpi = 0; kpi < row.length; kpi++) {
      hours.add(kpi, row[kpi]);
      values[kpi].add(row[kpi] - expected[kpi]);
    }
  }

  private void average(int kpi) {
    double mean = hours.mean(kpi);
    if (!Double.isNaN(mean)) {
      double before = Double.isNaN(average[kpi]) ? mean : average[kpi];
      average[kpi] = before + DriftWatch.weight(hours.share(kpi), span) * (mean - before);
      averages[kpi].add(average[kpi]);
    }
  }

  /** The levels of what came so far, one a KPI. */
  public List<UsualLevel> levels() {
    return IntStream.range(0, values.length).mapToObj(this::level).toList();
  }

  private UsualLevel level(int kpi) {
    double deviation = Math.max(values[kpi].deviation(), WANDERS * averages[kpi].deviation());
    double least = Spread.ROUNDING * Math.abs(values[kpi].mean());
    return deviation > least && Double.isFinite(deviation)
        ? new UsualLevel(values[kpi].mean(), deviation)
        : UsualLevel.UNKNOWN;
  }

  /** Mean and deviation of numbers as they come, NaN left out, by Welford's updates. */
  private static final class Spread {
    /** What rounding leaves of a constant, as a share of it. */
    static final double ROUNDING = 1e-9;

    private long count;
    private double mean;
    private double squares;

    void add(double value) {
      if (!Double.isNaN(value)) {
        count++;
        double distance = value - mean;
        mean += distance / count;
        squares += distance * (value - mean);
      }
    }

    double mean() {
      return mean;
    }

    double deviation() {
      return count == 0 ? 0 : Math.sqrt(squares / count);
    }
  }
}
