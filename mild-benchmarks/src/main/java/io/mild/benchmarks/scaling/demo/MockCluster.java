package io.mild.benchmarks.scaling.demo;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An API server on this machine that keeps what it is told, with an autoscaler and a deployment a
 * service, and pods.
 */
final class MockCluster implements AutoCloseable {
  static final String NAMESPACE = "shop";

  private static final String APP = "app";
  private static final String MEMORY = "memory";
  private static final Quantity MADE_WITH = new Quantity("512Mi");

  /** Kept here, as a logger that nobody holds forgets its level. */
  private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver");

  private final KubernetesMockServer server;
  private final KubernetesClient client;
  private final Map<String, Integer> pods = new HashMap<>();

  MockCluster() {
    REQUESTS.setLevel(Level.WARNING);
    Map<ServerRequest, Queue<ServerResponse>> scripted = new HashMap<>();
    this.server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), scripted, new ResizingDispatcher(scripted), false);
    server.init();
    this.client = server.createClient();
    for (ShopService service : new ShopService[] {Shop.CHECKOUT, Shop.INVENTORY}) {
      // the client sends again what a slow machine doesn't answer in time, though it was created
      client.resource(autoscaler(service.name())).createOr(NonDeletingOperation::update);
      client.resource(deployment(service.name())).createOr(NonDeletingOperation::update);
    }
  }

  /** The server knows no {@code resize}: a patch of it is one of the pod itself. */
  private static final class ResizingDispatcher extends KubernetesMixedDispatcher {
    private static final String SUBRESOURCE = "/resize";

    ResizingDispatcher(Map<ServerRequest, Queue<ServerResponse>> scripted) {
      super(scripted);
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      String path = request.getPath();
      return path.endsWith(SUBRESOURCE)
          ? super.dispatch(
              new RecordedRequest(
                  request.getHttpVersion(),
                  request.method(),
                  path.substring(0, path.length() - SUBRESOURCE.length()),
                  request.getHeaders(),
                  request.getBody()))
          : super.dispatch(request);
    }
  }

  private static Deployment deployment(String service) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(service)
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withNewSpec()
        .withNewSelector()
        .addToMatchLabels(APP, service)
        .endSelector()
        .endSpec()
        .build();
  }

  /** Starts or stops pods of a service, so that there are so many. */
  void scale(String service, int pods) {
    int there = this.pods.getOrDefault(service, 0);
    for (int i = there; i < pods; i++) {
      client.resource(pod(service, i)).createOr(NonDeletingOperation::update);
    }
    for (int i = pods; i < there; i++) {
      client.pods().inNamespace(NAMESPACE).withName(service + "-" + i).delete();
    }
    this.pods.put(service, pods);
  }

  private static Pod pod(String service, int number) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(service + "-" + number)
        .withNamespace(NAMESPACE)
        .addToLabels(APP, service)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName(service)
        .withNewResources()
        .addToLimits(MEMORY, MADE_WITH)
        .addToRequests(MEMORY, MADE_WITH)
        .endResources()
        .endContainer()
        .endSpec()
        .build();
  }

  /** Memory of a service's smallest pod over what pods are made with. */
  double size(String service) {
    return client.pods().inNamespace(NAMESPACE).withLabel(APP, service).list().getItems().stream()
        .map(pod -> pod.getSpec().getContainers().get(0).getResources().getLimits().get(MEMORY))
        .mapToDouble(
            limit ->
                limit.getNumericalAmount().doubleValue()
                    / MADE_WITH.getNumericalAmount().doubleValue())
        .min()
        .orElse(1);
  }

  private static HorizontalPodAutoscaler autoscaler(String service) {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName(service)
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withNewSpec()
        .withMinReplicas(ShopAutoscalers.RANGE.min())
        .withMaxReplicas(ShopAutoscalers.RANGE.max())
        .withNewScaleTargetRef("apps/v1", "Deployment", service)
        .endSpec()
        .build();
  }

  KubernetesClient client() {
    return client;
  }

  /** As the API server has it. */
  int minReplicas(String service) {
    return client
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(NAMESPACE)
        .withName(service)
        .get()
        .getSpec()
        .getMinReplicas();
  }

  /** What was told of the autoscalers, in the order of time. */
  List<String> events() {
    return client.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
        .sorted(Comparator.comparing(Event::getFirstTimestamp))
        .map(
            event ->
                "%s %s %s: %s"
                    .formatted(
                        event.getFirstTimestamp(),
                        event.getInvolvedObject().getName(),
                        event.getReason(),
                        event.getMessage()))
        .toList();
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
