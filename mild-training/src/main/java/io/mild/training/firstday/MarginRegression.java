package io.mild.training.firstday;

import io.mild.moe.FirstDayModel.Forecast;

/**
 * The greatest margin that came, regressed on the score that foretold it: how likely it is to reach
 * 0.
 *
 * <p>With the errors' deviation σ of the line {@code α + β z}, the probability is {@code Φ((α +
 * βz)/σ)}, which a logistic function of 1.702 times as much approximates within 0.01 (Camilli,
 * 1994). A history in which no goal was in danger does not tell what danger looks like, so the line
 * is drawn to "what is forecast to reach its level reaches it, give or take a scale" (0, 0 ± 1), as
 * by a number of rows.
 */
final class MarginRegression {
  private static final double LOGISTIC = 1.702;
  private static final double LEAST_VARIANCE = 1e-6;

  /** Where nothing was in danger, noise may deny that a nearer forecast is a greater danger. */
  private static final double LEAST_SLOPE = 0.25;

  private double weight;
  private double sumX;
  private double sumY;
  private double sumXx;
  private double sumXy;
  private double sumYy;

  /**
   * @param anchorRows weight of (0, 0 ± 1), in rows, above 0
   */
  MarginRegression(double anchorRows) {
    this.weight = anchorRows;
    this.sumYy = anchorRows;
  }

  /** Takes a row: what was foretold and what came. */
  void add(double score, double margin) {
    weight++;
    sumX += score;
    sumY += margin;
    sumXx += score * score;
    sumXy += score * margin;
    sumYy += margin * margin;
  }

  /** The forecast that tells of scores by this line. */
  Forecast of(Forecast trends) {
    double x = sumX / weight;
    double y = sumY / weight;
    double varianceX = sumXx / weight - x * x;
    double covariance = sumXy / weight - x * y;
    double slope = varianceX > 0 ? Math.max(LEAST_SLOPE, covariance / varianceX) : LEAST_SLOPE;
    double unexplained = sumYy / weight - y * y - slope * (2 * covariance - slope * varianceX);
    double deviation = Math.sqrt(Math.max(LEAST_VARIANCE, unexplained));
    return trends.withRisk(LOGISTIC * (y - slope * x) / deviation, LOGISTIC * slope / deviation);
  }
}
