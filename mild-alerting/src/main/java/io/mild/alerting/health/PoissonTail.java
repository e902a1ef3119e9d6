package io.mild.alerting.health;

/** How probable it is that a Poisson number is as extreme as one that was counted: exact sums. */
public final class PoissonTail {
  private static final double NEGLIGIBLE = 1e-17;

  private PoissonTail() {}

  /**
   * The probability of so many or more.
   *
   * @param count 0 or more
   * @param mean 0 or more, finite
   */
  public static double atLeast(long count, double mean) {
    if (count <= 0) {
      return 1;
    }
    if (mean <= 0) {
      return 0;
    }
    if (count <= mean) {
      return 1 - atMost(count - 1, mean);
    }
    double term = probability(count, mean);
    double sum = term;
    for (long next = count + 1; term > NEGLIGIBLE * sum; next++) {
      term *= mean / next;
      sum += term;
    }
    return Math.min(1, sum);
  }

  /**
   * The probability of so many or fewer.
   *
   * @param count 0 or more
   * @param mean 0 or more, finite
   */
  public static double atMost(long count, double mean) {
    if (mean <= 0) {
      return 1;
    }
    if (count > mean) {
      return 1 - atLeast(count + 1, mean);
    }
    double term = probability(count, mean);
    double sum = term;
    for (long next = count; next > 0 && term > NEGLIGIBLE * sum; next--) {
      term *= next / mean;
      sum += term;
    }
    return Math.min(1, sum);
  }

  /** {@code e^-m m^k / k!}, by logarithms, for neither power fits a double where many are due. */
  private static double probability(long count, double mean) {
    double logarithm = count * Math.log(mean) - mean;
    for (long factor = 2; factor <= count; factor++) {
      logarithm -= Math.log(factor);
    }
    return Math.exp(logarithm);
  }
}
