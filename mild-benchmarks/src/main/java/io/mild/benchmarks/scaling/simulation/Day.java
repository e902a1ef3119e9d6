package io.mild.benchmarks.scaling.simulation;

import java.util.List;
import java.util.Optional;

/**
 * What every policy is run on: the demand of one day, what goes wrong, and what is predicted of it.
 * Everything random is fixed by the seed.
 *
 * @param name of the scenario, such as {@code bursty with faults}
 * @param trace the rates; in a closed loop, of the number of clients only the course
 * @param clients in a closed loop, their mean number; absent in an open one
 * @param faults what goes wrong
 * @param alerts how well it is predicted
 * @param warmUpSeconds whose requests are not counted
 * @param seed of all random numbers
 */
public record Day(
    String name,
    Trace trace,
    Optional<Clients> clients,
    List<Fault> faults,
    AlertQuality alerts,
    double warmUpSeconds,
    long seed) {
  /** Copies the list. */
  public Day {
    faults = List.copyOf(faults);
  }

  /**
   * Clients that wait for each answer before they think and ask again.
   *
   * @param number their mean number over the day
   * @param thinkSeconds mean time between an answer and the next request
   */
  public record Clients(double number, double thinkSeconds) {}

  /** The same day with other faults. */
  public Day withFaults(List<Fault> others) {
    return new Day(name, trace, clients, others, alerts, warmUpSeconds, seed);
  }

  /** The same day with other predictions. */
  public Day withAlerts(AlertQuality quality) {
    return new Day(name, trace, clients, faults, quality, warmUpSeconds, seed);
  }
}
