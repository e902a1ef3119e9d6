package io.mild.training.screening;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * KPIs that stand elsewhere from a row on, and stay there: a deploy, a new machine, more users.
 * What was learned of the days before is then of another level than the days to come, and the days
 * after are too few to learn from. So the days before are raised to where the KPI stands now.
 *
 * <p>Looked at is the median of each hour without the daily rhythm, which is the median over the
 * days of what an hour is beside its day. A change is the hour that tells best two stretches apart
 * (the greatest cumulative sum), if
 *
 * <ul>
 *   <li>the stretches have at least {@value #DAYS_BEFORE} days and one,
 *   <li>their medians differ by at least {@value #DEVIATIONS} robust deviations of the hours and
 *       {@value #DAILY_DEVIATIONS} of the days' medians within them,
 *   <li>half a day before and after the hour differ by most of it, and so does the last day: it was
 *       sudden, and did not pass,
 *   <li>and both vary alike, as they do not where a unit changed.
 * </ul>
 *
 * @param kpi which
 * @param row the first after the change
 * @param step by which the values before are raised
 * @param deviations the same in robust deviations of the hours
 */
record LevelChange(int kpi, int row, double step, double deviations) {
  private static final int DAYS_BEFORE = 3;
  private static final double DEVIATIONS = 2;
  private static final double DAILY_DEVIATIONS = 4;
  private static final double MOST_OF_IT = 0.6;
  private static final double ALIKE = 2;

  private static final int HOURS = 24;
  private static final int SUDDEN_HOURS = 12;
  private static final int FEWEST_ROWS_AN_HOUR = 5;
  private static final int MOST_CHANGES = 3;
  private static final double DEVIATIONS_PER_MEDIAN_DISTANCE = 1.4826;
  private static final long HOUR = Duration.ofHours(1).toMillis();

  /** The columns with all KPIs where they stand at last, and what was raised. */
  record Raised(KpiColumns columns, Optional<String> told) {}

  /** Raises what was before changes; of a KPI at most {@value #MOST_CHANGES}. */
  static Raised in(KpiColumns columns) {
    if (columns.period().multipliedBy(FEWEST_ROWS_AN_HOUR).toMillis() > HOUR) {
      return new Raised(columns, Optional.empty());
    }
    KpiColumns raised = columns;
    List<String> found = new ArrayList<>();
    for (int kpi = 0; kpi < columns.kpis().size(); kpi++) {
      for (int i = 0; i < MOST_CHANGES; i++) {
        Optional<LevelChange> change = of(raised, kpi);
        if (change.isEmpty()) {
          break;
        }
        found.add(change.get().text(columns));
        raised = change.get().raise(raised);
      }
    }
    Optional<String> told =
        Listing.told(
            "KPIs stand elsewhere for good",
            found,
            "their values before are taken as if they had stood there: those to come will");
    return new Raised(raised, told);
  }

  private String text(KpiColumns columns) {
    return String.format(
        Locale.ROOT,
        "'%s' is %s %s (%.1f deviations) from %s on",
        columns.kpis().get(kpi),
        Listing.number(Math.abs(step)),
        step > 0 ? "higher" : "lower",
        deviations,
        columns.time(row));
  }

  private KpiColumns raise(KpiColumns columns) {
    double[][] values = columns.values().clone();
    values[kpi] = values[kpi].clone();
    for (int i = 0; i < row; i++) {
      values[kpi][i] += step;
    }
    return new KpiColumns(columns.kpis(), columns.epochMillis(), values, columns.period());
  }

  /** The last change: where two stretches are no change, the second may hold one. */
  private static Optional<LevelChange> of(KpiColumns columns, int kpi) {
    Hours hours = Hours.of(columns, kpi);
    double[] levels = hours.withoutRhythm();
    int from = 0;
    while (levels.length - from >= (DAYS_BEFORE + 1) * HOURS) {
      int split = from + mostTelling(levels, from);
      if (split - from >= DAYS_BEFORE * HOURS && levels.length - split >= HOURS) {
        Step step = Step.of(levels, from, split);
        if (step.isForGood()) {
          int row = columns.firstRow(hours.epochMillis[split]);
          return Optional.of(new LevelChange(kpi, row, step.height, step.deviations()));
        }
      }
      from = Math.max(split, from + 1);
    }
    return Optional.empty();
  }

  /** What lies between two stretches of levels, and how these vary. */
  private record Step(
      double height,
      double sudden,
      double last,
      double spreadBefore,
      double spreadAfter,
      double ofDays) {
    static Step of(double[] levels, int from, int split) {
      int end = levels.length;
      double before = median(levels, from, split);
      double after = median(levels, split, end);
      return new Step(
          after - before,
          median(levels, split, Math.min(end, split + SUDDEN_HOURS))
              - median(levels, split - SUDDEN_HOURS, split),
          median(levels, end - HOURS, end) - before,
          deviation(levels, from, split),
          deviation(levels, split, end),
          deviationOfDays(levels, from, split, before, after));
    }

    double deviations() {
      return Math.abs(height) / Math.max(spreadBefore, spreadAfter);
    }

    boolean isForGood() {
      return Math.max(spreadBefore, spreadAfter) > 0
          && deviations() >= DEVIATIONS
          && Math.abs(height) >= DAILY_DEVIATIONS * ofDays
          && sudden / height >= MOST_OF_IT
          && last / height >= MOST_OF_IT
          && spreadBefore <= ALIKE * spreadAfter
          && spreadAfter <= ALIKE * spreadBefore;
    }
  }

  /** The hours of a KPI that are known: when each begins, and its median. */
  private record Hours(long[] epochMillis, double[] medians) {
    static Hours of(KpiColumns columns, int kpi) {
      double[] values = columns.values()[kpi];
      long[] times = columns.epochMillis();
      long[] hours = new long[values.length];
      double[] medians = new double[values.length];
      int count = 0;
      double[] known = new double[values.length];
      for (int from = 0, to; from < values.length; from = to) {
        long hour = Math.floorDiv(times[from], HOUR);
        int rows = 0;
        for (to = from; to < values.length && Math.floorDiv(times[to], HOUR) == hour; to++) {
          if (!Double.isNaN(values[to])) {
            known[rows++] = values[to];
          }
        }
        if (rows > 0) {
          hours[count] = hour * HOUR;
          medians[count++] = median(known, 0, rows);
        }
      }
      return new Hours(Arrays.copyOf(hours, count), Arrays.copyOf(medians, count));
    }

    int count() {
      return medians.length;
    }

    double[] withoutRhythm() {
      double[] besideDay = new double[count()];
      for (int from = 0, to; from < besideDay.length; from = to) {
        long day = Math.floorDiv(epochMillis[from], HOURS * HOUR);
        to = from;
        while (to < besideDay.length && Math.floorDiv(epochMillis[to], HOURS * HOUR) == day) {
          to++;
        }
        double ofDay = median(medians, from, to);
        for (int i = from; i < to; i++) {
          besideDay[i] = medians[i] - ofDay;
        }
      }
      double[] rhythm = new double[HOURS];
      for (int hour = 0; hour < HOURS; hour++) {
        int of = hour;
        double[] same =
            IntStream.range(0, besideDay.length)
                .filter(i -> hourOfDay(i) == of)
                .mapToDouble(i -> besideDay[i])
                .toArray();
        rhythm[hour] = same.length == 0 ? 0 : median(same, 0, same.length);
      }
      double[] levels = new double[count()];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = medians[i] - rhythm[hourOfDay(i)];
      }
      return levels;
    }

    private int hourOfDay(int i) {
      return (int) Math.floorMod(epochMillis[i] / HOUR, (long) HOURS);
    }
  }

  /**
   * The beginning of the second of the two stretches whose means differ most for their lengths, so
   * many after the first hour.
   */
  private static int mostTelling(double[] levels, int from) {
    int count = levels.length - from;
    double mean = Arrays.stream(levels, from, levels.length).average().orElse(0);
    double sum = 0;
    double most = 0;
    int found = 0;
    for (int i = 1; i < count; i++) {
      sum += levels[from + i - 1] - mean;
      double telling = Math.abs(sum) / Math.sqrt(i * (double) (count - i));
      if (telling > most) {
        most = telling;
        found = i;
      }
    }
    return found;
  }

  /** Robust deviation of the medians of days, each beside its stretch. */
  private static double deviationOfDays(
      double[] levels, int from, int change, double before, double after) {
    List<Double> days = new ArrayList<>();
    for (int end = change; end - HOURS >= from; end -= HOURS) {
      days.add(median(levels, end - HOURS, end) - before);
    }
    for (int begin = change; begin + HOURS <= levels.length; begin += HOURS) {
      days.add(median(levels, begin, begin + HOURS) - after);
    }
    double[] found = days.stream().mapToDouble(Double::doubleValue).toArray();
    return deviation(found, 0, found.length);
  }

  private static double median(double[] values, int from, int until) {
    double[] sorted = Arrays.copyOfRange(values, from, until);
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double deviation(double[] values, int from, int until) {
    double middle = median(values, from, until);
    double[] distances =
        Arrays.stream(values, from, until).map(value -> Math.abs(value - middle)).toArray();
    return DEVIATIONS_PER_MEDIAN_DISTANCE * median(distances, 0, distances.length);
  }
}
