package io.mild.scaling;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What each policy has asked for and until when. A claim may rise, and doesn't fall before it
 * expires.
 */
final class FloorClaims {
  private final Map<String, Claim> claims = new HashMap<>(); // by policy

  private record Claim(int replicas, Instant until) {}

  void put(Recommendation recommendation, Instant now) {
    claims.values().removeIf(claim -> !now.isBefore(claim.until));
    if (now.isBefore(recommendation.until())) {
      Claim claim = new Claim(recommendation.replicas(), recommendation.until());
      claims.merge(recommendation.policy(), claim, FloorClaims::higher);
    }
  }

  void clear() {
    claims.clear();
  }

  private static Claim higher(Claim one, Claim other) {
    if (one.replicas == other.replicas) {
      return one.until.isAfter(other.until) ? one : other;
    }
    return one.replicas > other.replicas ? one : other;
  }

  /** The highest that is above the fewest replicas the service has anyway. */
  Optional<Floor> highest(String service, int fewest, String decision, Instant now) {
    return claims.values().stream()
        .filter(claim -> now.isBefore(claim.until) && claim.replicas > fewest)
        .max(Comparator.comparingInt(Claim::replicas).thenComparing(Claim::until))
        .map(claim -> new Floor(service, claim.replicas, decision, claim.until));
  }
}
