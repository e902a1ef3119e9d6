package io.mild.training.departures;

import java.util.Arrays;
import java.util.List;

/**
 * How a {@link DepartureTrainer} learns.
 *
 * @param absoluteInDetection what an average of a residual counts beside one of a departure, in
 *     saying that something fails; 0 where recordings differ in level
 * @param absoluteInNaming the same in saying what
 * @param departuresInDetection what an average of a departure counts; 1, or 0 to ask what levels
 *     alone know
 * @param supervised whether detection learns weights: of fewer than twenty failures the distances
 *     alone know as much
 * @param penalty of detection's weights where one failure is known; of more its share, down to
 *     {@value #LEAST_PENALTY}
 * @param ridge what is added to the deviation of each KPI's departures, in logarithms, where their
 *     covariance is to be inverted: of less than that nothing is thought unusual
 */
record DepartureSettings(
    double absoluteInDetection,
    double absoluteInNaming,
    double departuresInDetection,
    boolean supervised,
    double penalty,
    double ridge) {
  private static final double RIDGE = 0.3;
  private static final double[] OTHER_RIDGES = {0.1, 1, 0.03};
  private static final double LEAST_PENALTY = 3;
  private static final double CAREFUL_PENALTY = 100;

  /** Of few failures the distances alone know as much. */
  private static final int MOST_UNSUPERVISED = 19;

  /** Both kinds of averages. */
  static DepartureSettings both(int failures) {
    return new DepartureSettings(0.7, 0.2, 1, failures > MOST_UNSUPERVISED, CAREFUL_PENALTY, RIDGE);
  }

  /** Departures alone. */
  DepartureSettings relative() {
    return new DepartureSettings(0, 0, 1, supervised, penalty, ridge);
  }

  /** Levels alone, but for the distances. */
  DepartureSettings absolute() {
    return new DepartureSettings(1, 1, 0, supervised, penalty, ridge);
  }

  /** The penalty where so many failures are known. */
  double penaltyOf(int failures) {
    return Math.max(LEAST_PENALTY, penalty / failures);
  }

  /** The same, by weights too or by distances alone. */
  DepartureSettings withSupervision(boolean weights) {
    return new DepartureSettings(
        absoluteInDetection, absoluteInNaming, departuresInDetection, weights, penalty, ridge);
  }

  /** The same with other ridges. */
  List<DepartureSettings> otherRidges() {
    return Arrays.stream(OTHER_RIDGES).mapToObj(this::withRidge).toList();
  }

  DepartureSettings withRidge(double other) {
    return new DepartureSettings(
        absoluteInDetection, absoluteInNaming, departuresInDetection, supervised, penalty, other);
  }
}
