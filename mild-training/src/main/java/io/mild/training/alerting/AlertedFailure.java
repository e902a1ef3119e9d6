package io.mild.training.alerting;

/**
 * The alerted minutes of one incident that ended in a failure.
 *
 * @param features {@code [minutes][features]} of the intent that failed, finite, as {@link
 *     io.mild.alerting.TimeFeatures#features}; at least one minute
 * @param minutesToFailure above 0, {@code [minutes]}
 */
public record AlertedFailure(double[][] features, double[] minutesToFailure) {
  /**
   * Its minutes.
   *
   * @throws IllegalArgumentException if there is no minute, or the arrays do not fit together
   */
  public AlertedFailure {
    if (features.length == 0 || minutesToFailure.length != features.length) {
      throw new IllegalArgumentException(
          "minutesToFailure must be as many as minutes with features, at least one, but were "
              + minutesToFailure.length
              + " of "
              + features.length);
    }
    for (double[] row : features) {
      if (row.length != features[0].length) {
        throw new IllegalArgumentException(
            "features must be " + features[0].length + " in each minute, but were " + row.length);
      }
    }
  }
}
