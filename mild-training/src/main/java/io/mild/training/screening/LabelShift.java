package io.mild.training.screening;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.internal.io.TimeScale;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Whether failures would fit the KPIs much better some whole hours earlier or later, as where one
 * file's times are local and the other's are UTC.
 *
 * <p>How unusual a row is, is the mean over its KPIs of how far each is from its median at that
 * hour of the day, in units of its median absolute deviation, {@value #MOST} at most; less the
 * median of that at that hour. Before a failure that is the mean of the last eighth of a horizon,
 * half an hour at most. A shift of −{@value #HOURS} to {@value #HOURS} hours is told if
 *
 * <ul>
 *   <li>{@value #FEWEST} failures or more, at least half of them, have rows both before them as
 *       they are and as they are shifted;
 *   <li>they are more unusual when shifted by a paired t-test at 1e-4, over all shifts
 *       (Bonferroni), and at least twice as unusual: where KPIs tell of failures as they are, no
 *       shift does;
 *   <li>for later failures, nothing begins at the failures as they are: rows after them are no more
 *       unusual than rows before by half of what the shift gains. Failures that nothing announces
 *       are no more than that.
 * </ul>
 */
final class LabelShift {
  static final int HOURS = 12;
  static final int FEWEST = 5;
  static final double MOST = 5;

  private static final double SIGNIFICANT = 1e-4;
  private static final double BETTER = 2;
  private static final int WINDOWS_OF_A_HORIZON = 8;
  private static final Duration LONGEST_WINDOW = Duration.ofMinutes(30);
  private static final Duration LONGEST_PERIOD = Duration.ofHours(1);
  private static final Duration OF_A_RHYTHM = Duration.ofDays(3);
  private static final double OF_NORMAL = 1.4826;
  private static final int ENOUGH_ROWS = 10_000;
  private static final int HOURS_OF_A_DAY = 24;
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final KpiColumns columns;
  private final double[][] sums; // of what is known in the rows before, and their number
  private final long window;
  private final long[] failures;

  private LabelShift(KpiColumns columns, long[] failures, Duration window) {
    this.columns = columns;
    this.failures = failures;
    this.window = window.toMillis();
    double[] unusual = unusual(columns);
    this.sums = new double[2][unusual.length + 1];
    for (int row = 0; row < unusual.length; row++) {
      boolean known = !Double.isNaN(unusual[row]);
      sums[0][row + 1] = sums[0][row] + (known ? unusual[row] : 0);
      sums[1][row + 1] = sums[1][row] + (known ? 1 : 0);
    }
  }

  static Optional<String> told(KpiColumns columns, FailureLog log, Duration horizon) {
    long[] failures =
        log.failures().stream()
            .filter(failure -> failure.role() != Failure.Role.VICTIM)
            .mapToLong(failure -> failure.time().toEpochMilli())
            .distinct()
            .toArray();
    if (failures.length < FEWEST || columns.period().compareTo(LONGEST_PERIOD) > 0) {
      return Optional.empty();
    }
    Duration window = horizon.dividedBy(WINDOWS_OF_A_HORIZON);
    window = window.compareTo(LONGEST_WINDOW) > 0 ? LONGEST_WINDOW : window;
    window = window.compareTo(columns.period()) < 0 ? columns.period() : window;
    return new LabelShift(columns, failures, window).told();
  }

  private Optional<String> told() {
    int best = 0;
    double most = 0;
    for (int hours = -HOURS; hours <= HOURS; hours++) {
      double mean = hours == 0 || !isBetter(hours) ? 0 : mean(before(hours * HOUR));
      if (mean > most) {
        most = mean;
        best = hours;
      }
    }
    if (best == 0) {
      return Optional.empty();
    }
    String hours = Math.abs(best) + " h";
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the failures fit the KPIs much better %s %s (in the last %s before them KPIs are %.2f"
                + " deviations further from their usual than at other times, as they are logged"
                + " %.2f): do the times of the two files differ by %s?",
            hours,
            best > 0 ? "later" : "earlier",
            TimeScale.text(Duration.ofMillis(window)),
            most,
            mean(before(0)),
            hours));
  }

  private boolean isBetter(int hours) {
    double[] logged = before(0);
    double[] shifted = before(hours * HOUR);
    double[] after = before(window);
    int[] both =
        IntStream.range(0, failures.length)
            .filter(i -> !Double.isNaN(logged[i]) && !Double.isNaN(shifted[i]))
            .toArray();
    if (both.length < FEWEST || 2 * both.length < failures.length) {
      return false;
    }
    double[] gains = Arrays.stream(both).mapToDouble(i -> shifted[i] - logged[i]).toArray();
    double gain = mean(gains);
    double squares = Arrays.stream(gains).map(x -> (x - gain) * (x - gain)).sum();
    double error = Math.sqrt(squares / (gains.length - 1) / gains.length);
    double begins = mean(Arrays.stream(both).mapToDouble(i -> after[i] - logged[i]).toArray());
    return gain > 0
        && gain / error > criticalT(gains.length - 1)
        && gain > (BETTER - 1) * mean(Arrays.stream(both).mapToDouble(i -> logged[i]).toArray())
        && (hours < 0 || begins < gain / 2);
  }

  /** Of all shifts together (Bonferroni). */
  private static double criticalT(int degreesOfFreedom) {
    return new TDistribution(degreesOfFreedom)
        .inverseCumulativeProbability(1 - SIGNIFICANT / (2 * HOURS));
  }

  /** The mean of a window before each failure, shifted; NaN where there is no row. */
  private double[] before(long shift) {
    return Arrays.stream(failures)
        .mapToDouble(
            time -> {
              int from = columns.firstRow(time + shift - window);
              int until = columns.firstRow(time + shift);
              return (sums[0][until] - sums[0][from]) / (sums[1][until] - sums[1][from]);
            })
        .toArray();
  }

  /** Of what is known; NaN if nothing is. */
  private static double mean(double[] values) {
    return Arrays.stream(values).filter(x -> !Double.isNaN(x)).average().orElse(Double.NaN);
  }

  private static double[] unusual(KpiColumns columns) {
    int rows = columns.rows();
    boolean rhythm =
        Duration.between(columns.time(0), columns.time(rows - 1)).compareTo(OF_A_RHYTHM) >= 0;
    int[] hours = new int[rows];
    for (int row = 0; rhythm && row < rows; row++) {
      hours[row] = Math.floorMod(Math.floorDiv(columns.epochMillis()[row], HOUR), HOURS_OF_A_DAY);
    }
    double[] sum = new double[rows];
    int[] count = new int[rows];
    for (double[] values : columns.values()) {
      double[] centred = centred(values, hours);
      int stride = stride(rows);
      double scale =
          OF_NORMAL
              * median(
                  IntStream.range(0, rows / stride)
                      .mapToDouble(i -> Math.abs(centred[i * stride]))
                      .toArray());
      for (int row = 0; scale > 0 && row < rows; row++) {
        if (!Double.isNaN(centred[row])) {
          sum[row] += Math.min(MOST, Math.abs(centred[row]) / scale);
          count[row]++;
        }
      }
    }
    double[] mean = new double[rows];
    Arrays.setAll(mean, row -> sum[row] / count[row]);
    return centred(mean, hours);
  }

  /** Less the median of the hour. */
  private static double[] centred(double[] values, int[] hours) {
    int stride = stride(values.length);
    int[] counts = new int[HOURS_OF_A_DAY];
    for (int row = 0; row < values.length; row += stride) {
      counts[hours[row]]++;
    }
    double[][] byHour = new double[HOURS_OF_A_DAY][];
    Arrays.setAll(byHour, hour -> new double[counts[hour]]);
    for (int row = 0; row < values.length; row += stride) {
      byHour[hours[row]][--counts[hours[row]]] = values[row];
    }
    double[] medians = Arrays.stream(byHour).mapToDouble(LabelShift::median).toArray();
    double[] centred = values.clone();
    for (int row = 0; row < centred.length; row++) {
      centred[row] -= medians[hours[row]];
    }
    return centred;
  }

  /**
   * Medians are of all rows or, where there are many, of every so many-th, no divisor of an hour.
   */
  private static int stride(int rows) {
    return rows < 2 * ENOUGH_ROWS ? 1 : rows / ENOUGH_ROWS | 1;
  }

  /** NaN if nothing is known. */
  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted); // NaN last
    int known = sorted.length;
    while (known > 0 && Double.isNaN(sorted[known - 1])) {
      known--;
    }
    return known == 0 ? Double.NaN : sorted[known / 2];
  }
}
