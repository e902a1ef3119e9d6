package io.mild.synthetic;

/** The course of a deviation as a share of its amplitude, one value a minute from its start. */
final class Ramp {
  private Ramp() {}

  /**
   * Rises as u^γ with u = 1/rise, 2/rise, …, 1, stays at 1, then falls linearly to 0, which it
   * reaches in its last minute.
   *
   * @return {@code [rise + hold + fall]}
   */
  static double[] profile(int rise, int hold, int fall, double gamma) {
    return aborted(rise, rise, hold, fall, gamma);
  }

  /**
   * The profile of a rise that stops after its first minutes, holds what it has reached, then falls
   * linearly to 0.
   *
   * @param stop minutes of the rise that take place, 1 to {@code rise}
   * @return {@code [stop + hold + fall]}
   */
  static double[] aborted(int rise, int stop, int hold, int fall, double gamma) {
    double[] profile = new double[stop + hold + fall];
    for (int i = 0; i < stop; i++) {
      profile[i] = StrictMath.pow((double) (i + 1) / rise, gamma);
    }
    double height = profile[stop - 1];
    for (int i = 0; i < hold; i++) {
      profile[stop + i] = height;
    }
    for (int i = 0; i < fall; i++) {
      profile[stop + hold + i] = height * (fall - 1 - i) / fall;
    }
    return profile;
  }

  /**
   * The profile with a linear fade-out laid over it: unchanged before {@code from}, times 1 −
   * 1/length, 1 − 2/length, …, 0 over the fade, 0 afterwards.
   *
   * @param from index of the fade's first minute
   * @param length minutes of the fade
   */
  static double[] fadedOut(double[] profile, int from, int length) {
    double[] faded = profile.clone();
    for (int i = from; i < faded.length; i++) {
      faded[i] *= Math.max(0, from + length - 1 - i) / (double) length;
    }
    return faded;
  }
}
