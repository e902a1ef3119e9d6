package io.mild.benchmarks.few;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows with what failed in them, which can be put at another time.
 *
 * @param rows adjacent ones
 * @param failures in them
 */
public record Piece(KpiHistory rows, FailureLog failures) {
  /** A recording, to a model, ends where so much time goes by without a row. */
  private static final Duration APART = Duration.ofDays(1);

  /** What times of the day and of the week say of load stays as it was. */
  private static final Duration STEP = Duration.ofDays(7);

  /** As it was, but so much later. */
  Piece later(Duration by) {
    List<Instant> times = new ArrayList<>();
    double[][] values = new double[rows.rows()][];
    for (int row = 0; row < values.length; row++) {
      times.add(rows.time(row).plus(by));
      values[row] = rows.values(row);
    }
    return new Piece(
        KpiHistory.of(rows.kpis(), times, values),
        new FailureLog(failures.failures().stream().map(failure -> later(failure, by)).toList()));
  }

  private static Failure later(Failure failure, Duration by) {
    Failure later =
        Failure.of(failure.incident(), failure.intent(), failure.time().plus(by))
            .withRole(failure.role())
            .withKind(failure.kind());
    if (failure.onset().isPresent()) {
      later = later.withOnset(failure.onset().get().plus(by));
    }
    return failure.recovered().isPresent()
        ? later.withRecovery(failure.recovered().get().plus(by))
        : later;
  }

  /** Whether there is anything to learn of failures. */
  boolean fails() {
    return !failures.failures().isEmpty();
  }

  /**
   * Pieces one after another, in the order given. They stay at their times as far as these rise;
   * else a piece and all after it move by whole weeks, such that a day at least lies before it.
   */
  static Piece inOrder(List<Piece> pieces) {
    List<KpiHistory> rows = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    Duration shift = Duration.ZERO;
    for (Piece piece : pieces) {
      if (!rows.isEmpty()) {
        Instant end = rows.get(rows.size() - 1).end();
        Instant start = piece.rows.start();
        if (!start.plus(shift).isAfter(end)) {
          long weeks = Duration.between(start, end.plus(APART)).dividedBy(STEP) + 1;
          shift = STEP.multipliedBy(weeks);
        }
      }
      Piece placed = shift.isZero() ? piece : piece.later(shift);
      rows.add(placed.rows);
      failures.addAll(placed.failures.failures());
    }
    return new Piece(KpiHistory.concat(rows), new FailureLog(failures));
  }
}
