package io.mild.moe;

import java.util.Arrays;

/**
 * What each intent is shown of a feature row: its own features, and how they stand against the same
 * kinds of the others'. Intents that see the same kinds at the same places can share an expert.
 *
 * <p>Of each kind j a view has three values, at {@code 3j}: own, own − mean of the others', own −
 * highest of the others'; zero where the intent has none of the kind, the latter two also where
 * nobody else has. Own is {@code sign(x)·log(1 + |x|)} of the standardised feature x: faults move
 * KPIs by one deviation or by ten.
 *
 * <p>Immutable and safe to share between threads.
 *
 * @param own {@code [intents][kinds]}: which feature of the row is the intent's of that kind, or
 *     {@link #NONE}
 */
public record IntentViews(int[][] own) {
  /** In place of a feature that an intent has not. */
  public static final int NONE = -1;

  private static final int VALUES_OF_A_KIND = 3;

  /**
   * @throws IllegalArgumentException if there is no intent or no kind, intents differ in their
   *     number of kinds, or a feature is below {@link #NONE}
   */
  public IntentViews {
    own = copy(own);
    int kinds = own.length == 0 ? 0 : own[0].length;
    if (kinds == 0) {
      throw new IllegalArgumentException("views need at least one intent and one kind of feature");
    }
    for (int[] features : own) {
      if (features.length != kinds || Arrays.stream(features).anyMatch(j -> j < NONE)) {
        throw new IllegalArgumentException(
            "an intent owns the features %s, but indices of %d kinds were expected"
                .formatted(Arrays.toString(features), kinds));
      }
    }
  }

  @Override
  public int[][] own() {
    return copy(own);
  }

  /** The number of intents, and so of views. */
  public int count() {
    return own.length;
  }

  /** The number of values of a view. */
  public int width() {
    return VALUES_OF_A_KIND * own[0].length;
  }

  /** The greatest magnitude that a view shows of features within a limit. */
  double limit(double limit) {
    return 2 * Math.log1p(limit); // of one's own less another's
  }

  /**
   * Writes the views of one row, one after another.
   *
   * @param x standardised features, the row's from {@code offset}
   * @param offset where the row begins
   * @param views receives {@code count · width} values from {@code viewsOffset}
   * @param viewsOffset where the first view goes
   */
  public void write(float[] x, int offset, float[] views, int viewsOffset) {
    int width = width();
    for (int kind = 0; kind < own[0].length; kind++) {
      int at = viewsOffset + VALUES_OF_A_KIND * kind;
      int owners = 0;
      float sum = 0;
      float highest = Float.NEGATIVE_INFINITY;
      float second = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < own.length; i++) {
        int feature = own[i][kind];
        float value = feature == NONE ? 0 : signedLog(x[offset + feature]);
        views[at + i * width] = value;
        if (feature != NONE) {
          owners++;
          sum += value;
          second = Math.max(second, Math.min(highest, value));
          highest = Math.max(highest, value);
        }
      }
      for (int i = 0; i < own.length; i++) {
        int place = at + i * width;
        boolean compared = own[i][kind] != NONE && owners > 1;
        float value = views[place];
        views[place + 1] = compared ? value - (sum - value) / (owners - 1) : 0;
        views[place + 2] = compared ? value - (value < highest ? highest : second) : 0;
      }
    }
  }

  private static float signedLog(float x) {
    return Math.copySign((float) Math.log1p(Math.abs(x)), x);
  }

  private static int[][] copy(int[][] matrix) {
    return Arrays.stream(matrix).map(int[]::clone).toArray(int[][]::new);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IntentViews that && Arrays.deepEquals(own, that.own);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(own);
  }

  @Override
  public String toString() {
    return "IntentViews[intents=" + count() + ", kinds=" + own[0].length + "]";
  }
}
