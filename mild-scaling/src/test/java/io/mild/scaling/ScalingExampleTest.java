package io.mild.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mild.AssuranceStream;
import io.mild.scaling.kubernetes.HpaActuator;
import io.mild.scaling.monitor.RawMetrics;
import io.mild.scaling.monitor.ServiceMonitor;
import io.mild.scaling.policy.HpaPolicy;
import io.mild.scaling.policy.HpaSettings;
import io.mild.scaling.policy.RiskPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The guide's example compiles: it stands there as it stands here. */
class ScalingExampleTest {
  private static final String BEGIN = "    // the guide's example begins";
  private static final String END = "    // and ends";

  static List<Decision> example(
      ServiceMonitor monitor, RawMetrics scrape, AssuranceStream stream, double[] kpis, Instant now)
      throws IOException {
    // the guide's example begins
    KubernetesClient client = new KubernetesClientBuilder().build();
    ScalingController controller =
        ScalingController.of(new HpaActuator(client, "shop"))
            .service(
                ManagedService.of(
                        "checkout",
                        new ReplicaRange(2, 20),
                        new HpaPolicy(HpaSettings.ofTarget(60)))
                    .policy(new RiskPolicy(RiskPolicy.Settings.DEFAULT)))
            .signals(new AssessmentSignals(Map.of("checkout-latency", "checkout")))
            .acted(stream::acted) // a failure that was averted is no false alarm
            .mode(Mode.ADVISE) // ACT once you trust it
            .log(DecisionLog.appendTo(Path.of("decisions.jsonl")))
            .build();

    controller.observe(monitor.accept(scrape)); // each service, each scrape
    controller.accept(stream.accept(now, kpis), stream.incidents()); // once a minute
    List<Decision> decisions = controller.decide(now); // every 15 to 60 seconds
    // and ends
    return decisions;
  }

  @Test
  void theReadmeShowsWhatIsCompiledHere() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/io/mild/scaling/ScalingExampleTest.java"));
    String example =
        source.substring(
            source.indexOf(BEGIN + "\n") + BEGIN.length() + 1, source.indexOf(END + "\n"));

    assertThat(Files.readString(Path.of("../docs/guide.md")))
        .contains("```java\n" + example.indent(-4) + "```");
  }
}
