package io.mild.training.screening;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * KPIs whose unit changes once: from a row on they are larger or smaller by a factor between units,
 * such as 1000 or 60, and stay so. Nearly all values (199 of 200) lie on their side of the middle,
 * both sides vary alike, and their medians are apart by the factor but for a tenth (of 8, which
 * many things are, a twentieth). What grows bit by bit is no such thing: the values next to the
 * change (1/{@value #BLOCKS} of the history on each side) are apart by the factor but for a half.
 *
 * <p>It is told and nothing more: which of the units the rows to come will have, nobody knows here.
 */
final class UnitChange {
  private static final double[] FACTORS = {8, 60, 100, 1000, 3600, 86_400, 1e6, 1e9};
  private static final double TOLERANCE = 0.1;
  private static final double TOLERANCE_OF_8 = 0.05;
  private static final double LEAST_STEP = 0.9; // less than half of log 8
  private static final int BLOCKS = 64;
  private static final int ROWS_OF_A_BLOCK = 5;
  private static final int SOME = 31;
  private static final double SUDDEN = 0.5;
  private static final double STRAYS = 0.005;
  private static final double ALIKE = 2;

  private UnitChange() {}

  static Optional<String> told(KpiColumns columns) {
    List<String> found = new ArrayList<>();
    for (int kpi = 0; kpi < columns.kpis().size(); kpi++) {
      found(columns, kpi).ifPresent(found::add);
    }
    return Listing.told(
        "units seem to change within the history",
        found,
        "give all rows the units of those to come: what is usual was learned of both");
  }

  private static Optional<String> found(KpiColumns columns, int kpi) {
    double[] values = columns.values()[kpi];
    if (!steps(values)) {
      return Optional.empty();
    }
    int[] rows = Arrays.stream(columns.known(kpi)).filter(row -> values[row] != 0).toArray();
    double[] sizes =
        Arrays.stream(rows).mapToDouble(row -> Math.log(Math.abs(values[row]))).toArray();
    int block = Math.max(ROWS_OF_A_BLOCK, rows.length / BLOCKS);
    if (rows.length < 4 * block) {
      return Optional.empty();
    }
    int near = block * greatestStep(sizes, block);
    if (near == 0) {
      return Optional.empty();
    }
    // The step lies in the block before or in that after; what is left out says where.
    double before = median(sizes, 0, near);
    double after = median(sizes, Math.min(sizes.length - block, near + block), sizes.length);
    double factor = factor(Math.abs(after - before));
    if (Double.isNaN(factor)) {
      return Optional.empty();
    }
    boolean rises = after > before;
    double middle = (before + after) / 2;
    int change = Math.max(0, near - block);
    while (change < sizes.length && sizes[change] > middle != rises) {
      change++;
    }
    if (change == 0) {
      return Optional.empty();
    }
    double step =
        median(sizes, change, Math.min(sizes.length, change + block))
            - median(sizes, Math.max(0, change - block), Math.max(1, change));
    int strays = 0;
    for (int i = 0; i < sizes.length; i++) {
      strays += sizes[i] > middle == (i < change == rises) ? 1 : 0;
    }
    double spreadBefore = spread(sizes, 0, change);
    double spreadAfter = spread(sizes, change, sizes.length);
    if (Math.abs(Math.abs(step) - Math.log(factor)) > SUDDEN
        || strays > STRAYS * sizes.length
        || spreadBefore > ALIKE * spreadAfter
        || spreadAfter > ALIKE * spreadBefore) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "'%s' is about %.0f times as %s from %s on",
            columns.kpis().get(kpi),
            factor,
            rises ? "large" : "small",
            columns.time(rows[change])));
  }

  /**
   * Whether to look closer: some block's median of some values is as far from that of the one
   * before as half of a factor, which is what a block of both units can leave of it.
   */
  private static boolean steps(double[] values) {
    int block = Math.max(ROWS_OF_A_BLOCK, values.length / BLOCKS);
    double last = Double.NaN;
    for (int from = 0; from + block <= values.length; from += block) {
      double[] some = new double[Math.min(SOME, block)];
      int count = 0;
      for (int i = 0; i < some.length; i++) {
        double size = Math.abs(values[from + i * block / some.length]);
        if (size > 0) {
          some[count++] = size;
        }
      }
      double next = count == 0 ? last : Math.log(median(some, 0, count));
      if (Math.abs(next - last) > LEAST_STEP) {
        return true;
      }
      last = next;
    }
    return false;
  }

  /** The block whose median is farthest from that of the one before. */
  private static int greatestStep(double[] sizes, int block) {
    int greatest = 0;
    double most = 0;
    double last = median(sizes, 0, block);
    for (int i = 1; (i + 1) * block <= sizes.length; i++) {
      double next = median(sizes, i * block, (i + 1) * block);
      if (Math.abs(next - last) > most) {
        most = Math.abs(next - last);
        greatest = i;
      }
      last = next;
    }
    return greatest;
  }

  /** The factor between units that is near to this, or NaN. */
  private static double factor(double logarithm) {
    for (double factor : FACTORS) {
      double tolerance = factor == FACTORS[0] ? TOLERANCE_OF_8 : TOLERANCE;
      if (Math.abs(logarithm - Math.log(factor)) <= tolerance) {
        return factor;
      }
    }
    return Double.NaN;
  }

  private static double median(double[] values, int from, int until) {
    double[] sorted = Arrays.copyOfRange(values, from, until);
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double spread(double[] values, int from, int until) {
    double[] sorted = Arrays.copyOfRange(values, from, until);
    Arrays.sort(sorted);
    return sorted[(int) (0.75 * (sorted.length - 1))] - sorted[(int) (0.25 * (sorted.length - 1))];
  }
}
