package io.mild.training.screening;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * KPIs that stand still from some time on, for more than half of their rows, although they moved in
 * nearly each row (9 of 10) before: the sensor may be dead. Errors that are nearly always 0 are
 * nothing of that kind. Those that never move are told of where scales are fitted.
 */
final class Standstill {
  private static final int FEWEST_MOVES = 20;
  private static final double NEARLY_ALL = 0.9;

  private Standstill() {}

  static Optional<String> told(KpiColumns columns) {
    List<String> found = new ArrayList<>();
    for (int kpi = 0; kpi < columns.kpis().size(); kpi++) {
      double[] values = columns.values()[kpi];
      int[] known = columns.known(kpi);
      int from = known.length - 1;
      while (from > 0 && values[known[from - 1]] == values[known[from]]) {
        from--;
      }
      if (from >= FEWEST_MOVES && known.length - from > from) {
        int moves = 0;
        for (int i = 1; i <= from; i++) {
          moves += values[known[i]] != values[known[i - 1]] ? 1 : 0;
        }
        if (moves >= NEARLY_ALL * from) {
          found.add(
              "'%s' is %s from %s on"
                  .formatted(
                      columns.kpis().get(kpi), values[known[from]], columns.time(known[from])));
        }
      }
    }
    return Listing.told(
        "KPIs stand still for more than half of the history, although they moved before",
        found,
        "are their sources dead?");
  }
}
