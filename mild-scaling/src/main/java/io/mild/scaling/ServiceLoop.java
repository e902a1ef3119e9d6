package io.mild.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One service's part of a controller: what is known of it, and what its policies say. */
final class ServiceLoop {
  private final ManagedService service;
  private final Duration stale;
  private final FloorClaims claims = new FloorClaims();
  private List<RiskSignal> signals = List.of();
  private Optional<Resize> resize = Optional.empty(); // the latest that was asked for
  private Set<String> resizedFor = Set.of(); // incidents
  private @Nullable ServiceState state;
  private Instant evaluated = Instant.MIN;
  private Instant forecastOf = Instant.MIN; // the latest that the forecaster was told

  /**
   * What the policies say.
   *
   * @param situation that they looked at
   * @param recommendations of each
   * @param hpaReplicas what a plain autoscaler would ask for
   * @param wanted the highest floor that is asked for
   * @param wantedFor incidents because of which a floor is asked for
   * @param resize what replicas should have more of
   * @param resizeFor incidents because of which they should
   * @param freeze why the service must not lose replicas
   * @param frozenUntil how long that holds if nothing else is said
   */
  record PolicyResult(
      Situation situation,
      List<Recommendation> recommendations,
      int hpaReplicas,
      Optional<Floor> wanted,
      Set<String> wantedFor,
      Optional<Resize> resize,
      Set<String> resizeFor,
      List<String> freeze,
      Instant frozenUntil) {}

  /**
   * A service of which nothing is known yet.
   *
   * @param stale age from which on what is known is as good as missing
   */
  ServiceLoop(ManagedService service, Duration stale) {
    this.service = service;
    this.stale = stale;
  }

  void observe(ServiceState state) {
    if (this.state != null
        && !state.time().isAfter(this.state.time())
        && !isSetBack(this.state.time(), state.time())) {
      throw new IllegalArgumentException(
          "a state of %s must come after that of %s, but is of %s"
              .formatted(state.service(), this.state.time(), state.time()));
    }
    this.state = state;
    if (state.time().isAfter(forecastOf)) {
      forecastOf = state.time();
      double rate = state.isMissing(Metric.REQUEST_RATE) ? Double.NaN : state.requestRate();
      service.forecaster().ifPresent(forecaster -> forecaster.observe(state.time(), rate));
    }
  }

  /** What comes a little late is late; what is as old as what nobody goes by is of a set clock. */
  private boolean isSetBack(Instant before, Instant time) {
    return !time.isAfter(before.minus(stale));
  }

  void tell(List<RiskSignal> signals) {
    this.signals = signals;
  }

  /** Nothing is asked for any more because of these incidents. */
  void letGo(Set<String> incidents) {
    claims.letGo(incidents);
    if (!resizedFor.isEmpty() && incidents.containsAll(resizedFor)) {
      resize = Optional.empty();
      resizedFor = Set.of();
    }
  }

  ReplicaRange range() {
    return service.range();
  }

  /** The latest state as it looks now, if there ever was one. */
  Optional<ServiceState> state(Instant now) {
    return Optional.ofNullable(state).map(known -> known.seenAt(now, stale));
  }

  PolicyResult evaluate(String decision, ServiceState known) {
    Instant now = known.time();
    if (evaluated != Instant.MIN && isSetBack(evaluated, now)) {
      claims.clear();
      resize = Optional.empty();
    }
    evaluated = now;
    Situation situation =
        new Situation(
            known,
            signals.stream().filter(signal -> isToBeActedOn(signal, now)).toList(),
            service
                .forecaster()
                .filter(it -> !now.isBefore(forecastOf))
                .flatMap(Forecaster::forecast),
            service.range());
    List<Recommendation> recommendations = new ArrayList<>();
    List<String> freeze = new ArrayList<>();
    Instant frozenUntil = now;
    for (ScalingPolicy policy : service.policies()) {
      Recommendation recommendation = policy.recommend(situation);
      recommendations.add(recommendation);
      claims.put(recommendation, now);
      recommendation.growth().ifPresent(it -> claim(it, recommendation.incidents(), decision));
      if (recommendation.freeze()) {
        freeze.add("policy " + recommendation.policy() + " says so");
        frozenUntil =
            recommendation.until().isAfter(frozenUntil) ? recommendation.until() : frozenUntil;
      }
    }
    Recommendation hpa = service.hpa().recommend(situation);
    recommendations.add(hpa);
    resize = resize.filter(claimed -> claimed.isLive(now));
    int fewest = service.range().min();
    return new PolicyResult(
        situation,
        recommendations,
        hpa.replicas(),
        claims.highest(service.name(), fewest, decision, now),
        claims.incidents(fewest, now),
        resize,
        resizedFor,
        freeze,
        frozenUntil);
  }

  private boolean isToBeActedOn(RiskSignal signal, Instant now) {
    return signal.isLive(now) && signal.time().isBefore(now.plus(stale));
  }

  private void claim(Recommendation.Growth growth, Set<String> incidents, String decision) {
    resizedFor = incidents;
    resize =
        Optional.of(
            new Resize(
                service.name(), growth.resource(), growth.factor(), decision, growth.until()));
  }
}
