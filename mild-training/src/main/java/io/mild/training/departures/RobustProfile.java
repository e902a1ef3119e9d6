package io.mild.training.departures;

import io.mild.data.KpiHistory;
import io.mild.features.SeasonalProfile;
import io.mild.training.alerting.Quantiles;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * What is expected of KPIs by few healthy rows: their median, a daily rhythm only of a week and
 * more, and scales that neither a few outliers move nor a KPI that hardly ever leaves its median
 * makes tiny: the greatest of the interquartile range as a normal distribution's deviation, {@value
 * #OF_DEVIATION} of the standard deviation of values winsorised at 1 and 99 %, and {@value
 * #OF_MEDIAN} of the median. Where all are 0, as of errors that failures alone cause, it is {@value
 * #OF_DEVIATION} of the standard deviation in all rows, failing ones among them.
 *
 * <p>So a KPI that never moved, as an availability of 100 %, is known by its median: that it moves
 * at all is a departure. One that never left 0 has no scale.
 */
public final class RobustProfile {
  private static final double OF_NORMAL = 1.349;
  private static final double OF_DEVIATION = 0.3;
  private static final double OF_MEDIAN = 0.003;
  private static final double CONSTANT = 1e-9;
  private static final Duration OF_A_RHYTHM = Duration.ofDays(7);

  private RobustProfile() {}

  /**
   * Fits.
   *
   * @param healthy which rows to fit to; of all, if there are fewer than two
   * @param gap after a longer one a recording begins, which may be at another level
   */
  public static SeasonalProfile fit(KpiHistory history, IntPredicate healthy, Duration gap) {
    Duration recorded = history.samplingPeriod().multipliedBy(history.rows());
    boolean rhythm = recorded.compareTo(OF_A_RHYTHM) >= 0;
    return fit(history, healthy, rhythm ? Optional.of(gap) : Optional.empty(), OF_MEDIAN);
  }

  /**
   * The same without a rhythm: residuals are how far a KPI is from its median, at whatever time.
   * Nor has the median a say in the scale: what has a level to keep, has one beside it.
   */
  public static SeasonalProfile fitLevels(KpiHistory history, IntPredicate healthy) {
    return fit(history, healthy, Optional.empty(), 0);
  }

  /**
   * @param gap between recordings that have a rhythm; empty if there is to be none
   */
  private static SeasonalProfile fit(
      KpiHistory history, IntPredicate healthy, Optional<Duration> gap, double ofMedian) {
    int kpis = history.kpis().size();
    int rows = history.rows();
    long[] times = new long[rows];
    double[] values = new double[Math.multiplyExact(rows, kpis)];
    double[] row = new double[kpis];
    int known = 0;
    for (int i = 0; i < rows; i++) {
      times[i] = history.epochMillis(i);
      history.copyRow(i, row);
      System.arraycopy(row, 0, values, i * kpis, kpis);
      known += healthy.test(i) ? 1 : 0;
    }
    IntPredicate chosen = known < 2 ? i -> true : healthy;
    SeasonalProfile seasonal =
        gap.map(longest -> new CentredRecordings(times, values, longest, chosen).proven())
            .orElseGet(() -> SeasonalProfile.fit(ZoneOffset.UTC, times, values, chosen));
    double[][] coefficients =
        gap.isPresent() ? seasonal.coefficients() : new double[kpis][SeasonalProfile.COEFFICIENTS];
    SeasonalProfile unscaled =
        new SeasonalProfile(seasonal.zone(), seasonal.medians(), seasonal.scales(), coefficients);
    double[] expected = new double[kpis];
    double[][] deviations = new double[kpis][rows];
    int[] counts = new int[kpis];
    StandardDeviation[] all = new StandardDeviation[kpis];
    Arrays.setAll(all, kpi -> new StandardDeviation(false));
    for (int i = 0; i < rows; i++) {
      unscaled.expected(times[i], expected);
      for (int kpi = 0; kpi < kpis; kpi++) {
        double value = values[i * kpis + kpi];
        if (!Double.isNaN(value)) {
          all[kpi].increment(value - expected[kpi]);
          if (chosen.test(i)) {
            deviations[kpi][counts[kpi]++] = value - expected[kpi];
          }
        }
      }
    }
    double[] scales = new double[kpis];
    boolean[] constant = constant(history);
    for (int kpi = 0; kpi < kpis; kpi++) {
      double least = ofMedian * Math.abs(seasonal.medians()[kpi]);
      double scale =
          constant[kpi] ? least : scale(Arrays.copyOf(deviations[kpi], counts[kpi]), least);
      scales[kpi] = constant[kpi] || scale > 0 ? scale : OF_DEVIATION * all[kpi].getResult();
    }
    return new SeasonalProfile(seasonal.zone(), seasonal.medians(), scales, coefficients);
  }

  /** Of each KPI whether it never moved in a history but for rounding, or was never there. */
  public static boolean[] constant(KpiHistory history) {
    int kpis = history.kpis().size();
    double[] lowest = new double[kpis];
    double[] highest = new double[kpis];
    Arrays.fill(lowest, Double.POSITIVE_INFINITY);
    Arrays.fill(highest, Double.NEGATIVE_INFINITY);
    double[] row = new double[kpis];
    for (int i = 0; i < history.rows(); i++) {
      history.copyRow(i, row);
      for (int kpi = 0; kpi < kpis; kpi++) {
        if (!Double.isNaN(row[kpi])) {
          lowest[kpi] = Math.min(lowest[kpi], row[kpi]);
          highest[kpi] = Math.max(highest[kpi], row[kpi]);
        }
      }
    }
    boolean[] constant = new boolean[kpis];
    for (int kpi = 0; kpi < kpis; kpi++) {
      double magnitude = Math.max(Math.abs(lowest[kpi]), Math.abs(highest[kpi]));
      constant[kpi] = !(highest[kpi] - lowest[kpi] > CONSTANT * magnitude);
    }
    return constant;
  }

  private static double scale(double[] deviations, double least) {
    if (deviations.length == 0) {
      return least;
    }
    Arrays.sort(deviations);
    double low = Quantiles.of(deviations, 0.01);
    double high = Quantiles.of(deviations, 0.99);
    double mean = 0;
    double squares = 0;
    for (double deviation : deviations) {
      double winsorised = Math.max(low, Math.min(high, deviation));
      mean += winsorised / deviations.length;
      squares += winsorised * winsorised / deviations.length;
    }
    double standard = Math.sqrt(Math.max(0, squares - mean * mean));
    double quartiles =
        (Quantiles.of(deviations, 0.75) - Quantiles.of(deviations, 0.25)) / OF_NORMAL;
    return Math.max(Math.max(quartiles, OF_DEVIATION * standard), least);
  }
}
