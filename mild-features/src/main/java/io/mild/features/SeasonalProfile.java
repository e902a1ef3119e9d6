package io.mild.features;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What each KPI is expected to be at a time of day, on weekdays and at weekends, and how far it
 * usually is from that: a harmonic regression, fitted robustly.
 *
 * <p>With the time of day as an angle θ and w = 1 at weekends, 0 on weekdays, a KPI is expected at
 *
 * <pre>{@code
 * median + c0  + c1 sin θ + c2 cos θ + c3 sin 2θ + c4  cos 2θ + c5  sin 3θ + c6  cos 3θ
 *        + w (c7 + c8 sin θ + c9 cos θ + c10 sin 2θ + c11 cos 2θ + c12 sin 3θ + c13 cos 3θ)
 * }</pre>
 *
 * and its residual is the distance from there in units of its scale, clipped to ±{@value #CLIP}. A
 * KPI of scale 0 (constant, or never seen) has the residual 0 whatever its value. NaN stays NaN.
 *
 * <p>Day and weekend (Saturday and Sunday) are those of a fixed offset from UTC. Where clocks
 * change for the summer the profile is an hour off for half of the year; services whose load
 * follows such a clock are fitted anew after the change.
 *
 * <p>Immutable and thread-safe.
 *
 * @see <a href="https://otexts.com/fpp3/dhr.html">Hyndman and Athanasopoulos, Forecasting:
 *     Principles and Practice, section 10.5: dynamic harmonic regression</a>
 */
public final class SeasonalProfile {
  /** Coefficients of a KPI. */
  public static final int COEFFICIENTS = 2 * SeasonalFit.TERMS;

  /** Residuals lie within ± this many scales. */
  public static final double CLIP = 20;

  private final ZoneOffset zone;
  private final double[] medians;
  private final double[] scales;
  private final double[][] coefficients;

  private final CivilTime time;

  /** The seven terms of each KPI with the median in the first, on weekdays and at weekends. */
  private final double[] weekdayTerms;

  private final double[] weekendTerms;

  /**
   * A profile of known coefficients.
   *
   * @param zone the offset at which days begin
   * @param medians {@code [kpis]}, finite; copied
   * @param scales {@code [kpis]}, finite, 0 for a KPI whose residual is always 0, never negative;
   *     copied
   * @param coefficients {@code [kpis][14]}, c0 to c13 in the KPI's unit, finite; copied
   * @throws IllegalArgumentException if there is no KPI, the lengths differ, or a number is out of
   *     range
   */
  public SeasonalProfile(
      ZoneOffset zone, double[] medians, double[] scales, double[][] coefficients) {
    if (medians.length == 0
        || medians.length != scales.length
        || medians.length != coefficients.length) {
      throw new IllegalArgumentException(
          "there must be a median, a scale and coefficients for each KPI, but there are %d, %d and %d"
              .formatted(medians.length, scales.length, coefficients.length));
    }
    this.zone = zone;
    this.medians = medians.clone();
    this.scales = scales.clone();
    this.coefficients = copy(coefficients);
    for (int kpi = 0; kpi < kpiCount(); kpi++) {
      requireFinite(kpi);
    }
    this.time = new CivilTime(zone);
    this.weekdayTerms = terms(0);
    this.weekendTerms = terms(1);
  }

  /**
   * Fits to all rows, with days in UTC; see {@link #fit(ZoneOffset, long[], double[],
   * IntPredicate)}.
   *
   * @param epochMillis {@code [rows]}
   * @param values {@code [rows * kpis]}, row after row, NaN where missing
   * @throws IllegalArgumentException if there is no row, the lengths do not fit, or a value is
   *     infinite
   */
  public static SeasonalProfile fit(long[] epochMillis, double[] values) {
    return fit(ZoneOffset.UTC, epochMillis, values, row -> true);
  }

  /**
   * Fits each KPI over the rows in which it is not NaN.
   *
   * <p>The median is subtracted, the terms are fitted by least squares, and once more without the
   * rows that lie beyond 2.5 scales, so that incidents do not count as expected. The scale is
   * 1.4826 times the median distance (the standard deviation, for normal noise); where that is 0,
   * because more than half of the values are as expected exactly, the standard deviation of the
   * residuals. A scale below 1e-9 of the largest value is what rounding leaves of a constant, and
   * 0.
   *
   * <p>A KPI gets no more terms than the rows can tell of. Terms that it does not get are 0:
   *
   * <ul>
   *   <li>harmonics need two days of values, and the terms of the weekend two days of values both
   *       at weekends and on weekdays (gaps of a twentieth are forgiven);
   *   <li>both must pay for themselves: left-out days, up to five groups of them, must be met with
   *       a mean distance that is at least 2 % smaller than without the terms. On noise, and on
   *       slow wandering that looks like a rhythm for a few days, they do not.
   * </ul>
   *
   * <p>A ridge of 1e-3 a row on all terms but c0 (it makes an amplitude 0.2 % smaller) keeps the
   * coefficients bounded where values cover a part of the day only.
   *
   * @param zone the offset at which days begin
   * @param epochMillis {@code [rows]}, in any order and at any distance
   * @param values {@code [rows * kpis]}, row after row, NaN where missing
   * @param rows which rows to fit to, asked once for each row from 0 on
   * @throws IllegalArgumentException if there is no row to fit to, the lengths do not fit, a value
   *     to fit to is infinite, or a number overflows
   */
  public static SeasonalProfile fit(
      ZoneOffset zone, long[] epochMillis, double[] values, IntPredicate rows) {
    if (epochMillis.length == 0 || values.length == 0 || values.length % epochMillis.length != 0) {
      throw new IllegalArgumentException(
          "values must hold one or more for each of the times, but there are %d values and %d times"
              .formatted(values.length, epochMillis.length));
    }
    int kpis = values.length / epochMillis.length;
    int[] chosen = IntStream.range(0, epochMillis.length).filter(rows).toArray();
    if (chosen.length == 0) {
      throw new IllegalArgumentException(
          "there must be at least one row to fit to, but of %d rows none is chosen"
              .formatted(epochMillis.length));
    }
    SeasonalFit fit =
        new SeasonalFit(zone, Arrays.stream(chosen).mapToLong(row -> epochMillis[row]).toArray());
    double[] medians = new double[kpis];
    double[] scales = new double[kpis];
    double[][] coefficients = new double[kpis][];
    double[] series = new double[chosen.length];
    for (int kpi = 0; kpi < kpis; kpi++) {
      for (int i = 0; i < chosen.length; i++) {
        series[i] = values[chosen[i] * kpis + kpi];
        if (Double.isInfinite(series[i])) {
          throw new IllegalArgumentException(
              "KPI %d is %s at %s; a missing value is NaN"
                  .formatted(kpi, series[i], Instant.ofEpochMilli(epochMillis[chosen[i]])));
        }
      }
      SeasonalFit.Season season = fit.fit(series);
      medians[kpi] = season.median();
      scales[kpi] = season.scale();
      coefficients[kpi] = season.coefficients();
    }
    return new SeasonalProfile(zone, medians, scales, coefficients);
  }

  /**
   * The residuals of one row: {@code (value - expected) / scale}, clipped.
   *
   * <p>Costs one sine and one cosine, whatever the number of KPIs, and allocates nothing.
   *
   * @param epochMillis the row's time
   * @param values {@code [kpis]}, NaN where missing
   * @param residuals {@code [kpis]}, overwritten; within ±{@value #CLIP}, NaN where the value is;
   *     may be the same array as {@code values}
   * @throws IllegalArgumentException if an array has the wrong length
   */
  public void residuals(long epochMillis, double[] values, double[] residuals) {
    RowCheck.requireLength("values", values.length, kpiCount());
    RowCheck.requireLength("residuals", residuals.length, kpiCount());
    double angle = time.angle(epochMillis);
    double sin = Math.sin(angle);
    double cos = Math.cos(angle);
    double[] terms = time.isWeekend(epochMillis) ? weekendTerms : weekdayTerms;
    for (int kpi = 0; kpi < residuals.length; kpi++) {
      double expected = expected(terms, kpi * SeasonalFit.TERMS, sin, cos);
      residuals[kpi] = residual(values[kpi], expected, scales[kpi]);
    }
  }

  /**
   * What each KPI is expected to be.
   *
   * @param epochMillis at this time
   * @param expected {@code [kpis]}, overwritten, in the KPI's unit
   * @throws IllegalArgumentException if the array has the wrong length
   */
  public void expected(long epochMillis, double[] expected) {
    RowCheck.requireLength("expected", expected.length, kpiCount());
    double angle = time.angle(epochMillis);
    double sin = Math.sin(angle);
    double cos = Math.cos(angle);
    double[] terms = time.isWeekend(epochMillis) ? weekendTerms : weekdayTerms;
    for (int kpi = 0; kpi < expected.length; kpi++) {
      expected[kpi] = expected(terms, kpi * SeasonalFit.TERMS, sin, cos);
    }
  }

  private static double expected(double[] c, int i, double sin1, double cos1) {
    double sin2 = 2 * sin1 * cos1;
    double cos2 = cos1 * cos1 - sin1 * sin1;
    double sin3 = sin2 * cos1 + cos2 * sin1;
    double cos3 = cos2 * cos1 - sin2 * sin1;
    return c[i]
        + c[i + 1] * sin1
        + c[i + 2] * cos1
        + c[i + 3] * sin2
        + c[i + 4] * cos2
        + c[i + 5] * sin3
        + c[i + 6] * cos3;
  }

  private static double residual(double value, double expected, double scale) {
    if (scale == 0) {
      return Double.isNaN(value) ? value : 0;
    }
    return Math.max(-CLIP, Math.min(CLIP, (value - expected) / scale));
  }

  /** Number of KPIs. */
  public int kpiCount() {
    return medians.length;
  }

  /** The offset at which days begin. */
  public ZoneOffset zone() {
    return zone;
  }

  /** Median of each KPI, {@code [kpis]}; a copy. */
  public double[] medians() {
    return medians.clone();
  }

  /** Scale of each KPI's residual, {@code [kpis]}, 0 where that is always 0; a copy. */
  public double[] scales() {
    return scales.clone();
  }

  /** c0 to c13 of each KPI, {@code [kpis][14]}, in its unit; a copy. */
  public double[][] coefficients() {
    return copy(coefficients);
  }

  /** Whether the other is a profile of the same zone and numbers. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SeasonalProfile that
        && zone.equals(that.zone)
        && Arrays.equals(medians, that.medians)
        && Arrays.equals(scales, that.scales)
        && Arrays.deepEquals(coefficients, that.coefficients);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(new Object[] {zone, medians, scales, coefficients});
  }

  @Override
  public String toString() {
    return "SeasonalProfile[kpis=%d, zone=%s]".formatted(kpiCount(), zone);
  }

  private double[] terms(int weekend) {
    double[] terms = new double[kpiCount() * SeasonalFit.TERMS];
    for (int kpi = 0; kpi < kpiCount(); kpi++) {
      double[] c = coefficients[kpi];
      for (int term = 0; term < SeasonalFit.TERMS; term++) {
        terms[kpi * SeasonalFit.TERMS + term] = c[term] + weekend * c[SeasonalFit.TERMS + term];
      }
      terms[kpi * SeasonalFit.TERMS] += medians[kpi];
    }
    return terms;
  }

  private void requireFinite(int kpi) {
    if (!Double.isFinite(medians[kpi])) {
      throw new IllegalArgumentException(
          "the median of KPI %d must be finite, but was %s".formatted(kpi, medians[kpi]));
    }
    if (!Double.isFinite(scales[kpi]) || scales[kpi] < 0) {
      throw new IllegalArgumentException(
          "the scale of KPI %d must be finite and not negative, but was %s"
              .formatted(kpi, scales[kpi]));
    }
    if (coefficients[kpi].length != COEFFICIENTS) {
      throw new IllegalArgumentException(
          "KPI %d must have %d coefficients, but had %d"
              .formatted(kpi, COEFFICIENTS, coefficients[kpi].length));
    }
    double sum = Math.abs(medians[kpi]);
    for (int i = 0; i < COEFFICIENTS; i++) {
      sum += Math.abs(coefficients[kpi][i]);
      if (!Double.isFinite(coefficients[kpi][i])) {
        throw new IllegalArgumentException(
            "coefficient %d of KPI %d must be finite, but was %s"
                .formatted(i, kpi, coefficients[kpi][i]));
      }
    }
    if (!Double.isFinite(sum)) {
      throw new IllegalArgumentException(
          "the coefficients of KPI %d must have a finite sum, but are %s"
              .formatted(kpi, Arrays.toString(coefficients[kpi])));
    }
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }
}
