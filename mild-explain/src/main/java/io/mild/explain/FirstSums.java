package io.mild.explain;

/** The sums of a {@link LayeredRisk} over rows of features, in double precision. */
final class FirstSums {
  private final double[][] weights; // [feature][sum]
  private final double[] biases;

  FirstSums(LayeredRisk risk) {
    float[][] ofSums = risk.weights();
    int features = ofSums[0].length - 1;
    weights = new double[features][ofSums.length];
    biases = new double[ofSums.length];
    for (int sum = 0; sum < ofSums.length; sum++) {
      for (int feature = 0; feature < features; feature++) {
        weights[feature][sum] = ofSums[sum][feature];
      }
      biases[sum] = ofSums[sum][features];
    }
  }

  /** How many sums a row has. */
  int count() {
    return biases.length;
  }

  /**
   * Of rows.
   *
   * @param values {@code [rows × features]}
   * @return {@code [rows × sums]}
   */
  double[] of(float[] values) {
    int rows = values.length / weights.length;
    double[] sums = new double[rows * count()];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(biases, 0, sums, row * count(), count());
      for (int feature = 0; feature < weights.length; feature++) {
        add(feature, values[row * weights.length + feature], sums, row * count());
      }
    }
    return sums;
  }

  /** Adds what a feature, or a change of it, makes of each of a row's sums. */
  void add(int feature, double value, double[] sums, int from) {
    double[] ofFeature = weights[feature];
    for (int sum = 0; sum < ofFeature.length; sum++) {
      sums[from + sum] += value * ofFeature[sum];
    }
  }
}
