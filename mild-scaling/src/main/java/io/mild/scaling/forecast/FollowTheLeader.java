package io.mild.scaling.forecast;

import java.util.List;

/**
 * Of several methods the one whose latest errors at the lead were the least, chosen anew with each
 * value: for a series of which it is not known beforehand how fast it changes and how noisy it is.
 * Earlier errors fade, so that another may lead when the series becomes another.
 *
 * @see <a href="https://doi.org/10.1016/j.jcss.2004.10.016">Kalai and Vempala, Efficient algorithms
 *     for online decision problems, 2005</a>
 */
public final class FollowTheLeader implements PointForecaster {
  /** Share of its weight that an error keeps from a slot to the next, by default. */
  private static final double MEMORY = .95;

  private final PointForecaster[] methods;
  private final Lags[] predictions;
  private final double[] errors; // absolute, decayed sums
  private final double[] weights; // of these
  private final double memory;
  private int leader;

  /**
   * Of methods that have seen nothing yet and are this one's alone from then on.
   *
   * @param methods all of one lead; as long as none has an error, the first that predicts leads
   * @param memory share of its weight that an error keeps from a slot to the next, above 0 to 1
   * @throws IllegalArgumentException if there is no method, their leads differ, or the memory is
   *     out of its range
   */
  public FollowTheLeader(List<? extends PointForecaster> methods, double memory) {
    if (methods.isEmpty()
        || methods.stream().mapToInt(PointForecaster::lead).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "there must be methods of one lead, but their leads are "
              + methods.stream().map(PointForecaster::lead).toList());
    }
    if (!(memory > 0 && memory <= 1)) {
      throw new IllegalArgumentException("memory must be above 0 to 1, but was " + memory);
    }
    this.methods = methods.toArray(PointForecaster[]::new);
    this.memory = memory;
    this.predictions = new Lags[this.methods.length];
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = new Lags(lead());
    }
    this.errors = new double[this.methods.length];
    this.weights = new double[this.methods.length];
  }

  /**
   * For a series of which no past is known: damped Holt-Winters without a season, from one that
   * follows each change to one that is slow to move.
   *
   * @param lead in slots, at least 1
   * @throws IllegalArgumentException if it is below 1
   */
  public static FollowTheLeader withoutHistory(int lead) {
    return new FollowTheLeader(HoltWinters.withoutSeason(lead), MEMORY);
  }

  @Override
  public int lead() {
    return methods[0].lead();
  }

  @Override
  public void observe(long slot, double value) {
    for (int i = 0; i < methods.length; i++) {
      double predicted = predictions[i].get(lead() - 1);
      errors[i] *= memory;
      weights[i] *= memory;
      if (!Double.isNaN(predicted)) {
        errors[i] += Math.abs(value - predicted);
        weights[i] += 1;
      }
      methods[i].observe(slot, value);
      predictions[i].add(methods[i].predict());
    }
    leader = leader();
  }

  @Override
  public double predict() {
    return predictions[leader].get(0);
  }

  /** Of those that predict, who errs the least; one that never erred yet errs more than all. */
  private int leader() {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = methods.length - 1; i >= 0; i--) { // of equals the first
      double error = weights[i] == 0 ? Double.MAX_VALUE : errors[i] / weights[i];
      if (!Double.isNaN(predictions[i].get(0)) && error <= least) {
        best = i;
        least = error;
      }
    }
    return best;
  }
}
