package io.mild.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One service's part of a controller: what is known of it, and what its policies say. */
final class ServiceLoop {
  private final ManagedService service;
  private final FloorClaims claims = new FloorClaims();
  private List<RiskSignal> signals = List.of();
  private Optional<Resize> resize = Optional.empty(); // the latest that was asked for
  private @Nullable ServiceState state;

  /**
   * What the policies say.
   *
   * @param situation that they looked at
   * @param recommendations of each
   * @param hpaReplicas what a plain autoscaler would ask for
   * @param wanted the highest floor that is asked for
   * @param resize what replicas should have more of
   * @param freeze why the service must not lose replicas
   * @param frozenUntil how long that holds if nothing else is said
   */
  record PolicyResult(
      Situation situation,
      List<Recommendation> recommendations,
      int hpaReplicas,
      Optional<Floor> wanted,
      Optional<Resize> resize,
      List<String> freeze,
      Instant frozenUntil) {}

  ServiceLoop(ManagedService service) {
    this.service = service;
  }

  void observe(ServiceState state) {
    if (this.state != null && !state.time().isAfter(this.state.time())) {
      throw new IllegalArgumentException(
          "a state of %s must come after that of %s, but is of %s"
              .formatted(state.service(), this.state.time(), state.time()));
    }
    this.state = state;
    double rate = state.isMissing(Metric.REQUEST_RATE) ? Double.NaN : state.requestRate();
    service.forecaster().ifPresent(forecaster -> forecaster.observe(state.time(), rate));
  }

  void tell(List<RiskSignal> signals) {
    this.signals = signals;
  }

  ReplicaRange range() {
    return service.range();
  }

  /** The latest state as it looks now, if there ever was one. */
  Optional<ServiceState> state(Instant now, Duration stale) {
    return Optional.ofNullable(state).map(known -> known.seenAt(now, stale));
  }

  PolicyResult evaluate(String decision, ServiceState known) {
    Instant now = known.time();
    Situation situation =
        new Situation(
            known,
            signals.stream().filter(signal -> signal.isLive(now)).toList(),
            service.forecaster().flatMap(Forecaster::forecast),
            service.range());
    List<Recommendation> recommendations = new ArrayList<>();
    List<String> freeze = new ArrayList<>();
    Instant frozenUntil = now;
    for (ScalingPolicy policy : service.policies()) {
      Recommendation recommendation = policy.recommend(situation);
      recommendations.add(recommendation);
      claims.put(recommendation, now);
      recommendation.growth().ifPresent(growth -> claim(growth, decision));
      if (recommendation.freeze()) {
        freeze.add("policy " + recommendation.policy() + " says so");
        frozenUntil =
            recommendation.until().isAfter(frozenUntil) ? recommendation.until() : frozenUntil;
      }
    }
    Recommendation hpa = service.hpa().recommend(situation);
    recommendations.add(hpa);
    resize = resize.filter(claimed -> claimed.isLive(now));
    return new PolicyResult(
        situation,
        recommendations,
        hpa.replicas(),
        claims.highest(service.name(), service.range().min(), decision, now),
        resize,
        freeze,
        frozenUntil);
  }

  private void claim(Recommendation.Growth growth, String decision) {
    resize =
        Optional.of(
            new Resize(
                service.name(), growth.resource(), growth.factor(), decision, growth.until()));
  }
}
