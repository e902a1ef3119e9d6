package io.mild.scaling.grpc;

import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancerProvider;
import io.grpc.NameResolver.ConfigOrError;
import io.grpc.Status;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The balancers of MILD as policies of gRPC: {@code mild_prequal}, {@code mild_least_loaded},
 * {@code mild_two_choices}, {@code mild_peak_ewma} and {@code mild_weighted}. Each is found by gRPC
 * itself when this library is on the class path, and is to be named in a channel's service config:
 *
 * <pre>{@code
 * {"loadBalancingConfig": [{"mild_prequal": {"probes": 3, "slowStart": "30s"}}]}
 * }</pre>
 *
 * <p>All know {@code slowStart}, how long a replica is new (default 30 s); {@code errorPenalty},
 * what an error counts as (1 s); and {@code latencyMemory}, the time constant of a replica's
 * latency (10 s). {@code mild_prequal} knows {@code probes}, {@code removals}, {@code pool}, {@code
 * maxAge}, {@code hot} and {@code growth} too, see {@link
 * io.mild.scaling.balance.Prequal.Settings}, and {@code probeTimeout}, after which a probe is given
 * up (0.1 s). Durations are strings, as everywhere in a service config. A value out of its range,
 * and a name that is not known, is an error of the configuration.
 *
 * <p>Requests go to connected replicas only. As errors count what says that a replica is not well
 * ({@code UNAVAILABLE}, {@code DEADLINE_EXCEEDED}, {@code RESOURCE_EXHAUSTED}, {@code INTERNAL},
 * {@code UNKNOWN}, {@code DATA_LOSS}, {@code UNIMPLEMENTED}); other codes are answers. A cancelled
 * call and a stream of messages count while they are in flight, and tell nothing of latency.
 */
public abstract class BalancerProvider extends LoadBalancerProvider {
  private static final int USUAL_PRIORITY = 5;

  private final Policy policy;

  private BalancerProvider(Policy policy) {
    this.policy = policy;
  }

  @Override
  public final boolean isAvailable() {
    return true;
  }

  @Override
  public final int getPriority() {
    return USUAL_PRIORITY;
  }

  @Override
  public final String getPolicyName() {
    return policy.policyName();
  }

  @Override
  public final LoadBalancer newLoadBalancer(Helper helper) {
    return new ReplicaBalancer(helper, PolicyConfig.of(policy, Map.of()));
  }

  /**
   * {@inheritDoc}
   *
   * @return an error of code {@code UNAVAILABLE} that names the policy, the setting and the value,
   *     if there is one
   */
  @Override
  public final ConfigOrError parseLoadBalancingPolicyConfig(@Nullable Map<String, ?> settings) {
    try {
      return ConfigOrError.fromConfig(
          PolicyConfig.of(policy, settings == null ? Map.of() : settings));
    } catch (IllegalArgumentException e) {
      return ConfigOrError.fromError(
          Status.UNAVAILABLE.withDescription(getPolicyName() + ": " + e.getMessage()).withCause(e));
    }
  }

  /**
   * {@code mild_prequal}: who has few requests in flight and is fast, by what replicas say when
   * they are asked. Their servers need a {@link LoadReporter}.
   *
   * @see io.mild.scaling.balance.Prequal
   */
  public static final class ByPrequal extends BalancerProvider {
    /** For gRPC, which finds it. */
    public ByPrequal() {
      super(Policy.PREQUAL);
    }
  }

  /**
   * {@code mild_least_loaded}: of all replicas the one with the fewest requests of this channel.
   *
   * @see io.mild.scaling.balance.LeastLoaded
   */
  public static final class ByLeastLoaded extends BalancerProvider {
    /** For gRPC, which finds it. */
    public ByLeastLoaded() {
      super(Policy.LEAST_LOADED);
    }
  }

  /**
   * {@code mild_two_choices}: of two random replicas the one with fewer requests of this channel.
   *
   * @see io.mild.scaling.balance.TwoChoices#byLoad
   */
  public static final class ByTwoChoices extends BalancerProvider {
    /** For gRPC, which finds it. */
    public ByTwoChoices() {
      super(Policy.TWO_CHOICES);
    }
  }

  /**
   * {@code mild_peak_ewma}: of two random replicas the one with the lower product of latency and
   * requests of this channel.
   *
   * @see io.mild.scaling.balance.TwoChoices#byPeakEwma
   */
  public static final class ByPeakEwma extends BalancerProvider {
    /** For gRPC, which finds it. */
    public ByPeakEwma() {
      super(Policy.PEAK_EWMA);
    }
  }

  /**
   * {@code mild_weighted}: in turn, the faster the more often.
   *
   * @see io.mild.scaling.balance.Weighted
   */
  public static final class ByWeight extends BalancerProvider {
    /** For gRPC, which finds it. */
    public ByWeight() {
      super(Policy.WEIGHTED);
    }
  }
}
