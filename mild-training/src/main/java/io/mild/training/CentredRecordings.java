package io.mild.training;

import io.mild.features.SeasonalProfile;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The daily rhythm of recordings that differ in level: what they have in common once each KPI's
 * median of each recording is taken out. A new recording begins after a gap that no average reaches
 * over.
 */
final class CentredRecordings {
  private CentredRecordings() {}

  /**
   * The profile of all rows with the rhythm of the centred ones. Medians and scales stay those of
   * all rows, so that residuals of recordings at any level are within what they are clipped to.
   *
   * @param epochMillis time of each row, ascending
   * @param values {@code [rows × kpis]}, NaN where missing; unchanged
   * @param gap after a longer one a recording begins
   * @param rows which rows to fit to
   */
  static SeasonalProfile profile(
      long[] epochMillis, double[] values, Duration gap, IntPredicate rows) {
    SeasonalProfile all = SeasonalProfile.fit(ZoneOffset.UTC, epochMillis, values, rows);
    if (!areSeveral(epochMillis, gap)) {
      return all;
    }
    double[] centred = centred(epochMillis, values, gap, rows);
    SeasonalProfile rhythm = SeasonalProfile.fit(ZoneOffset.UTC, epochMillis, centred, rows);
    return new SeasonalProfile(all.zone(), all.medians(), all.scales(), rhythm.coefficients());
  }

  /** Whether there is a longer gap. */
  static boolean areSeveral(long[] epochMillis, Duration gap) {
    for (int row = 1; row < epochMillis.length; row++) {
      if (epochMillis[row] - epochMillis[row - 1] > gap.toMillis()) {
        return true;
      }
    }
    return false;
  }

  private static double[] centred(
      long[] epochMillis, double[] values, Duration gap, IntPredicate rows) {
    int kpis = values.length / epochMillis.length;
    double[] centred = values.clone();
    int from = 0;
    for (int row = 1; row <= epochMillis.length; row++) {
      boolean ends =
          row == epochMillis.length || epochMillis[row] - epochMillis[row - 1] > gap.toMillis();
      if (ends) {
        for (int kpi = 0; kpi < kpis; kpi++) {
          double median = median(values, kpis, kpi, from, row, rows);
          for (int i = from; i < row; i++) {
            centred[i * kpis + kpi] -= median;
          }
        }
        from = row;
      }
    }
    return centred;
  }

  /** Of the rows to fit to, if there are some, else of all; 0 where nothing is known. */
  private static double median(
      double[] values, int kpis, int kpi, int from, int until, IntPredicate rows) {
    double[] known = new double[until - from];
    for (boolean chosen : new boolean[] {true, false}) {
      int count = 0;
      for (int row = from; row < until; row++) {
        double value = values[row * kpis + kpi];
        if (!Double.isNaN(value) && (!chosen || rows.test(row))) {
          known[count++] = value;
        }
      }
      if (count > 0) {
        Arrays.sort(known, 0, count);
        return count % 2 == 1 ? known[count / 2] : (known[count / 2 - 1] + known[count / 2]) / 2;
      }
    }
    return 0;
  }
}
