package io.mild.explain;

import java.util.Arrays;

/**
 * What each group of features contributes to the difference between a row's risk and the baseline:
 * {@code baseline + Σ contributions = value}, up to rounding.
 *
 * <p>Attributions are equal if their numbers are. The arrays are copied.
 *
 * @param baseline mean risk over the background
 * @param value the row's risk
 * @param contributions the Shapley value of each group, in the unit of the risk
 * @param standardErrors of each contribution; 0 where it is exact
 */
public record Attribution(
    double baseline, double value, double[] contributions, double[] standardErrors) {

  /**
   * An attribution.
   *
   * @throws IllegalArgumentException if there are not as many standard errors as contributions
   */
  public Attribution {
    if (contributions.length != standardErrors.length) {
      throw new IllegalArgumentException(
          "standardErrors must be "
              + contributions.length
              + " as the contributions, but were "
              + standardErrors.length);
    }
    contributions = contributions.clone();
    standardErrors = standardErrors.clone();
  }

  @Override
  public double[] contributions() {
    return contributions.clone();
  }

  @Override
  public double[] standardErrors() {
    return standardErrors.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attribution that
        && Double.compare(baseline, that.baseline) == 0
        && Double.compare(value, that.value) == 0
        && Arrays.equals(contributions, that.contributions)
        && Arrays.equals(standardErrors, that.standardErrors);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(new double[] {baseline, value}) + Arrays.hashCode(contributions);
  }

  @Override
  public String toString() {
    return "Attribution[baseline="
        + baseline
        + ", value="
        + value
        + ", contributions="
        + Arrays.toString(contributions)
        + ", standardErrors="
        + Arrays.toString(standardErrors)
        + "]";
  }
}
