package io.mild.training.departures;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What each row of a history is to a failure: its lead-up, healthy, or neither.
 *
 * <p>A failure's rows are those from its onset, but at most a horizon before it, to the failure;
 * together they weigh 1, however many they are. Rows in which nothing drifts, fails or recovers are
 * healthy. What lies between is neither: it is not healthy, and the failure is further ahead than
 * the horizon.
 *
 * @param failures rows of each failure that has any, {@code [failure][…]}, ascending, in order of
 *     time; of role victim none
 * @param causes each intent's share in being the root cause, {@code [rows × intents]}
 * @param healthy {@code [rows]}
 * @param intents number K of intents
 */
public record DepartureTargets(
    List<int[]> failures, float[] causes, boolean[] healthy, int intents) {

  /**
   * The targets of a history.
   *
   * @param log failures of the intents alone
   * @param causes the gate's targets at this horizon, {@code [rows × intents]}
   * @param protectedRows in which rows something drifts, fails or recovers
   */
  public static DepartureTargets of(
      KpiHistory history,
      FailureLog log,
      float[] causes,
      boolean[] protectedRows,
      Duration horizon) {
    List<int[]> failures = new ArrayList<>();
    for (Failure failure : log.failures()) {
      Instant ahead = failure.time().minus(horizon);
      Instant onset = failure.onset().filter(ahead::isBefore).orElse(ahead);
      int[] rows =
          IntStream.range(history.firstRow(onset), history.firstRow(failure.time())).toArray();
      if (failure.role() != Failure.Role.VICTIM && rows.length > 0) {
        failures.add(rows);
      }
    }
    boolean[] healthy = new boolean[history.rows()];
    for (int row = 0; row < healthy.length; row++) {
      healthy[row] = !protectedRows[row];
    }
    return new DepartureTargets(
        failures, causes, healthy, causes.length / Math.max(1, history.rows()));
  }

  /** The same with some rows only: failures that lose a row are lost whole. */
  DepartureTargets of(boolean[] kept) {
    return new DepartureTargets(
        failures.stream().filter(rows -> Arrays.stream(rows).allMatch(row -> kept[row])).toList(),
        causes,
        withHealthy(kept).healthy,
        intents);
  }

  /** The same failures with some of the healthy rows only. */
  DepartureTargets withHealthy(boolean[] kept) {
    boolean[] still = new boolean[healthy.length];
    for (int row = 0; row < still.length; row++) {
      still[row] = healthy[row] && kept[row];
    }
    return new DepartureTargets(failures, causes, still, intents);
  }

  /**
   * Log-odds that a row is failing: what is learned with failures and healthy rows in balance is
   * moved by.
   */
  double balance() {
    long failing = failures.stream().mapToInt(rows -> rows.length).sum();
    return Math.log((failing + 0.5) / (healthyRows() + 0.5));
  }

  /** How many rows are healthy. */
  public int healthyRows() {
    int rows = 0;
    for (boolean its : healthy) {
      rows += its ? 1 : 0;
    }
    return rows;
  }

  /** Whether an intent is a cause of any of the failures. */
  boolean failed(int intent) {
    return failures.stream()
        .anyMatch(rows -> Arrays.stream(rows).anyMatch(row -> causes[row * intents + intent] > 0));
  }

  /** The intent with the greatest share in being the cause in some rows, the first of equals. */
  int cause(int[] rows) {
    int most = 0;
    double greatest = 0;
    for (int intent = 0; intent < intents; intent++) {
      double share = 0;
      for (int row : rows) {
        share += causes[row * intents + intent];
      }
      if (share > greatest) {
        most = intent;
        greatest = share;
      }
    }
    return most;
  }
}
