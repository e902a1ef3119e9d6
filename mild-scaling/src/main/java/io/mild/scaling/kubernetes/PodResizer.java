package io.mild.scaling.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.mild.scaling.Actuator.Outcome;
import io.mild.scaling.Actuator.Outcome.Status;
import io.mild.scaling.Resize;
import io.mild.scaling.Resource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Resizes the pods that an autoscaler's Deployment or StatefulSet has, in place, by their {@code
 * resize} subresource (stable in Kubernetes 1.35): limit and request of one container grow by the
 * same factor, so that the pod's class of service stays.
 *
 * <p>The note is written before and removed after, so that what a crash leaves can be taken back.
 */
final class PodResizer {
  private static final String MEMORY = "memory";
  private static final String CPU = "cpu";
  private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1024 * 1024);
  private static final BigDecimal MILLI = BigDecimal.valueOf(1000);

  private final KubernetesClient client;
  private final String namespace;
  private final Logger log;

  PodResizer(KubernetesClient client, String namespace, Logger log) {
    this.client = client;
    this.namespace = namespace;
    this.log = log;
  }

  /** What became of pods, by number. */
  private static final class Count {
    int done;
    int already;
    int overruled;
    final List<String> failed = new ArrayList<>();
  }

  /** Its text is empty if all is as it was asked for already. */
  Outcome resize(Resize resize, CrossVersionObjectReference owner) {
    Optional<Map<String, String>> labels = labels(owner);
    if (labels.isEmpty()) {
      return new Outcome(
          Status.FAILED,
          "the pods of %s/%s %s can't be found out"
              .formatted(namespace, owner.getKind(), owner.getName()));
    }
    Count count = new Count();
    String example = "";
    for (Pod pod : pods(labels.get())) {
      try {
        String what = resize(pod, resize, count);
        example = what.isEmpty() ? example : what;
      } catch (KubernetesClientException e) {
        failed(pod, e, count);
      }
    }
    if (!count.failed.isEmpty()) {
      return new Outcome(Status.FAILED, String.join("; ", count.failed));
    }
    if (count.done + count.already == 0) {
      return new Outcome(
          count.overruled > 0 ? Status.RESPECTED : Status.FAILED,
          count.overruled > 0
              ? "%d pods were resized by somebody else and stay so".formatted(count.overruled)
              : "no pod of %s has a limit of %s"
                  .formatted(resize.service(), name(resize.resource())));
    }
    if (count.done == 0) {
      return new Outcome(Status.DONE, "");
    }
    return new Outcome(
        Status.DONE,
        "%s of %d pods of %s%s until %s, by decision %s"
            .formatted(
                name(resize.resource()),
                count.done + count.already,
                resize.service(),
                example,
                resize.expires(),
                resize.decision()));
  }

  /** What it was changed from and to; empty if it wasn't. */
  private String resize(Pod pod, Resize resize, Count count) {
    Optional<ResizeAnnotations> note = ResizeAnnotations.of(pod);
    String resource = name(resize.resource());
    int index =
        note.map(known -> index(pod, known.container())).orElse(index(pod, resize.service()));
    Optional<Quantity> limit = quantity(pod, index, resource, true);
    if (limit.isEmpty()
        || note.isPresent() && note.get().resize().resource() != resize.resource()) {
      return "";
    }
    if (note.isPresent() && !note.get().resized().equals(limit.get())) {
      count.overruled++;
      return "";
    }
    Quantity original = note.map(ResizeAnnotations::limit).orElse(limit.get());
    Optional<Quantity> request =
        note.isPresent() ? note.get().request() : quantity(pod, index, resource, false);
    Quantity larger = times(original, resize);
    ResizeAnnotations wanted =
        new ResizeAnnotations(
            resize, pod.getSpec().getContainers().get(index).getName(), original, request, larger);
    if (note.filter(wanted::equals).isPresent()) {
      count.already++;
      return "";
    }
    annotate(pod, wanted.on(ResizeAnnotations.annotations(pod)));
    try {
      patch(pod, index, resource, larger, request.map(quantity -> times(quantity, resize)));
    } catch (KubernetesClientException e) {
      if (note.isEmpty()) {
        annotate(pod, ResizeAnnotations.without(ResizeAnnotations.annotations(pod)));
      }
      throw e;
    }
    count.done++;
    return " from %s to %s".formatted(original, larger);
  }

  Outcome restore(String service) {
    Count count = new Count();
    for (Pod pod : noted(service)) {
      ResizeAnnotations note = ResizeAnnotations.of(pod).orElseThrow();
      String resource = name(note.resize().resource());
      int index = index(pod, note.container());
      try {
        if (quantity(pod, index, resource, true).filter(note.resized()::equals).isPresent()) {
          patch(pod, index, resource, note.limit(), note.request());
          count.done++;
        } else {
          count.overruled++;
        }
        annotate(pod, ResizeAnnotations.without(ResizeAnnotations.annotations(pod)));
      } catch (KubernetesClientException e) {
        failed(pod, e, count);
      }
    }
    if (!count.failed.isEmpty()) {
      return new Outcome(Status.FAILED, String.join("; ", count.failed));
    }
    String overruled =
        count.overruled == 0 ? "" : ", %d as somebody else has set them".formatted(count.overruled);
    return new Outcome(
        Status.DONE, "%d pods of %s as they were made%s".formatted(count.done, service, overruled));
  }

  List<Resize> resizes() {
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .flatMap(pod -> ResizeAnnotations.of(pod).stream())
        .map(ResizeAnnotations::resize)
        .distinct()
        .toList();
  }

  private List<Pod> noted(String service) {
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .filter(
            pod ->
                ResizeAnnotations.of(pod)
                    .filter(note -> note.resize().service().equals(service))
                    .isPresent())
        .toList();
  }

  private void failed(Pod pod, KubernetesClientException e, Count count) {
    String text =
        "pod %s/%s can't be resized: %s"
            .formatted(namespace, pod.getMetadata().getName(), HpaActuator.reason(e));
    log.warn(text);
    count.failed.add(text);
  }

  private Optional<Map<String, String>> labels(CrossVersionObjectReference owner) {
    @Nullable LabelSelector selector =
        switch (owner.getKind()) {
          case "Deployment" -> {
            Deployment found =
                client.apps().deployments().inNamespace(namespace).withName(owner.getName()).get();
            yield found == null ? null : found.getSpec().getSelector();
          }
          case "StatefulSet" -> {
            StatefulSet found =
                client.apps().statefulSets().inNamespace(namespace).withName(owner.getName()).get();
            yield found == null ? null : found.getSpec().getSelector();
          }
          default -> null;
        };
    return Optional.ofNullable(selector)
        .map(LabelSelector::getMatchLabels)
        .filter(labels -> !labels.isEmpty());
  }

  /** Those that aren't about to go. */
  private List<Pod> pods(Map<String, String> labels) {
    return client.pods().inNamespace(namespace).withLabels(labels).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** The container of a name, or else the first. */
  private static int index(Pod pod, String container) {
    List<Container> containers = pod.getSpec().getContainers();
    for (int i = 0; i < containers.size(); i++) {
      if (containers.get(i).getName().equals(container)) {
        return i;
      }
    }
    return 0;
  }

  private static Optional<Quantity> quantity(Pod pod, int index, String resource, boolean limit) {
    return Optional.ofNullable(pod.getSpec().getContainers().get(index).getResources())
        .map(resources -> limit ? resources.getLimits() : resources.getRequests())
        .map(quantities -> quantities.get(resource));
  }

  private static Quantity times(Quantity quantity, Resize resize) {
    BigDecimal product =
        quantity.getNumericalAmount().multiply(BigDecimal.valueOf(resize.factor()));
    return resize.resource() == Resource.MEMORY
        ? new Quantity(product.divide(MEBIBYTE, 0, RoundingMode.CEILING) + "Mi")
        : new Quantity(
            product.multiply(MILLI).setScale(0, RoundingMode.CEILING).toPlainString() + "m");
  }

  private void annotate(Pod pod, Map<String, String> annotations) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .edit(
            latest ->
                new PodBuilder(latest)
                    .editMetadata()
                    .withAnnotations(annotations)
                    .endMetadata()
                    .build());
  }

  /** By operations on single values, which leave alone what they don't name. */
  private void patch(
      Pod pod, int index, String resource, Quantity limit, Optional<Quantity> request) {
    String container = "/spec/containers/" + index;
    String test =
        operation("test", container + "/name", pod.getSpec().getContainers().get(index).getName());
    String limited = operation("replace", container + "/resources/limits/" + resource, limit);
    String requested =
        request
            .map(
                value ->
                    ","
                        + operation(
                            "replace", container + "/resources/requests/" + resource, value))
            .orElse("");
    client
        .pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .subresource("resize")
        .patch(PatchContext.of(PatchType.JSON), "[" + test + "," + limited + requested + "]");
  }

  /** Paths and values are names and numbers of Kubernetes, without quotes. */
  private static String operation(String what, String path, Object value) {
    return "{\"op\":\"%s\",\"path\":\"%s\",\"value\":\"%s\"}".formatted(what, path, value);
  }

  private static String name(Resource resource) {
    return resource == Resource.MEMORY ? MEMORY : CPU;
  }
}
