package io.mild.features;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the {@link KpiLimit}s of a history, row after row. A missing value ends a standstill and is
 * no step, and so does a row more than one and a half periods after the one before.
 */
public final class KpiLimitFitter {
  private static final double LONGEST_STEP_PERIODS = 1.5;

  private final double periodMillis;
  private final double[] least;
  private final double[] greatest;
  private final double[] steps;
  private final double[] standstills; // in milliseconds
  private final double[] latest; // NaN where the row before had none
  private final long[] since; // when the latest value came first
  private long lastEpochMillis;

  /**
   * A fitter that has seen no row.
   *
   * @param kpis values in a row
   * @param period from row to row
   */
  public KpiLimitFitter(int kpis, Duration period) {
    this.periodMillis = period.toMillis();
    this.least = filled(kpis, Double.POSITIVE_INFINITY);
    this.greatest = filled(kpis, Double.NEGATIVE_INFINITY);
    this.steps = new double[kpis];
    this.standstills = new double[kpis];
    this.latest = filled(kpis, Double.NaN);
    this.since = new long[kpis];
  }

  private static double[] filled(int length, double value) {
    double[] values = new double[length];
    Arrays.fill(values, value);
    return values;
  }

  /**
   * Takes the next row.
   *
   * @param epochMillis its time, after that of the row before
   * @param values {@code [kpis]}, finite, NaN where missing; not kept
   */
  public void accept(long epochMillis, double[] values) {
    if ((double) epochMillis - lastEpochMillis > LONGEST_STEP_PERIODS * periodMillis) {
      Arrays.fill(latest, Double.NaN);
    }
    for (int kpi = 0; kpi < values.length; kpi++) {
      double value = values[kpi];
      if (!Double.isNaN(value)) {
        least[kpi] = Math.min(least[kpi], value);
        greatest[kpi] = Math.max(greatest[kpi], value);
        if (value == latest[kpi]) {
          standstills[kpi] = Math.max(standstills[kpi], (double) epochMillis - since[kpi]);
        } else {
          since[kpi] = epochMillis;
          if (!Double.isNaN(latest[kpi])) {
            steps[kpi] = Math.max(steps[kpi], Math.abs(value - latest[kpi]));
          }
        }
      }
      latest[kpi] = value;
    }
    lastEpochMillis = epochMillis;
  }

  /** The limits of what came so far, one a KPI. */
  public List<KpiLimit> limits() {
    return IntStream.range(0, least.length).mapToObj(this::limit).toList();
  }

  private KpiLimit limit(int kpi) {
    return least[kpi] < greatest[kpi]
        ? new KpiLimit(least[kpi], greatest[kpi], steps[kpi], standstills[kpi] / periodMillis)
        : KpiLimit.NONE;
  }
}
