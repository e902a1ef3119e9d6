package io.mild.scaling.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.mild.scaling.Actuator.Outcome.Status;
import io.mild.scaling.Floor;
import io.mild.scaling.Resize;
import io.mild.scaling.Resource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was written, as an operator reads it with a client of others: {@code kubectl} looks up the
 * server's resources and reads objects by Kubernetes' own types.
 */
class KubectlTest {
  private static final Logger SERVER_LOG = Logger.getLogger("io.fabric8.mockwebserver");

  static {
    SERVER_LOG.setLevel(Level.WARNING); // it tells of each request
  }

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant EXPIRES = NOW.plusSeconds(3600);

  private static Path kubectl;

  private final Map<ServerRequest, Queue<ServerResponse>> scripted = new HashMap<>();
  private final KubernetesMockServer cluster =
      new KubernetesMockServer(
          new Context(), new MockWebServer(), scripted, new ResizeDispatcher(scripted), false);
  private KubernetesClient client;
  private HpaActuator actuator;

  @TempDir private Path home;

  @BeforeAll
  static void find() {
    String told = "kubectl is not on the PATH: install it, as .ci/run does, to run these tests";
    kubectl =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "kubectl"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    if (kubectl == null && Boolean.parseBoolean(System.getenv("MILD_NEEDS_PROGRAMS"))) {
      fail(told);
    }
    if (kubectl == null) {
      System.err.println("\n*** SKIPPED: " + told + "\n");
      abort(told);
    }
  }

  @BeforeEach
  void start() {
    cluster.init();
    client = cluster.createClient();
    actuator = new HpaActuator(client, "shop");
    discovery("/api", "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}");
    discovery(
        "/apis",
        "{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":[{\"name\":\"autoscaling\","
            + "\"versions\":[{\"groupVersion\":\"autoscaling/v2\",\"version\":\"v2\"}],"
            + "\"preferredVersion\":{\"groupVersion\":\"autoscaling/v2\",\"version\":\"v2\"}}]}");
    discovery("/api/v1", resources("v1", "pods", "Pod", "events", "Event"));
    discovery(
        "/apis/autoscaling/v2",
        resources("autoscaling/v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"));
    client
        .resource(
            new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName("checkout")
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withMinReplicas(2)
                .withMaxReplicas(20)
                .withNewScaleTargetRef("apps/v1", "Deployment", "checkout")
                .endSpec()
                .build())
        .create();
  }

  private void discovery(String path, String answer) {
    cluster.expect().get().withPath(path + "?timeout=32s").andReturn(200, answer).always();
  }

  /** Of names and kinds in turn. */
  private static String resources(String version, String... namesAndKinds) {
    List<String> resources = new ArrayList<>();
    for (int i = 0; i < namesAndKinds.length; i += 2) {
      resources.add(
          "{\"name\":\"%s\",\"singularName\":\"\",\"namespaced\":true,\"kind\":\"%s\",\"verbs\":[\"get\",\"list\",\"patch\"]}"
              .formatted(namesAndKinds[i], namesAndKinds[i + 1]));
    }
    return "{\"kind\":\"APIResourceList\",\"apiVersion\":\"v1\",\"groupVersion\":\"%s\",\"resources\":[%s]}"
        .formatted(version, String.join(",", resources));
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.destroy();
  }

  @Test
  void readsTheFloorAndHowItIsTakenBack() throws Exception {
    actuator.hold(new Floor("checkout", 6, "checkout-1", EXPIRES), NOW);

    assertThat(run("get", "horizontalpodautoscalers", "checkout", "-o", "yaml"))
        .contains("minReplicas: 6", "scaling.mild.io/floor: \"6\"")
        .contains("scaling.mild.io/original-min-replicas: \"2\"")
        .contains("scaling.mild.io/floor-expires: \"2026-03-01T13:00:00Z\"")
        .contains("scaling.mild.io/decision: checkout-1");
    assertThat(run("get", "events", "-o", "jsonpath={.items[*]['reason','message']}"))
        .isEqualTo(
            "MildFloorRaised minReplicas from 2 to 6 until 2026-03-01T13:00:00Z, by decision"
                + " checkout-1");

    actuator.release("checkout", "checkout-2", NOW);
    assertThat(run("get", "horizontalpodautoscalers", "checkout", "-o", "yaml"))
        .contains("minReplicas: 2")
        .doesNotContain("scaling.mild.io");
  }

  @Test
  void whatItWritesIsRespected() throws Exception {
    actuator.hold(new Floor("checkout", 6, "checkout-1", EXPIRES), NOW);
    run(
        "patch",
        "horizontalpodautoscalers",
        "checkout",
        "--type=merge",
        "--patch={\"spec\":{\"minReplicas\":9}}");

    assertThat(actuator.release("checkout", "checkout-2", NOW).status())
        .isEqualTo(Status.RESPECTED);
    assertThat(
            run(
                "get",
                "horizontalpodautoscalers",
                "checkout",
                "-o",
                "jsonpath={.spec.minReplicas}"))
        .isEqualTo("9");
  }

  @Test
  void readsWhatPodsWereGiven() throws Exception {
    client
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName("checkout")
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", "checkout")
                .endSelector()
                .endSpec()
                .build())
        .create();
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("checkout-1")
                .withNamespace("shop")
                .addToLabels("app", "checkout")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("checkout")
                .withNewResources()
                .addToLimits("memory", new Quantity("512Mi"))
                .addToRequests("memory", new Quantity("256Mi"))
                .endResources()
                .endContainer()
                .endSpec()
                .build())
        .create();
    actuator.resize(new Resize("checkout", Resource.MEMORY, 1.5, "checkout-1", EXPIRES), NOW);

    assertThat(run("describe", "pods", "checkout-1"))
        .containsPattern("Limits:\\s+memory: +768Mi")
        .containsPattern("Requests:\\s+memory: +384Mi")
        .contains("scaling.mild.io/original-limit: 512Mi");
  }

  /** Without the operator's own configuration. */
  private String run(String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(kubectl.toString()));
    all.addAll(List.of(command));
    all.addAll(
        List.of(
            "--namespace=shop",
            "--server=" + client.getMasterUrl(),
            "--cache-dir=" + home.resolve("cache")));
    ProcessBuilder builder = new ProcessBuilder(all).directory(home.toFile());
    builder.environment().put("HOME", home.toString());
    Path config = Files.writeString(home.resolve("config"), "apiVersion: v1\nkind: Config\n");
    builder.environment().put("KUBECONFIG", config.toString());
    Path output = home.resolve("output");
    Path errors = home.resolve("errors");
    Process process =
        builder.redirectError(errors.toFile()).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ends").isTrue();
      assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
      return Files.readString(output);
    } finally {
      process.destroyForcibly();
    }
  }
}
