package io.mild.training.mixture;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Coordinates v of parameters {@code L⁻ᵀv}, in which a loss of the curvature {@code L Lᵀ} is round.
 */
interface RoundCoordinates {
  /** Turns v into parameters, in place. */
  void toParameters(double[] v);

  /** Turns a gradient by parameters into one by v, in place. */
  void toGradient(double[] gradient);

  /**
   * Those of a curvature.
   *
   * @param curvature symmetric and positive definite
   */
  static RoundCoordinates of(double[][] curvature) {
    CholeskyDecomposition square =
        new CholeskyDecomposition(new Array2DRowRealMatrix(curvature, false));
    RealMatrix lower = square.getL();
    RealMatrix upper = square.getLT();
    return new RoundCoordinates() {
      @Override
      public void toParameters(double[] v) {
        MatrixUtils.solveUpperTriangularSystem(upper, new ArrayRealVector(v, false));
      }

      @Override
      public void toGradient(double[] gradient) {
        MatrixUtils.solveLowerTriangularSystem(lower, new ArrayRealVector(gradient, false));
      }
    };
  }

  /**
   * Those of a curvature of which the diagonal alone is known: each parameter is scaled for itself.
   *
   * @param diagonal above 0
   */
  static RoundCoordinates ofDiagonal(double[] diagonal) {
    return new RoundCoordinates() {
      @Override
      public void toParameters(double[] v) {
        for (int j = 0; j < v.length; j++) {
          v[j] /= Math.sqrt(diagonal[j]);
        }
      }

      @Override
      public void toGradient(double[] gradient) {
        toParameters(gradient);
      }
    };
  }
}
