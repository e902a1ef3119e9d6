package io.mild.alerting.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Until when alerts of each intent count for nothing, since it is, or was, worked at. */
final class PlannedWork {
  /** No work. */
  static final long NONE = Long.MIN_VALUE;

  private final Window[] windows;

  PlannedWork(NoiseRules rules, List<String> intents) {
    windows =
        rules.windows().stream()
            .map(window -> new Window(window, rules.aftermath(), intents))
            .toArray(Window[]::new);
  }

  /**
   * Until when alerts of an intent count for nothing.
   *
   * @return later than now, or {@link #NONE}
   */
  long until(int intent, long now) {
    long until = NONE;
    for (Window window : windows) {
      if (window.intents.get(intent)) {
        until = Math.max(until, window.until(now));
      }
    }
    return until;
  }

  /** A window, and what was found of the latest time that was asked for and those around it. */
  private static final class Window {
    private final MaintenanceWindow window;
    private final Duration aftermath;
    private final BitSet intents = new BitSet();
    private long from;
    private long before; // nothing found yet, as from is not before it
    private long until;

    Window(MaintenanceWindow window, Duration aftermath, List<String> names) {
      this.window = window;
      this.aftermath = aftermath;
      for (int intent = 0; intent < names.size(); intent++) {
        intents.set(intent, window.isOf(names.get(intent)));
      }
    }

    long until(long now) {
      if (now < from || now >= before) {
        Instant time = Instant.ofEpochMilli(now);
        Optional<Instant> end = window.end(time, aftermath).map(last -> last.plus(aftermath));
        Instant begin = window.next(time);
        long next = begin.equals(Instant.MAX) ? Long.MAX_VALUE : begin.toEpochMilli();
        until = end.map(Instant::toEpochMilli).orElse(NONE);
        from = now;
        before = Math.min(next, end.isPresent() ? until : next);
      }
      return until;
    }
  }
}
