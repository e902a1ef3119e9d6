package io.mild.benchmarks.scaling.demo;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Incident;
import io.mild.Mild;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.scaling.AssessmentSignals;
import io.mild.scaling.Decision;
import io.mild.scaling.DecisionLog;
import io.mild.scaling.Latency;
import io.mild.scaling.ManagedService;
import io.mild.scaling.Mode;
import io.mild.scaling.Recommendation;
import io.mild.scaling.ScalingController;
import io.mild.scaling.ServiceState;
import io.mild.scaling.kubernetes.HpaActuator;
import io.mild.scaling.policy.HpaPolicy;
import io.mild.scaling.policy.RiskPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A day of the shop with MILD and a controller at work, against a mock API server.
 *
 * @param story what there is to tell, in the order of time
 * @param minutes of the day
 * @param events of the API server
 * @param computeMicros mean time of a decision
 */
record ShopDay(
    Mode mode,
    List<String> story,
    List<Minute> minutes,
    List<String> events,
    double computeMicros) {
  private static final ShopService[] SERVICES = {Shop.CHECKOUT, Shop.INVENTORY};

  /**
   * A minute of it.
   *
   * @param risk that an intent fails, the highest
   * @param checkoutReplicas ready
   * @param checkoutFloor minReplicas of the autoscaler
   * @param gatewayLatency in seconds
   * @param failing intents whose goal is missed
   * @param replicas ready, of all services
   */
  record Minute(
      Instant time,
      double risk,
      int checkoutReplicas,
      int checkoutFloor,
      double gatewayLatency,
      List<String> failing,
      int replicas) {}

  /**
   * Lives through it.
   *
   * @param warmUp of the model's stream, before the day
   * @param log of the decisions
   */
  static ShopDay live(
      Mode mode,
      Mild mild,
      Instant start,
      Duration warmUp,
      List<ShopFault> faults,
      long seed,
      DecisionLog log) {
    try (MockCluster cluster = new MockCluster()) {
      AssuranceStream stream = mild.openStream();
      Telling telling = new Telling(start);
      ScalingController controller =
          controller(mode, cluster, log)
              .acted(notification -> telling.acted(notification, stream.acted(notification)))
              .build();
      ShopAutoscalers autoscalers = new ShopAutoscalers(cluster::minReplicas);
      Shop shop = new Shop(seed, faults);
      List<Minute> minutes = new ArrayList<>();
      Instant end = start.plus(Duration.ofDays(1));
      for (Instant now = start.minus(warmUp); now.isBefore(end); now = now.plusSeconds(60)) {
        for (ShopService service : SERVICES) {
          cluster.scale(service.name(), autoscalers.ready(service.name()));
        }
        Shop.Minute minute = shop.minute(now, autoscalers::ready, cluster::size);
        Assessment assessment = stream.accept(now, minute.kpis());
        if (!now.isBefore(start)) {
          for (ShopService service : SERVICES) {
            controller.observe(state(service, now, minute, autoscalers));
          }
          controller.accept(assessment, stream.incidents());
          telling.tell(assessment, controller.decide(now), minute);
          minutes.add(noted(now, assessment, minute, autoscalers, cluster));
        }
        autoscalers.look(now, minute.services());
      }
      return new ShopDay(
          mode, telling.story, minutes, cluster.events(), telling.micros / telling.decisions);
    }
  }

  private static ScalingController.Builder controller(
      Mode mode, MockCluster cluster, DecisionLog log) {
    ScalingController.Builder builder =
        ScalingController.of(new HpaActuator(cluster.client(), MockCluster.NAMESPACE))
            .signals(
                new AssessmentSignals(
                    Map.of(
                        Shop.CHECKOUT.name(),
                        Shop.CHECKOUT.name(),
                        Shop.INVENTORY.name(),
                        Shop.INVENTORY.name())))
            .mode(mode)
            .log(log);
    for (ShopService service : SERVICES) {
      builder.service(
          ManagedService.of(
                  service.name(), ShopAutoscalers.RANGE, new HpaPolicy(ShopAutoscalers.SETTINGS))
              .policy(new RiskPolicy(RiskPolicy.Settings.builder().resize(2).build())));
    }
    return builder;
  }

  private static ServiceState state(
      ShopService service, Instant now, Shop.Minute minute, ShopAutoscalers autoscalers) {
    Shop.Vitals vitals = minute.of(service);
    int ready = autoscalers.ready(service.name());
    int desired = autoscalers.desired(service.name());
    double millis = 1000 * vitals.latency();
    return ServiceState.builder(service.name(), now)
        .replicas(ready, Math.max(0, desired - ready), desired)
        .cpu(vitals.cpu())
        .requestRate(minute.rate())
        .latency(new Latency(millis, 2 * millis, 3 * millis))
        .build();
  }

  private static Minute noted(
      Instant now,
      Assessment assessment,
      Shop.Minute minute,
      ShopAutoscalers autoscalers,
      MockCluster cluster) {
    String checkout = Shop.CHECKOUT.name();
    return new Minute(
        now,
        assessment.intents().stream().mapToDouble(risk -> risk.risk()).max().orElse(0),
        autoscalers.ready(checkout),
        cluster.minReplicas(checkout),
        minute.kpis()[Shop.KPIS.indexOf("gateway_latency")],
        minute.failing(),
        autoscalers.ready(checkout) + autoscalers.ready(Shop.INVENTORY.name()));
  }

  /** Minutes in which an intent's goal was missed. */
  long failingMinutes() {
    return minutes.stream().filter(minute -> !minute.failing.isEmpty()).count();
  }

  /** Replica-hours of all services. */
  double replicaHours() {
    return minutes.stream().mapToInt(Minute::replicas).sum() / 60.0;
  }

  /** Picks what is new. */
  private static final class Telling {
    private static final int LASTING = 10;
    final List<String> story = new ArrayList<>();
    private final Instant start;
    private final Set<String> advised = new HashSet<>();
    private final List<String> acted = new ArrayList<>();
    private List<String> failing = List.of();
    private int quiet; // minutes since a goal was missed
    private double micros;
    private int decisions;

    Telling(Instant start) {
      this.start = start;
    }

    /** What a stream made of it that it was told so. */
    void acted(Instant notification, boolean counts) {
      acted.add(
          "the warning of %tR was acted on%s"
              .formatted(
                  notification.atZone(ZoneOffset.UTC), counts ? "" : ", which does not count"));
    }

    void tell(Assessment assessment, List<Decision> decided, Shop.Minute minute) {
      assessment
          .incident()
          .filter(Incident::isNotification)
          .ifPresent(incident -> say(minute, "MILD      " + incident.toString().substring(21)));
      decided.forEach(decision -> tell(decision, minute));
      acted.forEach(text -> say(minute, "TOLD MILD " + text));
      acted.clear();
      for (IncidentEvent event : assessment.incidentEvents()) {
        if (event.kind() == IncidentEvent.Kind.CLOSED) {
          TrackedIncident incident = event.incident();
          say(
              minute,
              "CLOSED    the incident of %tR as %s: %s"
                  .formatted(
                      incident.opened().atZone(ZoneOffset.UTC),
                      incident.closing().orElseThrow().name(),
                      event.why()));
        }
      }
      quiet = minute.failing().isEmpty() ? quiet + 1 : 0;
      if (!failing.containsAll(minute.failing())) {
        say(minute, "SERVICE   goals are missed: " + String.join(", ", minute.failing()));
        failing = minute.failing();
      } else if (quiet == LASTING && !failing.isEmpty()) {
        say(minute, "SERVICE   all goals are met again");
        failing = List.of();
      }
    }

    private void tell(Decision decision, Shop.Minute minute) {
      micros += decision.computeTime().toNanos() / 1000.0;
      decisions++;
      String service = decision.situation().state().service();
      for (Recommendation recommendation : decision.recommendations()) {
        for (String advice : recommendation.advice()) {
          if (advised.add(advice + minute.time().getEpochSecond() / 10_800)) {
            say(minute, "ADVICE    " + advice);
          }
        }
      }
      if (!decision.resize().equals(decision.resizeBefore())) {
        String what =
            decision
                .resize()
                .map(
                    resize ->
                        "%.1f times the %s until %tR"
                            .formatted(
                                resize.factor(),
                                resize.resource(),
                                resize.expires().atZone(ZoneOffset.UTC)))
                .orElse("replicas as they were made");
        say(minute, "RESIZE    %s: %s".formatted(service, what));
        if (!decision.outcome().isEmpty()) {
          say(minute, "          Kubernetes: " + decision.outcome());
        }
      }
      if (decision.action() != Decision.Action.NONE) {
        say(
            minute,
            "%-9s %s: %s; plain HPA: %d"
                .formatted(
                    decision.action(),
                    service,
                    decision
                        .granted()
                        .map(
                            floor ->
                                "at least %d until %tR"
                                    .formatted(
                                        floor.replicas(), floor.expires().atZone(ZoneOffset.UTC)))
                        .orElse("no floor"),
                    decision.hpaReplicas()));
        decision
            .recommendations()
            .get(0)
            .reasons()
            .forEach(r -> say(minute, "          because " + r));
        decision
            .blocks()
            .forEach(b -> say(minute, "          " + b.safeguard() + ": " + b.reason()));
        if (!decision.outcome().isEmpty()) {
          say(minute, "          Kubernetes: " + decision.outcome());
        }
      }
    }

    private void say(Shop.Minute minute, String text) {
      Duration since = Duration.between(start, minute.time());
      story.add("%02d:%02d  %s".formatted(since.toHours(), since.toMinutesPart(), text));
    }
  }
}
