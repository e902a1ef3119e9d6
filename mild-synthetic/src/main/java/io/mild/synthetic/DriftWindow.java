package io.mild.synthetic;

import java.util.ArrayList;
import java.util.List;

/**
 * When one failure happens, in minutes.
 *
 * @param onset first minute of the drift
 * @param failure the minute after the drift's last
 * @param hold minutes from {@code failure} that the deviation is held
 * @param recovery minutes that it then takes to vanish
 */
record DriftWindow(int onset, int failure, int hold, int recovery) {

  /**
   * Lays failures one after another: a gap of 90 + Exp(mean 300) minutes, rounded, from the start
   * or the previous recovery to the onset, a drift of 120–240, a hold of 5–20, a recovery of 25–60.
   * The first that would not recover within the history ends the list.
   */
  static List<DriftWindow> schedule(int minutes, RandomStream random) {
    List<DriftWindow> windows = new ArrayList<>();
    int free = 0;
    while (true) {
      int onset = free + 90 + (int) Math.rint(random.exponential(300));
      int failure = onset + random.integer(120, 240);
      DriftWindow window =
          new DriftWindow(onset, failure, random.integer(5, 20), random.integer(25, 60));
      if (window.recovered() > minutes) {
        return windows;
      }
      windows.add(window);
      free = window.recovered();
    }
  }

  /** The first minute after it. */
  int recovered() {
    return failure + hold + recovery;
  }

  /**
   * A ramp that begins at {@code start}, is full in the minute before the failure, then recovers.
   */
  double[] rampFrom(int start, double gamma) {
    return Ramp.profile(failure - start, hold, recovery, gamma);
  }
}
