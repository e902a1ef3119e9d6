package io.mild.scaling.keda;

import io.grpc.BindableService;
import io.mild.scaling.Actuator;
import io.mild.scaling.Decision;
import io.mild.scaling.Floor;
import io.mild.scaling.Forecast;
import io.mild.scaling.Mode;
import io.mild.scaling.Safeguard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds floors where KEDA finds them: an external scaler (trigger {@code external} or {@code
 * external-push}) that KEDA asks over gRPC. Nothing is written to Kubernetes; KEDA stays in charge,
 * and of several triggers the one that asks for most replicas decides, so that a floor is one.
 *
 * <pre>{@code
 * KedaScaler scaler = new KedaScaler(Set.of("checkout"), Clock.systemUTC());
 * Server server = Grpc.newServerBuilderForPort(9443, credentials).addService(scaler.service()).build().start();
 * ScalingController controller = ScalingController.of(scaler).service(checkout).mode(Mode.ACT)...
 * scaler.accept(controller.decide(now)); // for the forecast
 * }</pre>
 *
 * <p>Metrics of a trigger whose {@code metadata} names a service, {@code service: checkout}:
 *
 * <ul>
 *   <li>{@code mild-floor}, whose target is 1: the floor's replicas while it holds, or else 0.
 *   <li>{@code mild-forecast}, where the metadata says {@code requestsPerReplica} as well, which is
 *       its target: a quantile of the forecast request rate at start-up lead ({@code quantile}, .9
 *       unless said), or 0 where no forecast is trusted, the mode is not {@link Mode#ACT}, or the
 *       kill switch or a pause stands against it. It passes no other limit of MILD's, and is
 *       bounded by the ScaledObject's {@code maxReplicaCount}.
 * </ul>
 *
 * <p>It is active while a floor holds. In modes other than {@link Mode#ACT} a controller holds
 * none. What an actuator forgets with its process is gone with it: a controller that starts anew
 * begins without floors. A metadata that names no service known here, and numbers that are none,
 * are {@code INVALID_ARGUMENT}.
 *
 * <p>For any threads.
 */
public final class KedaScaler implements Actuator {
  /** For so long a forecast is as good as new. */
  private static final Duration FRESH = Duration.ofMinutes(2);

  private final Set<String> services;
  private final InstantSource clock;
  private final Map<String, Floor> floors = new LinkedHashMap<>();
  private final Map<String, Demand> demands = new LinkedHashMap<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private final ScalerEndpoint endpoint;

  /** A forecast that may be acted on, and when it was made. */
  private record Demand(Forecast forecast, Instant time) {}

  /**
   * Without floors.
   *
   * @param services that KEDA may ask for
   * @param clock tells when floors have expired
   */
  public KedaScaler(Set<String> services, InstantSource clock) {
    this.services = Set.copyOf(services);
    this.clock = clock;
    this.endpoint = new ScalerEndpoint(this);
  }

  /** What KEDA asks, to be added to a server. */
  public BindableService service() {
    return endpoint;
  }

  /**
   * Takes the forecasts that decisions were made on, in place of those before.
   *
   * @param decisions the latest of each service
   */
  public synchronized void accept(List<Decision> decisions) {
    for (Decision decision : decisions) {
      String service = decision.situation().state().service();
      Optional<Forecast> demand =
          mayAct(decision) ? decision.situation().demand() : Optional.empty();
      demand.ifPresentOrElse(
          forecast ->
              demands.put(service, new Demand(forecast, decision.situation().state().time())),
          () -> demands.remove(service));
    }
  }

  private static boolean mayAct(Decision decision) {
    return decision.mode() == Mode.ACT
        && decision.blocks().stream()
            .map(Decision.Block::safeguard)
            .noneMatch(
                safeguard -> safeguard == Safeguard.KILL_SWITCH || safeguard == Safeguard.PAUSE);
  }

  @Override
  public Outcome hold(Floor floor, Instant now) {
    if (!services.contains(floor.service())) {
      return new Outcome(
          Outcome.Status.FAILED,
          "KEDA may not ask for '%s', but for %s".formatted(floor.service(), services));
    }
    change(() -> floors.put(floor.service(), floor));
    return new Outcome(
        Outcome.Status.DONE,
        "KEDA is told %d replicas of %s until %s"
            .formatted(floor.replicas(), floor.service(), floor.expires()));
  }

  @Override
  public Outcome release(String service, String decision, Instant now) {
    change(() -> floors.remove(service));
    return new Outcome(Outcome.Status.DONE, "KEDA is told no replicas of " + service);
  }

  @Override
  public synchronized Optional<List<Floor>> floors() {
    return Optional.of(List.copyOf(floors.values()));
  }

  private void change(Runnable change) {
    List<Runnable> told;
    synchronized (this) {
      change.run();
      told = List.copyOf(listeners);
    }
    told.forEach(Runnable::run);
  }

  boolean knows(String service) {
    return services.contains(service);
  }

  Set<String> services() {
    return services;
  }

  /** Replicas of the floor that holds; 0 if there is none. */
  synchronized int floor(String service) {
    Floor floor = floors.get(service);
    return floor == null || !floor.isLive(clock.instant()) ? 0 : floor.replicas();
  }

  /** The forecast that may be acted on. */
  synchronized Optional<Forecast> demand(String service) {
    return Optional.ofNullable(demands.get(service))
        .filter(demand -> isFresh(demand.time))
        .map(Demand::forecast);
  }

  /** Also not of a time that is as far ahead, as after the clock was set back. */
  private boolean isFresh(Instant time) {
    return Duration.between(time, clock.instant()).abs().compareTo(FRESH) < 0;
  }

  /** Tells somebody of each change of floors, from the thread that makes it. */
  synchronized void listen(Runnable listener) {
    listeners.add(listener);
  }

  synchronized void forget(Runnable listener) {
    listeners.remove(listener);
  }
}
