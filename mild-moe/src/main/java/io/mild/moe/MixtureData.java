package io.mild.moe;

/**
 * Rows to train on or to validate with.
 *
 * <p>Arrays are shared, not copied: they hold a whole history.
 *
 * @param rows number of rows N
 * @param features standardised features, {@code [rows × D']}, row after row
 * @param labels y: 1 where the intent fails within the horizon, else 0; {@code [rows × K]}
 * @param causes ȳ: the gate's target distribution, summing to one; all zero where there is no
 *     target; {@code [rows × K]}
 */
public record MixtureData(int rows, float[] features, float[] labels, float[] causes) {

  /**
   * @throws IllegalArgumentException if there are no rows or an array's length doesn't fit
   */
  public MixtureData {
    if (rows < 1) {
      throw new IllegalArgumentException("rows must be at least 1, but was " + rows);
    }
    if (features.length % rows != 0
        || labels.length % rows != 0
        || labels.length == 0
        || causes.length != labels.length) {
      throw new IllegalArgumentException(
          "%d features, %d labels and %d causes don't fit %d rows"
              .formatted(features.length, labels.length, causes.length, rows));
    }
  }

  /** D', the number of features of a row. */
  public int featureCount() {
    return features.length / rows;
  }

  /** K, the number of intents. */
  public int intents() {
    return labels.length / rows;
  }
}
