package io.mild.synthetic;

import static java.lang.Math.max;
import static java.lang.Math.min;

/**
 * How one KPI behaves: {@code clip(base + gain·load + σ·(noise + deviations), low, high)}.
 *
 * @param name the column's name
 * @param base level without load, in the KPI's unit
 * @param gain change per unit of load, in the KPI's unit
 * @param sigma standard deviation of the noise, in the KPI's unit
 * @param phi coefficient of the noise's AR(1) process
 * @param low lowest value
 * @param high highest value, infinite where there is none
 * @param response how the load reaches it
 */
record KpiModel(
    String name,
    double base,
    double gain,
    double sigma,
    double phi,
    double low,
    double high,
    LoadResponse response) {

  /**
   * The KPI's values.
   *
   * @param load the shared load, {@code [minutes]}
   * @param noise AR(1) noise of unit variance and coefficient {@link #phi}, {@code [minutes]}
   * @param deviations what failures and benign events add, in units of σ, {@code [minutes]}
   */
  double[] values(double[] load, double[] noise, double[] deviations) {
    double[] values = response.level(gain, load);
    for (int t = 0; t < values.length; t++) {
      double value = base + values[t] + sigma * (noise[t] + deviations[t]);
      values[t] = min(high, max(low, value));
    }
    return values;
  }
}
