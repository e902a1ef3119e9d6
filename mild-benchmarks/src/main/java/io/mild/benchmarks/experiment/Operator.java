package io.mild.benchmarks.experiment;

import io.mild.AssuranceStream;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * An operator who judges each notification of the incident: as true when the failure that it
 * announced has come, and two horizons after it at the latest; as false, two horizons after it, if
 * it was made on an unprotected minute (docs/benchmark.md §3).
 */
final class Operator implements Teller {
  /** How long an operator waits for a failure, in horizons. */
  private static final int PATIENCE = 2;

  private final List<Failure> failures;
  private final Duration horizon;
  private final PriorityQueue<Judgement> open =
      new PriorityQueue<>(Comparator.comparing(Judgement::known));

  /**
   * @param failures of all the rows that are watched
   * @param horizon the longest; also how long a drift is taken to be where nobody noted its onset
   */
  Operator(FailureLog failures, Duration horizon) {
    this.failures = failures.failures();
    this.horizon = horizon;
  }

  /**
   * What the operator says of a notification.
   *
   * @param notification when it was made
   * @param falseAlarm whether no failure was coming
   * @param known when this is known
   */
  record Judgement(Instant notification, boolean falseAlarm, Instant known) {}

  @Override
  public void tell(AssuranceStream stream, Instant row) {
    for (Judgement next = open.peek();
        next != null && !next.known.isAfter(row);
        next = open.peek()) {
      stream.judge(next.notification, next.falseAlarm);
      open.remove();
    }
  }

  @Override
  public void notified(Instant row, boolean falseAlarm) {
    open.add(judgement(row, falseAlarm));
  }

  /** Of a notification. */
  Judgement judgement(Instant notification, boolean falseAlarm) {
    Instant atLatest = notification.plus(horizon.multipliedBy(PATIENCE));
    Instant known =
        falseAlarm
            ? atLatest
            : failures.stream()
                .filter(failure -> !onset(failure).isAfter(notification))
                .map(Failure::time)
                .filter(failure -> failure.isAfter(notification) && failure.isBefore(atLatest))
                .min(Comparator.naturalOrder())
                .orElse(atLatest);
    return new Judgement(notification, falseAlarm, known);
  }

  private Instant onset(Failure failure) {
    return failure.onset().orElse(failure.time().minus(horizon));
  }
}
