package io.mild.moe;

import java.util.Optional;

/**
 * Feature row in, risk and root-cause probability of every intent out.
 *
 * <p>Immutable and safe to share between threads; a {@link Scorer} belongs to one thread at a time.
 */
public sealed interface RiskModel permits BlendedModel, DepartureModel, FirstDayModel {
  /** The number K of intents. */
  int intents();

  /** The number n of horizons. */
  int horizons();

  /** n·K, the number of risks of a scored row. */
  default int risks() {
    return horizons() * intents();
  }

  /**
   * Whether no sum overflows on any row of features within a limit: if not, scores may be NaN.
   *
   * @param limit greatest magnitude of a standardised feature, at least 0
   */
  boolean isFiniteWithin(double limit);

  /**
   * The model that gives an intent's risk within the longest horizon, to the last bit, at less
   * cost: one intent, one horizon, and no gate to speak of. This model itself where the risk hangs
   * on other intents.
   */
  RiskModel ofIntent(int intent);

  /** A scorer of single rows, with working memory of its own. */
  Scorer newScorer();

  /** A scorer of many rows, which may take some at a time; with working memory of its own. */
  Scorer newBatchScorer();

  /**
   * A scorer of many rows by the sums with which scoring begins; with working memory of its own.
   * Empty where it does not begin with sums over the features.
   */
  default Optional<SumScorer> newSumScorer() {
    return Optional.empty();
  }

  /**
   * Scores rows from sums over their features: those of a network's first layer before it is
   * rectified, and those of the teacher.
   */
  interface SumScorer {
    /**
     * What each sum is made of.
     *
     * @return {@code [sums][features + 1]}: a weight a feature, and last what is added to all
     */
    float[][] weights();

    /**
     * Scores rows as a {@link Scorer} does the features that the sums are of, but for rounding.
     *
     * @param sums {@code [sums][rows]}, a column a sum; may be longer
     * @param rows how many
     * @param risks receives n·K risks a row, row after row
     * @param gates receives K probabilities a row, row after row
     */
    void score(float[][] sums, int rows, double[] risks, double[] gates);
  }

  /** Scores rows without allocating. */
  interface Scorer {
    /**
     * Scores one row.
     *
     * @param x standardised features; D' values from {@code offset}
     * @param offset where the row begins
     * @param risks receives n·K risks, horizon after horizon, the longest first, each 0 to 1
     * @param gate receives K probabilities, which sum to one but for multiple root causes
     */
    void score(float[] x, int offset, double[] risks, double[] gate);

    /**
     * Scores rows that follow one another, each as if it were alone, to the last bit.
     *
     * @param x standardised features; D' values a row
     * @param offset where the first row begins
     * @param width D', from row to row
     * @param rows how many
     * @param risks receives n·K risks a row, row after row
     * @param gates receives K probabilities a row, row after row
     */
    void score(float[] x, int offset, int width, int rows, double[] risks, double[] gates);
  }
}
