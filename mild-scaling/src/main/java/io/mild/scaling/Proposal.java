package io.mild.scaling;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a controller would do.
 *
 * @param decision its name
 * @param now the time
 * @param state the service's
 * @param range replicas it may have
 * @param before the floor that holds
 * @param wanted the floor that the policies want
 * @param freeze why the service must not lose replicas; empty if it may
 * @param frozenUntil how long that holds if nothing else is said
 * @param hpaReplicas what a plain autoscaler would ask for
 */
record Proposal(
    String decision,
    Instant now,
    ServiceState state,
    ReplicaRange range,
    Optional<Floor> before,
    Optional<Floor> wanted,
    List<String> freeze,
    Instant frozenUntil,
    int hpaReplicas) {
  String service() {
    return state.service();
  }
}
