package io.mild.scaling;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What each policy has asked for and until when. A claim may rise, and doesn't fall before it
 * expires, unless all incidents that it is because of are let go.
 */
final class FloorClaims {
  private final Map<String, Claim> claims = new HashMap<>(); // by policy

  private record Claim(int replicas, Instant until, Set<String> incidents) {
    Claim without(Set<String> others) {
      return new Claim(
          replicas,
          until,
          incidents.stream().filter(it -> !others.contains(it)).collect(Collectors.toSet()));
    }
  }

  void put(Recommendation recommendation, Instant now) {
    claims.values().removeIf(claim -> !now.isBefore(claim.until));
    if (now.isBefore(recommendation.until())) {
      Claim claim =
          new Claim(recommendation.replicas(), recommendation.until(), recommendation.incidents());
      claims.merge(recommendation.policy(), claim, FloorClaims::higher);
    }
  }

  void clear() {
    claims.clear();
  }

  private static Claim higher(Claim one, Claim other) {
    if (one.replicas != other.replicas) {
      return one.replicas > other.replicas ? one : other;
    }
    Set<String> incidents = new HashSet<>(one.incidents);
    incidents.addAll(other.incidents);
    return new Claim(
        one.replicas, one.until.isAfter(other.until) ? one.until : other.until, incidents);
  }

  /** Nothing is asked for any more because of these incidents. */
  void letGo(Set<String> incidents) {
    claims
        .values()
        .removeIf(claim -> !claim.incidents.isEmpty() && incidents.containsAll(claim.incidents));
    claims.replaceAll((policy, claim) -> claim.without(incidents));
  }

  /** Because of which something is asked for that the service doesn't have anyway. */
  Set<String> incidents(int fewest, Instant now) {
    return claims.values().stream()
        .filter(claim -> now.isBefore(claim.until) && claim.replicas > fewest)
        .flatMap(claim -> claim.incidents.stream())
        .collect(Collectors.toSet());
  }

  /** The highest that is above the fewest replicas the service has anyway. */
  Optional<Floor> highest(String service, int fewest, String decision, Instant now) {
    return claims.values().stream()
        .filter(claim -> now.isBefore(claim.until) && claim.replicas > fewest)
        .max(Comparator.comparingInt(Claim::replicas).thenComparing(Claim::until))
        .map(claim -> new Floor(service, claim.replicas, decision, claim.until));
  }
}
