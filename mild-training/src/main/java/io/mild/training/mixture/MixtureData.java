package io.mild.training.mixture;

import io.mild.moe.IntentViews;

/**
 * Rows to train on or to validate with.
 *
 * <p>Arrays are shared, not copied: they hold a whole history. With several horizons, a row's
 * labels are horizon after horizon, the longest first: the label of horizon j and intent i at
 * {@code j·K + i}.
 *
 * @param rows number of rows N
 * @param features standardised features, {@code [rows × D']}, row after row
 * @param labels y: 1 where the intent fails within the horizon, else 0; {@code [rows × n·K]}; what
 *     fails within a horizon fails within the longer ones
 * @param causes ȳ: the gate's target distribution, summing to one, or for multiple root causes each
 *     intent's own target, 0 to 1; all zero where there is no target; {@code [rows × K]}
 */
public record MixtureData(int rows, float[] features, float[] labels, float[] causes) {

  /**
   * @throws IllegalArgumentException if there are no rows, an array's length doesn't fit, or a
   *     label is above that of the longer horizon
   */
  public MixtureData {
    if (rows < 1) {
      throw new IllegalArgumentException("rows must be at least 1, but was " + rows);
    }
    if (features.length % rows != 0
        || causes.length % rows != 0
        || causes.length == 0
        || labels.length % causes.length != 0
        || labels.length == 0) {
      throw new IllegalArgumentException(
          "%d features, %d labels and %d causes don't fit %d rows"
              .formatted(features.length, labels.length, causes.length, rows));
    }
    requireNested(labels, labels.length / rows, causes.length / rows);
  }

  /** D', the number of features of a row. */
  public int featureCount() {
    return features.length / rows;
  }

  /** K, the number of intents. */
  public int intents() {
    return causes.length / rows;
  }

  /** n, the number of horizons. */
  public int horizons() {
    return labels.length / causes.length;
  }

  /**
   * The same rows as intents see them: {@code count} views a row.
   *
   * @throws IllegalArgumentException if the views are not of as many intents
   */
  public MixtureData seenBy(IntentViews views) {
    if (intents() != views.count()) {
      throw new IllegalArgumentException(
          "views of %d intents, but rows of %d".formatted(views.count(), intents()));
    }
    int width = views.count() * views.width();
    float[] seen = new float[Math.multiplyExact(rows, width)];
    for (int row = 0; row < rows; row++) {
      views.write(features, row * featureCount(), seen, row * width);
    }
    return new MixtureData(rows, seen, labels, causes);
  }

  private static void requireNested(float[] labels, int width, int intents) {
    for (int row = 0; row < labels.length; row += width) {
      for (int at = row + intents; at < row + width; at++) {
        if (labels[at] > labels[at - intents]) {
          throw new IllegalArgumentException(
              "row %d: the label %s of horizon %d is above %s, that of the longer one"
                  .formatted(
                      row / width, labels[at], (at - row) / intents + 1, labels[at - intents]));
        }
      }
    }
  }
}
