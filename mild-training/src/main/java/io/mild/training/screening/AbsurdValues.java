package io.mild.training.screening;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.features.Sentinels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Values of a KPI that no measurement gave: a single one of them makes a scale or a daily rhythm
 * that is no use to any other row.
 *
 * <p>What a KPI usually is, is between its lowest and highest value when a thousandth of its values
 * (3 at least) is left out at either end. Absurd are
 *
 * <ol>
 *   <li>{@link Sentinels} that are {@value Sentinels#APART} times what is usual and more, in less
 *       than half of the rows; and what exceeds 2<sup>64</sup> a million times what is usual;
 *   <li>−1, in a hundredth of the rows at most, where a KPI is never negative otherwise and either
 *       has fractions, which an exact −1 has not, or stays clear of 0: above {@value
 *       Sentinels#APART}, with a gap to −1 that is a quarter as wide as what is usual. Other
 *       negative values where it is never negative otherwise, twice as far below what is usual as
 *       that is wide, for {@value #LONGEST_RUN} rows at most between rows that are usual, and in no
 *       more than a thousandth of the rows (3 at least);
 *   <li>values {@value #FAR} times as large as what is usual, for {@value #LONGEST_RUN} rows at
 *       most between rows that are usual, and in no more than a thousandth of the rows (3 at
 *       least). The service that hangs until a time-out answers some 100 times as late. A KPI that
 *       is the same in half of its rows, as errors that are nearly always 0, has no such values:
 *       its first burst is what there is to learn.
 * </ol>
 *
 * <p>From a horizon before a failure's onset to its recovery (a horizon after it, if nobody noted
 * that) only the first kind is absurd, and −1 for {@value #LONGEST_RUN} rows at most: what fails
 * may be anything else.
 */
final class AbsurdValues {
  static final int FAR = 1000;
  static final int LONGEST_RUN = 3;

  private static final double TWO_TO_64 = 0x1p64;
  private static final double CODE = -1;
  private static final double IMPOSSIBLE = 1e6;

  private static final int SOME = 101;
  private static final int FEWEST_VALUES = 20;
  private static final int FEWEST_EXTREMES = 3;
  private static final double EXTREMES = 1e-3;
  private static final double MOST_OF_A_CODE = 1e-2;
  private static final double NEIGHBOURHOOD = 0.1;

  private final int kpi;
  private final int[] rows; // ascending, at least one
  private final double low;
  private final double high;

  private AbsurdValues(int kpi, int[] rows, double low, double high) {
    this.kpi = kpi;
    this.rows = rows;
    this.low = low;
    this.high = high;
  }

  /** The KPI's index. */
  int kpi() {
    return kpi;
  }

  /** Where its values are absurd, ascending, at least one. */
  int[] rows() {
    return rows;
  }

  /** Those of all KPIs that have some. */
  static List<AbsurdValues> in(KpiColumns columns, FailureLog failures, Duration horizon) {
    boolean[] failing = failing(columns, failures, horizon);
    List<AbsurdValues> found = new ArrayList<>();
    for (int kpi = 0; kpi < columns.kpis().size(); kpi++) {
      double[] values = columns.values()[kpi];
      if (isSuspicious(values)) {
        Search.of(values, failing).found(kpi).ifPresent(found::add);
      }
    }
    return found;
  }

  /**
   * Whether to look closer, which takes a sort: a sentinel, a negative value or one {@value #FAR}
   * times the median of some is among them.
   */
  private static boolean isSuspicious(double[] values) {
    double most = 0;
    for (double value : values) {
      most = Math.max(most, Double.isNaN(value) ? 0 : Math.abs(value));
      if (value < 0 || Sentinels.isSentinel(value)) {
        return true;
      }
    }
    double[] some =
        IntStream.range(0, SOME)
            .mapToDouble(i -> values[(int) ((long) i * values.length / SOME)])
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    return some.length == 0 || most >= FAR * some[some.length / 2];
  }

  /** A sentence of all. */
  static Optional<String> told(List<AbsurdValues> absurd, KpiColumns columns) {
    return Listing.told(
        "absurd values are taken for missing",
        absurd.stream().map(values -> values.told(columns)).toList(),
        "mend them where they come from, or leave them empty");
  }

  private String told(KpiColumns columns) {
    double value = columns.values()[kpi][rows[0]];
    int more = rows.length - 1;
    double away = Math.max(low - value, value - high) / (high - low);
    return "'%s' is %s at %s, but usually %s to %s%s%s"
        .formatted(
            columns.kpis().get(kpi),
            value,
            columns.time(rows[0]),
            Listing.number(low),
            Listing.number(high),
            Double.isFinite(away) ? ", " + Listing.number(away) + " times that range away" : "",
            more == 0 ? "" : more == 1 ? ", and in 1 row more" : ", and in " + more + " rows more");
  }

  private static boolean[] failing(KpiColumns columns, FailureLog failures, Duration horizon) {
    boolean[] failing = new boolean[columns.rows()];
    for (Failure failure : failures.failures()) {
      Instant onset = failure.onset().orElse(failure.time());
      Instant recovered = failure.recovered().orElse(failure.time().plus(horizon));
      int from = columns.firstRow(onset.minus(horizon).toEpochMilli());
      int until = columns.firstRow(recovered.toEpochMilli() + 1);
      Arrays.fill(failing, from, until, true);
    }
    return failing;
  }

  /** Of one KPI. */
  private static final class Search {
    private final double[] values;
    private final boolean[] failing;
    private final double[] sorted; // without sentinels, and perhaps without codes
    private final boolean leavesOutCodes;
    private final int extremes;
    private final double low;
    private final double high;

    private Search(double[] values, boolean[] failing, double[] sorted, boolean leavesOutCodes) {
      this.values = values;
      this.failing = failing;
      this.sorted = sorted;
      this.leavesOutCodes = leavesOutCodes;
      this.extremes = (int) Math.max(FEWEST_EXTREMES, EXTREMES * sorted.length);
      this.low = sorted.length < FEWEST_VALUES ? 0 : sorted[extremes];
      this.high = sorted.length < FEWEST_VALUES ? 0 : sorted[sorted.length - 1 - extremes];
    }

    static Search of(double[] values, boolean[] failing) {
      double[] numbers =
          Arrays.stream(values)
              .filter(value -> !Double.isNaN(value) && !Sentinels.isSentinel(value))
              .sorted()
              .toArray();
      double[] others = Arrays.stream(numbers).filter(value -> value != CODE).toArray();
      Search withoutCodes = new Search(values, failing, others, true);
      return withoutCodes.standsOut(numbers.length - others.length)
          ? withoutCodes
          : new Search(values, failing, numbers, false);
    }

    /** Whether −1, so many times, is none of the numbers that the KPI has otherwise. */
    private boolean standsOut(int times) {
      if (sorted.length < FEWEST_VALUES
          || times > Math.max(FEWEST_EXTREMES, MOST_OF_A_CODE * sorted.length)
          || low < 0) {
        return false;
      }
      long fractions = Arrays.stream(sorted).filter(value -> value != Math.rint(value)).count();
      return fractions > sorted.length / 2 && sorted[0] >= 0
          || low >= Sentinels.APART && low - CODE >= (high - low) / 4;
    }

    Optional<AbsurdValues> found(int kpi) {
      if (sorted.length < FEWEST_VALUES) {
        return Optional.empty();
      }
      boolean[] absurd = new boolean[values.length];
      sentinels(absurd);
      if (leavesOutCodes) {
        mark(rows(row -> values[row] == CODE && !failing[row]), values.length, absurd);
        mark(isolated(row -> values[row] == CODE), values.length, absurd);
      }
      negatives(absurd);
      farOut(absurd);
      int[] rows = IntStream.range(0, absurd.length).filter(row -> absurd[row]).toArray();
      return rows.length == 0
          ? Optional.empty()
          : Optional.of(new AbsurdValues(kpi, rows, low, high));
    }

    private double usual() {
      return Math.max(Math.abs(low), Math.abs(high));
    }

    private void sentinels(boolean[] absurd) {
      mark(rows(row -> Sentinels.isSentinel(values[row], usual())), sorted.length, absurd);
      mark(
          rows(row -> Math.abs(values[row]) > Math.max(TWO_TO_64, IMPOSSIBLE * usual())),
          sorted.length / 2,
          absurd);
    }

    private void negatives(boolean[] absurd) {
      if (low < 0) {
        return;
      }
      double gap = 2 * (high - low);
      mark(
          isolated(
              row ->
                  values[row] < 0
                      && values[row] != CODE
                      && low - values[row] >= gap
                      && !absurd[row]
                      && !failing[row]),
          extremes,
          absurd);
    }

    private void farOut(boolean[] absurd) {
      boolean varies = sorted[sorted.length / 4] < sorted[sorted.length - 1 - sorted.length / 4];
      if (varies) {
        mark(
            isolated(
                row -> !absurd[row] && !failing[row] && Math.abs(values[row]) >= FAR * usual()),
            extremes,
            absurd);
      }
    }

    private int[] rows(IntPredicate which) {
      return IntStream.range(0, values.length).filter(which).toArray();
    }

    /** Those of short runs between usual values. */
    private int[] isolated(IntPredicate which) {
      List<Integer> found = new ArrayList<>();
      int row = 0;
      while (row < values.length) {
        int from = row;
        while (row < values.length && which.test(row)) {
          row++;
        }
        if (row > from && row - from <= LONGEST_RUN && isUsual(from - 1, -1) && isUsual(row, 1)) {
          IntStream.range(from, row).forEach(found::add);
        }
        row += row == from ? 1 : 0;
      }
      return found.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether the next known value in a direction is about usual, or there is none. */
    private boolean isUsual(int from, int step) {
      int row = from;
      while (row >= 0 && row < values.length && Double.isNaN(values[row])) {
        row += step;
      }
      double margin = NEIGHBOURHOOD * (high - low);
      return row < 0
          || row >= values.length
          || values[row] >= low - margin && values[row] <= high + margin;
    }

    private static void mark(int[] rows, int most, boolean[] absurd) {
      if (rows.length <= most) {
        for (int row : rows) {
          absurd[row] = true;
        }
      }
    }
  }
}
