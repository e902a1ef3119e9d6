package io.mild.training.labels;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What rows are taught (see {@link Labels}), row after row in the order of time, at several
 * horizons at once: what a row's labels are is known from the next failure of each intent alone.
 * Belongs to one walk over the rows.
 */
public final class RowLabels {
  private final int horizons;
  private final boolean multipleRootCauses;
  private final Ahead[] failing; // [intent]
  private final Ahead[] blamed;
  private final Ahead[] roots;
  private long now;

  /**
   * Of a walk that has not begun.
   *
   * @param log failures of these intents alone
   * @param blamed those of them that may be causes
   * @param intents in the order of the labels
   * @param horizons longest first
   * @param multipleRootCauses whether each of several roots is a cause in full, not in part
   */
  public RowLabels(
      FailureLog log,
      FailureLog blamed,
      List<String> intents,
      List<Duration> horizons,
      boolean multipleRootCauses) {
    this.horizons = horizons.size();
    this.multipleRootCauses = multipleRootCauses;
    this.failing = ahead(log.failures(), intents, horizons);
    this.blamed = ahead(blamed.failures(), intents, horizons);
    this.roots =
        ahead(
            blamed.failures().stream().filter(f -> f.role() == Failure.Role.ROOT).toList(),
            intents,
            horizons);
  }

  private static Ahead[] ahead(
      List<Failure> failures, List<String> intents, List<Duration> horizons) {
    return intents.stream()
        .map(intent -> failures.stream().filter(f -> f.intent().equals(intent)).toList())
        .map(own -> new Ahead(own, horizons))
        .toArray(Ahead[]::new);
  }

  /** K, the number of intents. */
  public int intents() {
    return failing.length;
  }

  /** Labels of a row: one an intent and horizon. */
  public int labels() {
    return horizons * failing.length;
  }

  /**
   * Goes on to a row.
   *
   * @param epochMillis not before the row before
   */
  public void accept(long epochMillis) {
    now = epochMillis;
    for (int i = 0; i < failing.length; i++) {
      failing[i].advance(now);
      blamed[i].advance(now);
      roots[i].advance(now);
    }
  }

  /** Writes y_bin of the row, horizon after horizon, {@code [horizons·intents]}. */
  public void writeLabels(float[] to, int at) {
    for (int horizon = 0; horizon < horizons; horizon++) {
      for (int i = 0; i < failing.length; i++) {
        to[at + horizon * failing.length + i] = failing[i].isWithin(horizon, now) ? 1 : 0;
      }
    }
  }

  /** Writes the gate's target of the row, {@code [intents]}, at the longest horizon. */
  public void writeCauses(float[] to, int at) {
    int known = count(roots);
    int any = known > 0 ? known : count(blamed);
    Ahead[] causes = known > 0 ? roots : blamed;
    float share = known > 0 && multipleRootCauses ? 1 : 1f / any;
    for (int i = 0; i < causes.length; i++) {
      to[at + i] = causes[i].isWithin(0, now) ? share : 0;
    }
  }

  private int count(Ahead[] intents) {
    int count = 0;
    for (Ahead intent : intents) {
      count += intent.isWithin(0, now) ? 1 : 0;
    }
    return count;
  }

  /** Failures of one intent, of which the next counts: it is within a horizon or none is. */
  private static final class Ahead {
    private final long[] ends; // ascending
    private final long[][] begins; // [horizon][failure]: the first millisecond within
    private int next;

    Ahead(List<Failure> failures, List<Duration> horizons) {
      this.ends = failures.stream().mapToLong(f -> f.time().toEpochMilli()).toArray();
      this.begins =
          horizons.stream()
              .map(
                  horizon ->
                      failures.stream()
                          .map(f -> f.time().minus(horizon).plusNanos(999_999))
                          .mapToLong(Instant::toEpochMilli)
                          .toArray())
              .toArray(long[][]::new);
    }

    void advance(long now) {
      while (next < ends.length && ends[next] <= now) {
        next++;
      }
    }

    boolean isWithin(int horizon, long now) {
      return next < ends.length && begins[horizon][next] <= now;
    }
  }
}
