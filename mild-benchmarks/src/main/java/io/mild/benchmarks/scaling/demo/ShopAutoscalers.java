package io.mild.benchmarks.scaling.demo;

import io.mild.scaling.ReplicaRange;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import io.mild.scaling.policy.HpaPolicy;
import io.mild.scaling.policy.HpaSettings;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

/** The cluster's own autoscalers, as Kubernetes has them; a new replica is ready a minute later. */
final class ShopAutoscalers {
  static final HpaSettings SETTINGS = HpaSettings.ofTarget(60);
  static final ReplicaRange RANGE = new ReplicaRange(2, 30);

  private static final int AT_FIRST = 4;

  private final ToIntFunction<String> minReplicas;
  private final Map<String, Scaled> services =
      Map.of(Shop.CHECKOUT.name(), new Scaled(), Shop.INVENTORY.name(), new Scaled());

  /** One service's autoscaler and replicas. */
  private static final class Scaled {
    final HpaPolicy policy = new HpaPolicy(SETTINGS);
    int desired = AT_FIRST;
    int ready = AT_FIRST;
  }

  /**
   * Of both services.
   *
   * @param minReplicas of a service's autoscaler, as it is now
   */
  ShopAutoscalers(ToIntFunction<String> minReplicas) {
    this.minReplicas = minReplicas;
  }

  int ready(String service) {
    return of(service).ready;
  }

  int desired(String service) {
    return of(service).desired;
  }

  /** Looks at a minute and asks for replicas; those asked for a minute before are ready. */
  void look(Instant now, Map<String, Shop.Vitals> vitals) {
    vitals.forEach((service, measured) -> look(service, now, measured.cpu()));
  }

  private void look(String service, Instant now, double cpu) {
    Scaled scaled = of(service);
    ServiceState state =
        ServiceState.builder(service, now)
            .replicas(scaled.ready, Math.max(0, scaled.desired - scaled.ready), scaled.desired)
            .cpu(cpu)
            .build();
    ReplicaRange range = new ReplicaRange(minReplicas.applyAsInt(service), RANGE.max());
    scaled.ready = scaled.desired;
    scaled.desired = scaled.policy.recommend(Situation.of(state, range)).replicas();
  }

  private Scaled of(String service) {
    return Objects.requireNonNull(services.get(service));
  }
}
