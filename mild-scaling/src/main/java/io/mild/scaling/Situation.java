package io.mild.scaling;

import java.util.List;
import java.util.Optional;

/**
 * All that a policy may look at.
 *
 * @param state the service's
 * @param signals failures that are predicted of the service and are still to be acted on
 * @param demand forecast of the request rate at the service's start-up lead; absent where there is
 *     none, or it isn't trusted
 * @param range replicas it may have; {@code range.min()} includes the floor that holds at present
 */
public record Situation(
    ServiceState state, List<RiskSignal> signals, Optional<Forecast> demand, ReplicaRange range) {
  /** Copies the list. */
  public Situation {
    signals = List.copyOf(signals);
  }

  /** Without signals and forecast. */
  public static Situation of(ServiceState state, ReplicaRange range) {
    return new Situation(state, List.of(), Optional.empty(), range);
  }
}
