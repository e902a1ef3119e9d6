package io.mild.benchmarks.scaling.simulation;

/** What a monitor measures of a day's requests, whatever a policy makes of them. */
public final class MeasuredRates {
  private MeasuredRates() {}

  /**
   * Requests a second in each sync period, the first beginning with the day.
   *
   * @throws IllegalArgumentException if the day has a closed loop, where that depends on the policy
   */
  public static double[] of(Day day, ServiceModel model) {
    if (day.clients().isPresent()) {
      throw new IllegalArgumentException("in a closed loop rates depend on the policy");
    }
    double period = model.syncPeriod();
    double[] rates = new double[(int) (day.trace().seconds() / period)];
    for (double arrival : Workload.open(day.trace(), model.meanDemand(), day.seed()).arrivals()) {
      int slot = (int) (arrival / period);
      if (slot < rates.length) { // the last may be cut short
        rates[slot] += 1 / period;
      }
    }
    return rates;
  }
}
