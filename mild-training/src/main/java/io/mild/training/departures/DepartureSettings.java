package io.mild.training.departures;

/**
 * How a {@link DepartureTrainer} learns.
 *
 * @param absoluteInDetection what an average of a residual counts beside one of a departure, in
 *     saying that something fails; 0 where recordings differ in level
 * @param absoluteInNaming the same in saying what
 * @param departuresInDetection what an average of a departure counts; 1, or 0 to ask what levels
 *     alone know
 * @param supervised whether detection learns weights: of three failures and fewer, the distances
 *     alone know as much
 */
record DepartureSettings(
    double absoluteInDetection,
    double absoluteInNaming,
    double departuresInDetection,
    boolean supervised) {
  /** Of few failures the distances alone know as much. */
  static final int MOST_UNSUPERVISED = 3;

  /** Both kinds of averages. */
  static DepartureSettings both(int failures) {
    return new DepartureSettings(0.7, 0.2, 1, failures > MOST_UNSUPERVISED);
  }

  /** Departures alone. */
  DepartureSettings relative() {
    return new DepartureSettings(0, 0, 1, supervised);
  }

  /** Levels alone, but for the distances. */
  DepartureSettings absolute() {
    return new DepartureSettings(1, 1, 0, supervised);
  }
}
