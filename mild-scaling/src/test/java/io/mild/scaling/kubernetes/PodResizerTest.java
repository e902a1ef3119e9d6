package io.mild.scaling.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.mild.scaling.Actuator.Outcome;
import io.mild.scaling.Actuator.Outcome.Status;
import io.mild.scaling.Resize;
import io.mild.scaling.Resource;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pods of a deployment with a sidecar; what resizes them is the actuator of floors. */
class PodResizerTest {
  private static final Logger SERVER_LOG = Logger.getLogger("io.fabric8.mockwebserver");

  static {
    SERVER_LOG.setLevel(Level.WARNING); // it tells of each request
  }

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant EXPIRES = NOW.plusSeconds(3600);

  private final Map<ServerRequest, Queue<ServerResponse>> scripted = new HashMap<>();
  private final ResizeDispatcher dispatcher = new ResizeDispatcher(scripted);
  private final KubernetesMockServer cluster =
      new KubernetesMockServer(new Context(), new MockWebServer(), scripted, dispatcher, false);
  private KubernetesClient client;
  private HpaActuator actuator;

  @BeforeEach
  void start() {
    cluster.init();
    client = cluster.createClient();
    actuator = new HpaActuator(client, "shop");
    client
        .resource(
            new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName("checkout")
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withMaxReplicas(5)
                .withNewScaleTargetRef("apps/v1", "Deployment", "checkout-web")
                .endSpec()
                .build())
        .create();
    client
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName("checkout-web")
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", "checkout")
                .endSelector()
                .endSpec()
                .build())
        .create();
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.destroy();
  }

  @Test
  void limitAndRequestOfTheServicesContainerGrowInPlace() {
    create("checkout-1", "checkout");
    create("search-1", "search");
    Outcome outcome = resize(Resource.MEMORY, 1.5);

    assertThat(outcome.status()).isEqualTo(Status.DONE);
    assertThat(outcome.text())
        .isEqualTo(
            "memory of 1 pods of checkout from 512Mi to 768Mi until 2026-03-01T13:00:00Z,"
                + " by decision d1");
    assertThat(dispatcher.patches)
        .containsExactly(
            "[{\"op\":\"test\",\"path\":\"/spec/containers/1/name\",\"value\":\"checkout\"},"
                + "{\"op\":\"replace\",\"path\":\"/spec/containers/1/resources/limits/memory\","
                + "\"value\":\"768Mi\"},"
                + "{\"op\":\"replace\",\"path\":\"/spec/containers/1/resources/requests/memory\","
                + "\"value\":\"384Mi\"}]");
    assertThat(limit("checkout-1", "memory")).isEqualTo(new Quantity("768Mi"));
    assertThat(limit("search-1", "memory")).isEqualTo(new Quantity("512Mi"));
    assertThat(annotations("checkout-1"))
        .containsEntry("scaling.mild.io/original-limit", "512Mi")
        .containsEntry("scaling.mild.io/original-request", "256Mi")
        .containsEntry("scaling.mild.io/resize-expires", EXPIRES.toString())
        .containsEntry("scaling.mild.io/resize-decision", "d1")
        .containsEntry("team", "payments");
  }

  @Test
  void cpuIsResizedInMillicores() {
    create("checkout-1", "checkout");
    resize(Resource.SATURATION, 1.25);

    assertThat(limit("checkout-1", "cpu")).isEqualTo(new Quantity("1250m")); // of 1
    assertThat(limit("checkout-1", "memory")).isEqualTo(new Quantity("512Mi"));
  }

  @Test
  void takesBackToWhatPodsWereMadeWith() {
    create("checkout-1", "checkout");
    create("checkout-2", "checkout");
    resize(Resource.MEMORY, 1.5);

    assertThat(restore())
        .isEqualTo(new Outcome(Status.DONE, "2 pods of checkout as they were made"));
    assertThat(limit("checkout-2", "memory")).isEqualTo(new Quantity("512Mi"));
    assertThat(annotations("checkout-2")).containsOnly(Map.entry("team", "payments"));
    assertThat(reasons()).containsExactlyInAnyOrder("MildPodsResized", "MildPodsRestored");
  }

  @Test
  void askedAgainOnlyPodsThatStartedSinceAreResized() {
    create("checkout-1", "checkout");
    resize(Resource.MEMORY, 1.5);
    assertThat(resize(Resource.MEMORY, 1.5)).isEqualTo(new Outcome(Status.DONE, ""));
    assertThat(dispatcher.patches).hasSize(1);

    create("checkout-2", "checkout");
    resize(Resource.MEMORY, 1.5);
    assertThat(dispatcher.patches).hasSize(2);
    assertThat(limit("checkout-2", "memory")).isEqualTo(new Quantity("768Mi"));
  }

  @Test
  void anotherFactorIsOneOfTheOriginal() {
    create("checkout-1", "checkout");
    resize(Resource.MEMORY, 1.5);
    resize(Resource.MEMORY, 2);
    assertThat(limit("checkout-1", "memory")).isEqualTo(new Quantity("1024Mi"));

    restore();
    assertThat(limit("checkout-1", "memory")).isEqualTo(new Quantity("512Mi"));
  }

  @Test
  void whatSomebodyElseHasSetStays() {
    create("checkout-1", "checkout");
    resize(Resource.MEMORY, 1.5);
    client
        .pods()
        .inNamespace("shop")
        .withName("checkout-1")
        .edit(
            pod ->
                new PodBuilder(pod)
                    .editSpec()
                    .editContainer(1)
                    .editResources()
                    .addToLimits("memory", new Quantity("2Gi"))
                    .endResources()
                    .endContainer()
                    .endSpec()
                    .build());

    assertThat(resize(Resource.MEMORY, 2).status()).isEqualTo(Status.RESPECTED);
    assertThat(restore().text()).contains("1 as somebody else has set them");
    assertThat(limit("checkout-1", "memory")).isEqualTo(new Quantity("2Gi"));
    assertThat(annotations("checkout-1")).containsOnly(Map.entry("team", "payments"));
  }

  @Test
  void aRefusalIsToldAndLeavesNoNote() {
    create("checkout-1", "checkout");
    String path = "/api/v1/namespaces/shop/pods/checkout-1/resize";
    dispatcher.refused = path;
    cluster.expect().patch().withPath(path).andReturn(422, "").once();
    Outcome outcome = resize(Resource.MEMORY, 1.5);

    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.text()).contains("pod shop/checkout-1 can't be resized", "Unprocessable");
    assertThat(annotations("checkout-1")).containsOnly(Map.entry("team", "payments"));
    assertThat(reasons()).isEmpty();
  }

  @Test
  void whatANewControllerFindsIsWhatWasNoted() {
    create("checkout-1", "checkout");
    create("checkout-2", "checkout");
    Resize resize = new Resize("checkout", Resource.MEMORY, 1.5, "d1", EXPIRES);
    actuator.resize(resize, NOW);

    assertThat(new HpaActuator(client, "shop").resizes()).contains(List.of(resize));
  }

  @Test
  void withoutPodsOrLimitsItFails() {
    assertThat(resize(Resource.MEMORY, 1.5).text())
        .isEqualTo("no pod of checkout has a limit of memory");
    client.apps().deployments().inNamespace("shop").withName("checkout-web").delete();
    assertThat(resize(Resource.MEMORY, 1.5).text())
        .isEqualTo("the pods of shop/Deployment checkout-web can't be found out");
    assertThat(restore().status()).isEqualTo(Status.DONE);
  }

  /** Where none is named as the service: the one that Kubernetes starts first. */
  @Test
  void withoutAContainerOfTheServicesNameItIsTheFirst() {
    create("checkout-1", "checkout");
    client
        .pods()
        .inNamespace("shop")
        .withName("checkout-1")
        .edit(
            pod ->
                new PodBuilder(pod)
                    .editSpec()
                    .editContainer(1)
                    .withName("web")
                    .endContainer()
                    .endSpec()
                    .build());
    resize(Resource.MEMORY, 1.5);

    assertThat(annotations("checkout-1"))
        .containsEntry("scaling.mild.io/resize-container", "proxy");
    assertThat(limit("checkout-1", "memory")).isEqualTo(new Quantity("512Mi"));
  }

  @Test
  void withoutAnAutoscalerNothingIsResizedAndWhatWasIsTakenBack() {
    create("checkout-1", "checkout");
    resize(Resource.MEMORY, 1.5);
    client.autoscaling().v2().horizontalPodAutoscalers().inNamespace("shop").delete();

    assertThat(resize(Resource.MEMORY, 2))
        .isEqualTo(new Outcome(Status.FAILED, "there is no HorizontalPodAutoscaler shop/checkout"));
    assertThat(restore().text()).isEqualTo("1 pods of checkout as they were made");
    assertThat(limit("checkout-1", "memory")).isEqualTo(new Quantity("512Mi"));
  }

  @Test
  void theTargetOfAnotherKindIsNotGuessed() {
    client
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace("shop")
        .withName("checkout")
        .edit(
            hpa ->
                new HorizontalPodAutoscalerBuilder(hpa)
                    .editSpec()
                    .withNewScaleTargetRef("argoproj.io/v1alpha1", "Rollout", "checkout-web")
                    .endSpec()
                    .build());

    assertThat(resize(Resource.MEMORY, 1.5).text())
        .isEqualTo("the pods of shop/Rollout checkout-web can't be found out");
  }

  private Outcome resize(Resource resource, double factor) {
    return actuator.resize(new Resize("checkout", resource, factor, "d1", EXPIRES), NOW);
  }

  private Outcome restore() {
    return actuator.restore("checkout", "d2", NOW);
  }

  private Quantity limit(String pod, String resource) {
    return read(pod).getSpec().getContainers().get(1).getResources().getLimits().get(resource);
  }

  private Map<String, String> annotations(String pod) {
    return read(pod).getMetadata().getAnnotations();
  }

  private Pod read(String pod) {
    return client.pods().inNamespace("shop").withName(pod).get();
  }

  private List<String> reasons() {
    return client.v1().events().inNamespace("shop").list().getItems().stream()
        .map(Event::getReason)
        .toList();
  }

  private void create(String name, String app) {
    ResourceRequirements sidecars =
        new ResourceRequirementsBuilder().addToLimits("memory", new Quantity("64Mi")).build();
    ResourceRequirements own =
        new ResourceRequirementsBuilder()
            .addToLimits("memory", new Quantity("512Mi"))
            .addToLimits("cpu", new Quantity("1"))
            .addToRequests("memory", new Quantity("256Mi"))
            .build();
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .addToLabels("app", app)
                .addToAnnotations("team", "payments")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("proxy")
                .withResources(sidecars)
                .endContainer()
                .addNewContainer()
                .withName("checkout")
                .withResources(own)
                .endContainer()
                .endSpec()
                .build())
        .create();
  }
}
