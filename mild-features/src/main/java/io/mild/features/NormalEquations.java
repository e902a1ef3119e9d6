package io.mild.features;

/**
 * Sums of products from which a regression on the {@link SeasonalFit#TERMS} terms is solved. Those
 * of parts of the data add up, so that a part can be left out without passing over the rest again.
 */
final class NormalEquations {
  /** A row of this weight on each coefficient but the first draws it towards 0. */
  private static final double RIDGE = 1e-3;

  private static final int TERMS = SeasonalFit.TERMS;

  private final double[][] products = new double[TERMS][TERMS]; // column <= row
  private final double[] targets = new double[TERMS];
  private long rows;

  /** Adds a row: its terms, from {@code offset} on, and what they are to sum up to. */
  void add(double[] terms, int offset, double target) {
    for (int i = 0; i < TERMS; i++) {
      double term = terms[offset + i];
      for (int j = 0; j <= i; j++) {
        products[i][j] += term * terms[offset + j];
      }
      targets[i] += term * target;
    }
    rows++;
  }

  /** Adds the rows of a part. */
  void add(NormalEquations part) {
    for (int i = 0; i < TERMS; i++) {
      for (int j = 0; j <= i; j++) {
        products[i][j] += part.products[i][j];
      }
      targets[i] += part.targets[i];
    }
    rows += part.rows;
  }

  /**
   * Least squares with a ridge.
   *
   * @param all at least one row
   * @param weekend those of them at a weekend
   * @param columns how many coefficients to fit: up to {@code TERMS} for the first terms of all
   *     rows, or twice that for another set of terms at weekends on top
   * @return {@code [2 * TERMS]}, 0 from {@code columns} on
   */
  static double[] solve(NormalEquations all, NormalEquations weekend, int columns) {
    double[][] matrix = new double[columns][columns];
    double[] solution = new double[2 * TERMS];
    for (int i = 0; i < columns; i++) {
      NormalEquations rowSums = i < TERMS ? all : weekend;
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = rowSums.product(i % TERMS, j % TERMS);
      }
      if (i > 0) {
        matrix[i][i] += RIDGE * Math.max(1, rowSums.rows);
      }
      solution[i] = rowSums.targets[i % TERMS];
    }
    solveByCholesky(matrix, solution);
    return solution;
  }

  private double product(int i, int j) {
    return products[Math.max(i, j)][Math.min(i, j)];
  }

  /** Overwrites the lower triangle by its factor L and the first targets by the solution. */
  private static void solveByCholesky(double[][] matrix, double[] solution) {
    int n = matrix.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= matrix[i][k] * matrix[j][k];
        }
        matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
      }
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        solution[i] -= matrix[i][k] * solution[k];
      }
      solution[i] /= matrix[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        solution[i] -= matrix[k][i] * solution[k];
      }
      solution[i] /= matrix[i][i];
    }
  }
}
