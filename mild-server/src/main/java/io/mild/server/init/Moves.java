package io.mild.server.init;

import java.util.Arrays;

/** How series of values move: by themselves, and with each other. NaN is unknown. */
final class Moves {
  private Moves() {}

  /** Whether all that is known is the same. */
  static boolean isConstant(double[] values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).distinct().limit(2).count()
        < 2;
  }

  /**
   * Pearson's correlation over the times at which both are known; 0 where one does not move at
   * these, or there are fewer than three.
   */
  static double correlation(double[] one, double[] other) {
    double meanOne = 0;
    double meanOther = 0;
    int known = 0;
    for (int i = 0; i < Math.min(one.length, other.length); i++) {
      if (!Double.isNaN(one[i] + other[i])) {
        known++;
        meanOne += (one[i] - meanOne) / known;
        meanOther += (other[i] - meanOther) / known;
      }
    }
    double squaresOne = 0;
    double squaresOther = 0;
    double products = 0;
    for (int i = 0; i < Math.min(one.length, other.length); i++) {
      if (!Double.isNaN(one[i] + other[i])) {
        double fromOne = one[i] - meanOne;
        double fromOther = other[i] - meanOther;
        squaresOne += fromOne * fromOne;
        squaresOther += fromOther * fromOther;
        products += fromOne * fromOther;
      }
    }
    double size = Math.sqrt(squaresOne) * Math.sqrt(squaresOther);
    return known < 3 || !(size > 0) ? 0 : products / size;
  }
}
