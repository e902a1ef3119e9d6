package io.mild.scaling.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.mild.scaling.Actuator.Outcome;
import io.mild.scaling.Actuator.Outcome.Status;
import io.mild.scaling.Floor;
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

class HpaActuatorTest {
  private static final Logger SERVER_LOG = Logger.getLogger("io.fabric8.mockwebserver");

  static {
    SERVER_LOG.setLevel(Level.WARNING); // it tells of each request
  }

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant EXPIRES = NOW.plusSeconds(3600);
  private static final String PATH =
      "/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/checkout";

  private final Map<ServerRequest, Queue<ServerResponse>> scripted = new HashMap<>();
  private final KubernetesMockServer cluster =
      new KubernetesMockServer(
          new Context(),
          new MockWebServer(),
          scripted,
          new KubernetesMixedDispatcher(scripted),
          false);
  private KubernetesClient client;
  private HpaActuator actuator;

  @BeforeEach
  void start() {
    cluster.init();
    client = cluster.createClient();
    actuator = new HpaActuator(client, "shop");
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.destroy();
  }

  @Test
  void raisesMinReplicasAndNotesHowToTakeItBack() {
    create(2, 20);
    Outcome outcome = hold(6);

    assertThat(outcome.status()).isEqualTo(Status.DONE);
    assertThat(min()).isEqualTo(6);
    assertThat(annotations())
        .containsEntry("scaling.mild.io/original-min-replicas", "2")
        .containsEntry("scaling.mild.io/floor", "6")
        .containsEntry("scaling.mild.io/floor-expires", EXPIRES.toString())
        .containsEntry("scaling.mild.io/decision", "d1")
        .containsEntry("team", "payments");
  }

  @Test
  void tellsWhatItDidByEvents() {
    create(2, 20);
    hold(6);
    release();

    List<Event> events = client.v1().events().inNamespace("shop").list().getItems();
    assertThat(events)
        .extracting(Event::getReason)
        .containsExactlyInAnyOrder("MildFloorRaised", "MildFloorTakenBack");
    assertThat(events)
        .extracting(Event::getMessage)
        .contains("minReplicas from 2 to 6 until 2026-03-01T13:00:00Z, by decision d1");
  }

  @Test
  void takesBackToWhatWasThere() {
    create(2, 20);
    hold(6);

    assertThat(release().status()).isEqualTo(Status.DONE);
    assertThat(min()).isEqualTo(2);
    assertThat(annotations()).containsOnly(Map.entry("team", "payments"));
  }

  @Test
  void aFloorThatMovesKeepsTheOriginal() {
    create(2, 20);
    hold(6);
    hold(9);
    assertThat(min()).isEqualTo(9);
    hold(4);
    assertThat(min()).isEqualTo(4);
    release();
    assertThat(min()).isEqualTo(2);
  }

  @Test
  void anAutoscalerWithoutMinReplicasHasOne() {
    client
        .resource(
            new HorizontalPodAutoscalerBuilder(hpa(1, 20))
                .editSpec()
                .withMinReplicas(null)
                .endSpec()
                .build())
        .create();
    hold(6);
    release();

    assertThat(min()).isEqualTo(1);
  }

  @Test
  void aFloorBelowWhatIsThereChangesNothing() {
    create(8, 20);

    assertThat(hold(6)).isEqualTo(new Outcome(Status.DONE, "minReplicas is 8 already"));
    assertThat(annotations()).containsOnlyKeys("team");
  }

  @Test
  void aFloorAboveMaxReplicasIsCutToIt() {
    create(2, 5);
    Outcome outcome = hold(9);

    assertThat(outcome.status()).isEqualTo(Status.DONE);
    assertThat(outcome.text()).contains("cut from 9 to maxReplicas");
    assertThat(min()).isEqualTo(5);
  }

  /** As KEDA's operator makes it. */
  @Test
  void anAutoscalerOfKedaIsNotWrittenTo() {
    HorizontalPodAutoscaler keda =
        new HorizontalPodAutoscalerBuilder(hpa(2, 20))
            .editMetadata()
            .withName("keda-hpa-checkout")
            .addNewOwnerReference()
            .withApiVersion("keda.sh/v1alpha1")
            .withKind("ScaledObject")
            .withName("checkout")
            .withUid("4d0c")
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .build();
    client.resource(keda).create();
    HorizontalPodAutoscaler before = kedas();
    Outcome outcome = hold(6);

    assertThat(outcome.status()).isEqualTo(Status.RESPECTED);
    assertThat(outcome.text()).contains("minReplicaCount of the ScaledObject 'checkout'", "6");
    assertThat(kedas()).isEqualTo(before);
    assertThat(actuator.release("checkout", "d2", NOW).status()).isEqualTo(Status.DONE);
    assertThat(kedas()).isEqualTo(before);
  }

  private HorizontalPodAutoscaler kedas() {
    return client
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace("shop")
        .withName("keda-hpa-checkout")
        .get();
  }

  @Test
  void findsTheFloorsOfAControllerThatIsNoMore() {
    create(2, 20);
    hold(6);

    assertThat(new HpaActuator(client, "shop").floors().orElseThrow())
        .containsExactly(new Floor("checkout", 6, "d1", EXPIRES));
    release();
    assertThat(actuator.floors()).contains(List.of());
  }

  @Test
  void aNoteThatSomebodyHasSpoiltIsNone() {
    create(2, 20);
    hold(6);
    edit(6, Map.of(FloorAnnotations.FLOOR, "six"));

    assertThat(actuator.floors()).contains(List.of());
  }

  // Somebody else

  @Test
  void whatSomebodyElseHasRaisedStays() {
    create(2, 20);
    hold(6);
    edit(8, annotations());
    Outcome outcome = release();

    assertThat(outcome.status()).isEqualTo(Status.RESPECTED);
    assertThat(min()).isEqualTo(8);
    assertThat(annotations()).containsOnlyKeys("team");
  }

  @Test
  void whatSomebodyElseHasLoweredIsNotRaisedAgainBeforeTheFloorWouldHaveExpired() {
    create(2, 20);
    hold(6);
    edit(3, annotations());

    Floor longer = new Floor("checkout", 6, "d2", EXPIRES.plusSeconds(3600));
    assertThat(actuator.hold(longer, NOW.plusSeconds(60)).status()).isEqualTo(Status.RESPECTED);
    assertThat(actuator.hold(longer, EXPIRES.minusSeconds(1)).status()).isEqualTo(Status.RESPECTED);
    assertThat(min()).isEqualTo(3);
    assertThat(actuator.hold(longer, EXPIRES).status()).isEqualTo(Status.DONE);
    assertThat(min()).isEqualTo(6);
    release();
    assertThat(min()).isEqualTo(3);
  }

  @Test
  void anAutoscalerThatIsNotThereIsSaidToBeMissing() {
    assertThat(hold(6))
        .isEqualTo(new Outcome(Status.FAILED, "there is no HorizontalPodAutoscaler shop/checkout"));
  }

  @Test
  void withAnAutoscalerThatIsGoneItsFloorIsGone() {
    create(2, 20);
    hold(6);
    client.resource(read()).delete();

    assertThat(release())
        .isEqualTo(new Outcome(Status.DONE, "there is no HorizontalPodAutoscaler shop/checkout"));
  }

  @Test
  void inANamespaceThatIsNotThereThereIsNothing() {
    HpaActuator nowhere = new HpaActuator(client, "shopp");

    assertThat(nowhere.floors()).contains(List.of());
    assertThat(nowhere.resizes()).contains(List.of());
    assertThat(nowhere.hold(floor(6), NOW).text())
        .isEqualTo("there is no HorizontalPodAutoscaler shopp/checkout");
    assertThat(client.v1().events().inNamespace("shopp").list().getItems()).isEmpty();
  }

  @Test
  void aConflictIsReadAndConsideredAgain() {
    cluster.expect().get().withPath(PATH).andReturn(200, known(2, 20)).once();
    cluster.expect().put().withPath(PATH).andReturn(409, "").once();
    cluster.expect().get().withPath(PATH).andReturn(200, known(4, 20)).once();
    cluster.expect().put().withPath(PATH).andReturn(200, known(6, 20)).once();
    Outcome outcome = hold(6);

    assertThat(outcome.status()).isEqualTo(Status.DONE);
    assertThat(outcome.text()).startsWith("minReplicas from 4 to 6"); // what was read last
  }

  @Test
  void whoAlwaysConflictsIsLeftAlone() {
    cluster.expect().get().withPath(PATH).andReturn(200, known(2, 20)).always();
    cluster.expect().put().withPath(PATH).andReturn(409, "").times(3);
    Outcome outcome = hold(6);

    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.text()).contains("Conflict");
  }

  @Test
  void writesTheResourceVersionThatItRead() {
    create(2, 20);
    HorizontalPodAutoscaler stale = read();
    edit(3, annotations());

    // the same write as the actuator's, of what was read before: it must not go through
    assertThatThrownBy(() -> client.resource(stale).update()).hasMessageContaining("409");
  }

  @Test
  void aLostConnectionFailsAndThrowsNothing() {
    Config gone =
        new ConfigBuilder()
            .withMasterUrl("http://127.0.0.1:1")
            .withRequestRetryBackoffLimit(0)
            .withConnectionTimeout(500)
            .build();
    try (KubernetesClient nobody = new KubernetesClientBuilder().withConfig(gone).build()) {
      HpaActuator lost = new HpaActuator(nobody, "shop");

      assertThat(lost.hold(floor(6), NOW).status()).isEqualTo(Status.FAILED);
      assertThat(lost.release("checkout", "d2", NOW).status()).isEqualTo(Status.FAILED);
      assertThat(lost.floors()).isEmpty();
    }
  }

  private void create(int min, int max) {
    client.resource(hpa(min, max)).create();
  }

  private Outcome hold(int replicas) {
    return actuator.hold(floor(replicas), NOW);
  }

  private Outcome release() {
    return actuator.release("checkout", "d2", NOW.plusSeconds(60));
  }

  private static Floor floor(int replicas) {
    return new Floor("checkout", replicas, "d1", EXPIRES);
  }

  private HorizontalPodAutoscaler read() {
    return client
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace("shop")
        .withName("checkout")
        .get();
  }

  private int min() {
    return read().getSpec().getMinReplicas();
  }

  private Map<String, String> annotations() {
    return read().getMetadata().getAnnotations();
  }

  private void edit(int min, Map<String, String> annotations) {
    client
        .resource(
            new HorizontalPodAutoscalerBuilder(read())
                .editMetadata()
                .withAnnotations(annotations)
                .endMetadata()
                .editSpec()
                .withMinReplicas(min)
                .endSpec()
                .build())
        .update();
  }

  /** As a server has it, with a resource version. */
  private static HorizontalPodAutoscaler known(int min, int max) {
    return new HorizontalPodAutoscalerBuilder(hpa(min, max))
        .editMetadata()
        .withResourceVersion("7")
        .endMetadata()
        .build();
  }

  private static HorizontalPodAutoscaler hpa(int min, int max) {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName("checkout")
        .withNamespace("shop")
        .addToAnnotations("team", "payments")
        .endMetadata()
        .withNewSpec()
        .withMinReplicas(min)
        .withMaxReplicas(max)
        .withNewScaleTargetRef("apps/v1", "Deployment", "checkout")
        .endSpec()
        .build();
  }
}
