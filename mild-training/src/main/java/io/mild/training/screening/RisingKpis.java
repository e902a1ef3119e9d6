package io.mild.training.screening;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * KPIs that only ever rise, as counters do: no level of theirs is usual, and what tells of a
 * failure is how fast they rise. A counter that starts anew falls to a tenth at most of what it
 * was; it does so in a hundredth of its steps at most. What comes after a gap as long as the
 * longest horizon may be another recording, or another device's: it has another start. A setting
 * that was raised now and then is no counter: that rises in a tenth of its steps at least, and in
 * {@value #FEWEST_RISES}.
 */
final class RisingKpis {
  static final int FEWEST_RISES = 50;
  private static final double OF_STEPS = 0.1;
  private static final double MOST_RESTARTS = 0.01;
  private static final double AFTER_RESTART = 0.1;

  private RisingKpis() {}

  /**
   * @param horizon the longest
   */
  static Optional<String> told(KpiColumns columns, Duration horizon) {
    boolean[] begins = beginnings(columns, horizon);
    List<String> found = new ArrayList<>();
    for (int kpi = 0; kpi < columns.kpis().size(); kpi++) {
      int restarts = restarts(columns.values()[kpi], begins);
      if (restarts >= 0) {
        found.add("'" + columns.kpis().get(kpi) + "'" + (restarts > 0 ? ", but for restarts" : ""));
      }
    }
    return Listing.told(
        "KPIs only ever rise", found, "of counters give the rates: no level of them is usual");
  }

  /** Rows before which there is a gap. */
  private static boolean[] beginnings(KpiColumns columns, Duration horizon) {
    boolean[] begins = new boolean[columns.rows()];
    for (int row = 1; row < begins.length; row++) {
      begins[row] =
          columns.epochMillis()[row] - columns.epochMillis()[row - 1] >= horizon.toMillis();
    }
    return begins;
  }

  /** How often a counter started anew, or −1 if it is none. */
  private static int restarts(double[] values, boolean[] begins) {
    double last = Double.NaN;
    int steps = 0;
    int rises = 0;
    int restarts = 0;
    for (int row = 0; row < values.length; row++) {
      double value = values[row];
      last = begins[row] ? Double.NaN : last;
      if (Double.isNaN(value)) {
        continue;
      }
      if (!Double.isNaN(last)) {
        steps++;
        rises += value > last ? 1 : 0;
        if (value < last) {
          if (value < 0 || value > AFTER_RESTART * last) {
            return -1;
          }
          restarts++;
        }
      }
      last = value;
    }
    return rises >= Math.max(FEWEST_RISES, OF_STEPS * steps) && restarts <= MOST_RESTARTS * steps
        ? restarts
        : -1;
  }
}
