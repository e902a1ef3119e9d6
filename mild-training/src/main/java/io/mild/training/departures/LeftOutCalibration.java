package io.mild.training.departures;

import io.mild.alerting.RiskCalibration;
import io.mild.moe.DepartureModel;
import io.mild.moe.DepartureModel.JointDepartures;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Makes log-odds of any failure mean what they say on rows that were not learned from: by Platt's
 * scaling (1999), as in {@link RiskCalibration}, of what left-out rows were given.
 *
 * <p>A covariance is of the rows that it was taken from: of few days, rows that come later are
 * farther than any of these. Their distances alone would make them all look like failures.
 */
final class LeftOutCalibration {
  /** Of the slope's squared difference from 1. */
  private static final double PENALTY = 3;

  /** Whatever few failures say, farther is never safer. */
  private static final double LEAST_SLOPE = 0.1;

  private LeftOutCalibration() {}

  /**
   * Fits, each failure weighing 1 and healthy rows together as many as there are failures; the
   * intercept is then moved to what is the case.
   *
   * @param logOdds of a row, by a model that has not learned from it
   * @return {@link RiskCalibration#IDENTITY} without a failure or a healthy row
   */
  static RiskCalibration fit(DepartureTargets targets, IntToDoubleFunction logOdds) {
    BalancedRows rows = BalancedRows.of(targets);
    if (rows.healthy() == 0 || rows.healthy() == rows.size()) {
      return RiskCalibration.IDENTITY;
    }
    double balance = targets.balance();
    double[][] balanced =
        Arrays.stream(rows.rows())
            .mapToObj(row -> new double[] {logOdds.applyAsDouble(row) - balance})
            .toArray(double[][]::new);
    double[] fitted =
        new RidgeLogisticLoss(
                balanced, new double[rows.size()], rows.failing(), rows.weights(), PENALTY, 1)
            .least();
    double slope = Math.max(LEAST_SLOPE, fitted[0]);
    double intercept = slope > fitted[0] ? intercept(slope, balanced, rows) : fitted[1];
    return new RiskCalibration(slope, intercept + balance - slope * balance);
  }

  private static double intercept(double slope, double[][] balanced, BalancedRows rows) {
    double[] offsets = Arrays.stream(balanced).mapToDouble(row -> slope * row[0]).toArray();
    double[][] nothing = new double[offsets.length][0];
    return new RidgeLogisticLoss(nothing, offsets, rows.failing(), rows.weights(), 0, 0).least()[0];
  }

  /** The model whose log-odds of any failure are so calibrated. */
  static DepartureModel calibrated(DepartureModel model, RiskCalibration calibration) {
    float[] detection = scaled(model.detection(), calibration.slope());
    detection[0] += (float) calibration.intercept();
    return new DepartureModel(
        model.shape(),
        detection,
        model.naming(),
        model.excessNaming(),
        model.sharedNaming(),
        model
            .joint()
            .map(
                joint ->
                    new JointDepartures(
                        joint.distances(),
                        joint.usual(),
                        scaled(joint.slopes(), calibration.slope()))));
  }

  private static float[] scaled(float[] weights, double by) {
    float[] scaled = new float[weights.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (by * weights[i]);
    }
    return scaled;
  }
}
