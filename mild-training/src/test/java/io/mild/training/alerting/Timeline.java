package io.mild.training.alerting;

import java.time.Duration;
import java.util.Arrays;

/** Hand-made series with one row a minute, the first at the epoch. */
final class Timeline {
  private Timeline() {}

  static long millis(int minute) {
    return Duration.ofMinutes(minute).toMillis();
  }

  /** The times of the rows 0 to {@code rows − 1}. */
  static long[] minutes(int rows) {
    long[] epochMillis = new long[rows];
    Arrays.setAll(epochMillis, Timeline::millis);
    return epochMillis;
  }

  /** True in the minutes {@code [from, to)} of each pair. */
  static boolean[] on(int rows, int... fromTo) {
    boolean[] state = new boolean[rows];
    for (int pair = 0; pair < fromTo.length; pair += 2) {
      Arrays.fill(state, fromTo[pair], fromTo[pair + 1], true);
    }
    return state;
  }

  /** One value where the state is on, another where it is off. */
  static double[] risk(boolean[] state, double on, double off) {
    double[] risk = new double[state.length];
    Arrays.setAll(risk, row -> state[row] ? on : off);
    return risk;
  }

  static DetectionWindow window(int rootIntent, int onset, int failure) {
    return new DetectionWindow(rootIntent, millis(onset), millis(failure));
  }
}
