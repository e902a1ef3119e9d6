package io.mild.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** What floors have cost in the latest 24 hours. */
final class ReplicaHours {
  private static final Duration DAY = Duration.ofHours(24);
  private static final double MILLIS_PER_HOUR = 3_600_000;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private double sum;

  private record Entry(Instant time, double hours) {}

  void add(Instant time, double hours) {
    if (hours > 0) {
      entries.add(new Entry(time, hours));
      sum += hours;
    }
  }

  double of(Instant now) {
    while (!entries.isEmpty() && !entries.peek().time.isAfter(now.minus(DAY))) {
      sum -= entries.remove().hours;
    }
    return sum;
  }

  static double hours(Instant from, Instant until) {
    return Duration.between(from, until).toMillis() / MILLIS_PER_HOUR;
  }
}
