package io.mild.scaling.kubernetes;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mild.scaling.Actuator;
import io.mild.scaling.Actuator.Outcome.Status;
import io.mild.scaling.Floor;
import io.mild.scaling.Resize;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds floors by the {@code minReplicas} of HorizontalPodAutoscalers (autoscaling/v2), each named
 * as its service. It never writes {@code spec.replicas}: the autoscaler stays in charge, and
 * capacity is never below what it would be without.
 *
 * <ul>
 *   <li>The original {@code minReplicas}, the floor's expiry and the decision are noted as
 *       annotations, and each change is an Event on the autoscaler.
 *   <li>Writes carry the resource version that was read: where somebody else has written meanwhile
 *       (409), it is read and considered again, three times at most.
 *   <li>Where {@code minReplicas} is no longer what was set, somebody else has changed it. It is
 *       left as it is; if it is lower, no floor is set before the one that was overruled would have
 *       expired.
 *   <li>A floor above {@code maxReplicas} is cut to that.
 *   <li>An autoscaler that KEDA made for a ScaledObject is not written to: KEDA would write its own
 *       {@code minReplicas} over the floor. The outcome says where the floor belongs.
 *   <li>Pods are resized in place (Kubernetes 1.35), those of the autoscaler's Deployment or
 *       StatefulSet: limit and request of the container that is named as the service, or of the
 *       first. What they were is noted on each pod. A limit that somebody else has changed stays.
 *   <li>Where an autoscaler is gone, its floor is gone with it.
 *   <li>What fails changes nothing and says why; it throws nothing.
 * </ul>
 *
 * <p>The service account needs {@code get}, {@code list}, {@code update} on {@code
 * horizontalpodautoscalers} and {@code create} on {@code events}; to resize also {@code get} on
 * {@code deployments} and {@code statefulsets}, {@code get}, {@code list}, {@code patch} on {@code
 * pods} and {@code patch} on {@code pods/resize}.
 */
public final class HpaActuator implements Actuator {
  private static final Logger LOG = LoggerFactory.getLogger(HpaActuator.class);
  private static final int ATTEMPTS = 3;

  /** KEDA names an autoscaler after its ScaledObject so. */
  private static final String KEDA_PREFIX = "keda-hpa-";

  private static final String COMPONENT = "mild-scaling";

  private final KubernetesClient client;
  private final String namespace;
  private final PodResizer pods;

  /**
   * On the autoscalers of a namespace.
   *
   * @param client stays the caller's to close
   */
  public HpaActuator(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.pods = new PodResizer(client, namespace, LOG);
  }

  /**
   * What is to become of an autoscaler.
   *
   * @param edited to write; absent if it stays as it is
   * @param reason of the event, if it is written
   */
  private record Change(
      Optional<HorizontalPodAutoscaler> edited, Status status, String reason, String text) {
    static Change none(Status status, String text) {
      return new Change(Optional.empty(), status, "", text);
    }

    static Change of(HorizontalPodAutoscaler edited, Status status, String reason, String text) {
      return new Change(Optional.of(edited), status, reason, text);
    }
  }

  @Override
  public Outcome hold(Floor floor, Instant now) {
    return change(floor.service(), now, hpa -> held(hpa, floor, now), Status.FAILED);
  }

  @Override
  public Outcome release(String service, String decision, Instant now) {
    return change(service, now, hpa -> released(hpa, decision), Status.DONE);
  }

  @Override
  public Optional<List<Floor>> floors() {
    try {
      List<HorizontalPodAutoscaler> all =
          client
              .autoscaling()
              .v2()
              .horizontalPodAutoscalers()
              .inNamespace(namespace)
              .list()
              .getItems();
      return Optional.of(
          all.stream()
              .flatMap(hpa -> FloorAnnotations.of(hpa).map(note -> note.floor(name(hpa))).stream())
              .toList());
    } catch (KubernetesClientException e) {
      LOG.warn("the floors in namespace {} can't be found out: {}", namespace, reason(e));
      return Optional.empty();
    }
  }

  @Override
  public Outcome resize(Resize resize, Instant now) {
    return told(
        resize.service(),
        now,
        "MildPodsResized",
        hpa ->
            hpa.map(known -> pods.resize(resize, known.getSpec().getScaleTargetRef()))
                .orElseGet(() -> missing(resize.service(), Status.FAILED)));
  }

  @Override
  public Outcome restore(String service, String decision, Instant now) {
    return told(service, now, "MildPodsRestored", hpa -> pods.restore(service));
  }

  @Override
  public Optional<List<Resize>> resizes() {
    try {
      return Optional.of(pods.resizes());
    } catch (KubernetesClientException e) {
      LOG.warn("the pods in namespace {} can't be found out: {}", namespace, reason(e));
      return Optional.empty();
    }
  }

  /** An event on the autoscaler tells what was done to its pods. */
  private Outcome told(
      String service,
      Instant now,
      String reason,
      Function<Optional<HorizontalPodAutoscaler>, Outcome> action) {
    try {
      Optional<HorizontalPodAutoscaler> hpa = find(service);
      Outcome outcome = action.apply(hpa);
      if (outcome.status() == Status.DONE && !outcome.text().isEmpty()) {
        hpa.ifPresent(
            known -> tell(known, Change.of(known, outcome.status(), reason, outcome.text()), now));
      }
      return outcome;
    } catch (KubernetesClientException e) {
      String text =
          "the pods of %s/%s can't be resized: %s".formatted(namespace, service, reason(e));
      LOG.warn(text);
      return new Outcome(Status.FAILED, text);
    }
  }

  private static Change held(HorizontalPodAutoscaler hpa, Floor floor, Instant now) {
    Optional<String> owner = scaledObject(hpa);
    if (owner.isPresent()) {
      return Change.none(
          Status.RESPECTED,
          ("it is KEDA's, which would undo a floor of %d: raise minReplicaCount of the ScaledObject"
                  + " '%s'")
              .formatted(floor.replicas(), owner.get()));
    }
    Optional<FloorAnnotations> note = FloorAnnotations.of(hpa);
    int min = minReplicas(hpa);
    if (note.isPresent() && note.get().floor() != min) {
      return overruled(hpa, note.get(), min);
    }
    if (now.isBefore(FloorAnnotations.respectedUntil(hpa))) {
      return Change.none(
          Status.RESPECTED,
          "minReplicas was set to %d by somebody else; no floor before %s"
              .formatted(min, FloorAnnotations.respectedUntil(hpa)));
    }
    int original = note.map(FloorAnnotations::original).orElse(min);
    int replicas = Math.min(floor.replicas(), hpa.getSpec().getMaxReplicas());
    if (replicas <= original) {
      return note.isPresent()
          ? restored(hpa, note.get(), floor.decision())
          : Change.none(Status.DONE, "minReplicas is %d already".formatted(min));
    }
    String cut =
        replicas < floor.replicas()
            ? ", cut from %d to maxReplicas".formatted(floor.replicas())
            : "";
    FloorAnnotations raised =
        new FloorAnnotations(original, replicas, floor.expires(), floor.decision());
    return Change.of(
        edited(hpa, replicas, raised.on(FloorAnnotations.annotations(hpa))),
        Status.DONE,
        replicas > min
            ? "MildFloorRaised"
            : replicas < min ? "MildFloorLowered" : "MildFloorExtended",
        "minReplicas from %d to %d until %s%s, by decision %s"
            .formatted(min, replicas, floor.expires(), cut, floor.decision()));
  }

  private static Change released(HorizontalPodAutoscaler hpa, String decision) {
    Optional<FloorAnnotations> note = FloorAnnotations.of(hpa);
    if (note.isEmpty()) {
      return Change.none(Status.DONE, "there is no floor to take back");
    }
    int min = minReplicas(hpa);
    return note.get().floor() == min
        ? restored(hpa, note.get(), decision)
        : overruled(hpa, note.get(), min);
  }

  private static Change restored(
      HorizontalPodAutoscaler hpa, FloorAnnotations note, String decision) {
    return Change.of(
        edited(hpa, note.original(), FloorAnnotations.without(FloorAnnotations.annotations(hpa))),
        Status.DONE,
        "MildFloorTakenBack",
        "minReplicas from %d back to %d, by decision %s"
            .formatted(note.floor(), note.original(), decision));
  }

  private static Change overruled(HorizontalPodAutoscaler hpa, FloorAnnotations note, int min) {
    Map<String, String> annotations = FloorAnnotations.without(FloorAnnotations.annotations(hpa));
    if (min < note.floor()) {
      annotations.put(FloorAnnotations.RESPECT_UNTIL, note.expires().toString());
    }
    return Change.of(
        edited(hpa, min, annotations),
        Status.RESPECTED,
        "MildFloorOverruled",
        "minReplicas was set from %d to %d by somebody else and stays so"
            .formatted(note.floor(), min));
  }

  /**
   * Changes an autoscaler by a rule.
   *
   * @param ifMissing what it is if there is none
   */
  private Outcome change(
      String service,
      Instant now,
      Function<HorizontalPodAutoscaler, Change> rule,
      Status ifMissing) {
    try {
      for (int attempt = 1; ; attempt++) {
        Optional<HorizontalPodAutoscaler> found = find(service);
        if (found.isEmpty()) {
          return missing(service, ifMissing);
        }
        HorizontalPodAutoscaler hpa = found.get();
        Change change = rule.apply(hpa);
        if (change.edited.isEmpty()) {
          return new Outcome(change.status, change.text);
        }
        try {
          client.resource(change.edited.get()).inNamespace(namespace).update();
          tell(hpa, change, now);
          return new Outcome(change.status, change.text);
        } catch (KubernetesClientException e) {
          if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
            throw e;
          }
        }
      }
    } catch (KubernetesClientException e) {
      String text =
          "the floor of %s/%s can't be changed: %s".formatted(namespace, service, reason(e));
      LOG.warn(text);
      return new Outcome(Status.FAILED, text);
    }
  }

  private Optional<HorizontalPodAutoscaler> find(String service) {
    HorizontalPodAutoscaler own = read(service);
    return Optional.ofNullable(own == null ? read(KEDA_PREFIX + service) : own);
  }

  private Outcome missing(String service, Status status) {
    return new Outcome(
        status, "there is no HorizontalPodAutoscaler %s/%s".formatted(namespace, service));
  }

  /** An event that can't be written is no reason to fail: the change is made. */
  private void tell(HorizontalPodAutoscaler hpa, Change change, Instant now) {
    try {
      client
          .v1()
          .events()
          .inNamespace(namespace)
          .resource(
              new EventBuilder()
                  .withNewMetadata()
                  .withGenerateName(name(hpa) + "-")
                  .withNamespace(namespace)
                  .endMetadata()
                  .withNewInvolvedObject()
                  .withApiVersion(hpa.getApiVersion())
                  .withKind(hpa.getKind())
                  .withName(name(hpa))
                  .withNamespace(namespace)
                  .withUid(hpa.getMetadata().getUid())
                  .endInvolvedObject()
                  .withType("Normal")
                  .withReason(change.reason)
                  .withMessage(change.text)
                  .withFirstTimestamp(now.toString())
                  .withLastTimestamp(now.toString())
                  .withCount(1)
                  .withNewSource()
                  .withComponent(COMPONENT)
                  .endSource()
                  .build())
          .create();
    } catch (KubernetesClientException e) {
      LOG.warn("no event on {}/{}: {}", namespace, name(hpa), reason(e));
    }
  }

  private @Nullable HorizontalPodAutoscaler read(String name) {
    return client
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(namespace)
        .withName(name)
        .get();
  }

  /** The name of the ScaledObject that an autoscaler was made for. */
  private static Optional<String> scaledObject(HorizontalPodAutoscaler hpa) {
    return hpa.getMetadata().getOwnerReferences().stream()
        .filter(owner -> owner.getKind().equals("ScaledObject"))
        .filter(owner -> owner.getApiVersion().startsWith("keda.sh/"))
        .map(OwnerReference::getName)
        .findFirst();
  }

  private static HorizontalPodAutoscaler edited(
      HorizontalPodAutoscaler hpa, int minReplicas, Map<String, String> annotations) {
    return new HorizontalPodAutoscalerBuilder(hpa)
        .editMetadata()
        .withAnnotations(annotations)
        .endMetadata()
        .editSpec()
        .withMinReplicas(minReplicas)
        .endSpec()
        .build();
  }

  /** Where no server answered, the cause says more. */
  static String reason(KubernetesClientException e) {
    return e.getMessage() + (e.getCause() == null ? "" : " " + e.getCause());
  }

  /** Kubernetes' own default is 1. */
  private static int minReplicas(HorizontalPodAutoscaler hpa) {
    Integer min = hpa.getSpec().getMinReplicas();
    return min == null ? 1 : min;
  }

  private static String name(HorizontalPodAutoscaler hpa) {
    return hpa.getMetadata().getName();
  }
}
