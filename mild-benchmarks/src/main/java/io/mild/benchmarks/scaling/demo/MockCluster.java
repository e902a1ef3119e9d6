package io.mild.benchmarks.scaling.demo;

import io.fabric8.kubernetes.api.model.Event;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An API server on this machine that keeps what it is told, with an autoscaler a service. */
final class MockCluster implements AutoCloseable {
  static final String NAMESPACE = "shop";

  /** Kept here, as a logger that nobody holds forgets its level. */
  private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver");

  private final KubernetesMockServer server;
  private final KubernetesClient client;

  MockCluster() {
    REQUESTS.setLevel(Level.WARNING);
    Map<ServerRequest, Queue<ServerResponse>> scripted = new HashMap<>();
    this.server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            scripted,
            new KubernetesMixedDispatcher(scripted),
            false);
    server.init();
    this.client = server.createClient();
    for (ShopService service : new ShopService[] {Shop.CHECKOUT, Shop.INVENTORY}) {
      // the client sends again what a slow machine doesn't answer in time, though it was created
      client.resource(autoscaler(service.name())).createOr(NonDeletingOperation::update);
    }
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
