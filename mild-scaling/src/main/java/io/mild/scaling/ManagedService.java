package io.mild.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes a service that a controller looks after: who decides, and how demand is forecast.
 *
 * <pre>{@code
 * ManagedService.of("checkout", new ReplicaRange(2, 20), new HpaPolicy(HpaSettings.ofTarget(60)))
 *     .policy(new RiskPolicy(RiskPolicy.Settings.DEFAULT));
 * }</pre>
 */
public final class ManagedService {
  private final String name;
  private final ReplicaRange range;
  private final ScalingPolicy hpa;
  private final List<ScalingPolicy> policies = new ArrayList<>();
  private @Nullable Forecaster forecaster;

  private ManagedService(String name, ReplicaRange range, ScalingPolicy hpa) {
    this.name = name;
    this.range = range;
    this.hpa = hpa;
  }

  /**
   * Starts the description.
   *
   * @param name as in its states and signals
   * @param range replicas that it may have; what its autoscaler has
   * @param hpa what its autoscaler does, to tell what would have happened without MILD
   */
  public static ManagedService of(String name, ReplicaRange range, ScalingPolicy hpa) {
    return new ManagedService(name, range, hpa);
  }

  /**
   * Lets a policy ask for floors. Several ask for the highest of theirs.
   *
   * @param policy this service's alone; what it recommends counts until {@link
   *     Recommendation#until}
   */
  public ManagedService policy(ScalingPolicy policy) {
    policies.add(policy);
    return this;
  }

  /**
   * Forecasts the request rate for the policies.
   *
   * @param forecaster this service's alone
   */
  public ManagedService forecaster(Forecaster forecaster) {
    this.forecaster = forecaster;
    return this;
  }

  String name() {
    return name;
  }

  ReplicaRange range() {
    return range;
  }

  ScalingPolicy hpa() {
    return hpa;
  }

  List<ScalingPolicy> policies() {
    return policies;
  }

  Optional<Forecaster> forecaster() {
    return Optional.ofNullable(forecaster);
  }
}
