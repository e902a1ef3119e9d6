package io.mild.features;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Fits KPIs that share their rows' times, one after another; see {@link SeasonalProfile#fit}. */
final class SeasonalFit {
  /** Constant, and sine and cosine of three harmonics of the day. */
  static final int TERMS = 7;

  /** Numbers of coefficients that a KPI may get, each with those before it. */
  private static final int CONSTANT = 1;

  private static final int DAILY = TERMS;
  private static final int DAILY_AND_WEEKEND = 2 * TERMS;

  /** Days' worth of values that terms need; two, less a twentieth. */
  private static final double TWO_DAYS = 1.9;

  private static final int MAX_FOLDS = 5;

  /** Further terms are worth having where they cut the error on left-out days to this share. */
  private static final double WORTHWHILE = 0.98;

  private static final double OUTLIER_SCALES = 2.5;

  /** From the median distance of normal noise to its standard deviation: 1 / Φ⁻¹(3/4). */
  private static final double DEVIATIONS_PER_MEDIAN_DISTANCE = 1.4826;

  /** As {@link Standardizer} has it: less than this share of the values is rounding, no scale. */
  private static final double ROUNDING = 1e-9;

  private final int rows;
  private final double[] terms; // [row × TERMS]
  private final long[] days;
  private final boolean[] weekend;

  /** One KPI's part of a profile. */
  record Season(double median, double scale, double[] coefficients) {}

  SeasonalFit(ZoneOffset zone, long[] epochMillis) {
    CivilTime time = new CivilTime(zone);
    this.rows = epochMillis.length;
    this.terms = new double[rows * TERMS];
    this.days = new long[rows];
    this.weekend = new boolean[rows];
    for (int row = 0; row < rows; row++) {
      double angle = time.angle(epochMillis[row]);
      terms[row * TERMS] = 1;
      for (int term = 1; term < TERMS; term += 2) {
        int harmonic = (term + 1) / 2;
        terms[row * TERMS + term] = Math.sin(harmonic * angle);
        terms[row * TERMS + term + 1] = Math.cos(harmonic * angle);
      }
      days[row] = time.day(epochMillis[row]);
      weekend[row] = time.isWeekend(epochMillis[row]);
    }
  }

  /**
   * Fits one KPI.
   *
   * @param values {@code [rows]}, NaN where missing
   */
  Season fit(double[] values) {
    double[] present = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    if (present.length == 0) {
      return new Season(0, 0, new double[DAILY_AND_WEEKEND]);
    }
    double median = median(present);
    double rounding = ROUNDING * Arrays.stream(present).map(Math::abs).max().orElseThrow();
    double[] centred = Arrays.stream(values).map(value -> value - median).toArray();

    int columns = worthwhileColumns(centred, rounding);
    double[] coefficients = solve(centred, columns);
    double[] residuals = residuals(centred, coefficients);
    coefficients = solve(withoutOutliers(centred, residuals, rounding), columns);
    double scale = scale(residuals(centred, coefficients), rounding);
    return new Season(median, scale, coefficients);
  }

  /** How many coefficients are backed by enough values and pay for themselves on left-out days. */
  private int worthwhileColumns(double[] centred, double rounding) {
    Folds folds = new Folds(centred);
    int most = folds.mostColumns();
    if (most == CONSTANT) {
      return CONSTANT;
    }
    double[] residuals = residuals(centred, solve(centred, most));
    folds.add(withoutOutliers(centred, residuals, rounding));
    int best = CONSTANT;
    double leastError = folds.leftOutError(CONSTANT);
    for (int columns = DAILY; columns <= most; columns += TERMS) {
      double error = folds.leftOutError(columns);
      if (error < WORTHWHILE * leastError) {
        best = columns;
        leastError = error;
      }
    }
    return best;
  }

  private double[] solve(double[] targets, int columns) {
    NormalEquations all = new NormalEquations();
    NormalEquations atWeekends = new NormalEquations();
    for (int row = 0; row < rows; row++) {
      if (!Double.isNaN(targets[row])) {
        all.add(terms, row * TERMS, targets[row]);
        if (weekend[row]) {
          atWeekends.add(terms, row * TERMS, targets[row]);
        }
      }
    }
    return NormalEquations.solve(all, atWeekends, columns);
  }

  private double[] residuals(double[] centred, double[] coefficients) {
    double[] residuals = new double[rows];
    for (int row = 0; row < rows; row++) {
      residuals[row] = centred[row] - fitted(row, coefficients);
    }
    return residuals;
  }

  private double fitted(int row, double[] coefficients) {
    double sum = 0;
    for (int term = 0; term < TERMS; term++) {
      double coefficient = coefficients[term] + (weekend[row] ? coefficients[TERMS + term] : 0);
      sum += coefficient * terms[row * TERMS + term];
    }
    return sum;
  }

  /** The targets, with NaN in place of those with a residual beyond {@value OUTLIER_SCALES}. */
  private static double[] withoutOutliers(double[] targets, double[] residuals, double rounding) {
    // What is rounding is no outlier, not even where there is no scale.
    double limit = Math.max(rounding, OUTLIER_SCALES * scale(residuals, rounding));
    double[] kept = targets.clone();
    for (int row = 0; row < kept.length; row++) {
      if (Math.abs(residuals[row]) > limit) {
        kept[row] = Double.NaN;
      }
    }
    return kept;
  }

  private static double scale(double[] residuals, double rounding) {
    double[] present = Arrays.stream(residuals).filter(r -> !Double.isNaN(r)).toArray();
    double robust =
        DEVIATIONS_PER_MEDIAN_DISTANCE * median(Arrays.stream(present).map(Math::abs).toArray());
    if (robust > rounding) {
      return robust;
    }
    Moments moments = new Moments(1, 1);
    for (int i = 0; i < present.length; i++) {
      moments.add(0, present, i);
    }
    double deviation = moments.deviation(0, 0);
    return deviation > rounding ? deviation : 0;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * One KPI's days, dealt out to groups that are left out in turn. Weekdays are dealt first and
   * weekend days after them, so that each kind is spread evenly.
   */
  private final class Folds {
    private final double[] centred;
    private final int mostColumns;
    private final int count;
    private final int[] foldOf; // [row]
    private final NormalEquations[] all;
    private final NormalEquations[] atWeekends;

    Folds(double[] centred) {
      this.centred = centred;
      Map<Long, Integer> weekdayValues = new TreeMap<>();
      Map<Long, Integer> weekendValues = new TreeMap<>();
      for (int row = 0; row < rows; row++) {
        if (!Double.isNaN(centred[row])) {
          (weekend[row] ? weekendValues : weekdayValues).merge(days[row], 1, Integer::sum);
        }
      }
      this.count = Math.min(MAX_FOLDS, weekdayValues.size() + weekendValues.size());
      this.foldOf = deal(weekdayValues.keySet(), weekendValues.keySet());

      double fullest = Math.max(fullest(weekdayValues), fullest(weekendValues));
      double onWeekdays = sum(weekdayValues) / fullest;
      double onWeekends = sum(weekendValues) / fullest;
      this.mostColumns =
          onWeekdays + onWeekends < TWO_DAYS
              ? CONSTANT
              : Math.min(onWeekdays, onWeekends) < TWO_DAYS ? DAILY : DAILY_AND_WEEKEND;
      this.all = new NormalEquations[count];
      this.atWeekends = new NormalEquations[count];
      Arrays.setAll(all, fold -> new NormalEquations());
      Arrays.setAll(atWeekends, fold -> new NormalEquations());
    }

    private int[] deal(Set<Long> weekdays, Set<Long> weekendDays) {
      Map<Long, Integer> foldOfDay = new HashMap<>();
      for (Set<Long> kind : List.of(weekdays, weekendDays)) {
        for (Long day : kind) {
          foldOfDay.put(day, foldOfDay.size() % count);
        }
      }
      return Arrays.stream(days).mapToInt(day -> foldOfDay.getOrDefault(day, 0)).toArray();
    }

    /** As many coefficients as there are enough days' worth of values for. */
    int mostColumns() {
      return mostColumns;
    }

    void add(double[] targets) {
      for (int row = 0; row < rows; row++) {
        if (!Double.isNaN(targets[row])) {
          all[foldOf[row]].add(terms, row * TERMS, targets[row]);
          if (weekend[row]) {
            atWeekends[foldOf[row]].add(terms, row * TERMS, targets[row]);
          }
        }
      }
    }

    /** Sum of the distances of all values from what the fit to the other folds' days expects. */
    double leftOutError(int columns) {
      double[][] coefficients = new double[count][];
      for (int fold = 0; fold < count; fold++) {
        coefficients[fold] =
            NormalEquations.solve(others(all, fold), others(atWeekends, fold), columns);
      }
      double error = 0;
      for (int row = 0; row < rows; row++) {
        if (!Double.isNaN(centred[row])) {
          error += Math.abs(centred[row] - fitted(row, coefficients[foldOf[row]]));
        }
      }
      return error;
    }

    private NormalEquations others(NormalEquations[] parts, int leftOut) {
      NormalEquations sum = new NormalEquations();
      for (int fold = 0; fold < count; fold++) {
        if (fold != leftOut) {
          sum.add(parts[fold]);
        }
      }
      return sum;
    }

    private static int fullest(Map<Long, Integer> values) {
      return values.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private static int sum(Map<Long, Integer> values) {
      return values.values().stream().mapToInt(Integer::intValue).sum();
    }
  }
}
