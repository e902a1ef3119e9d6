package io.mild.server.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mild.alerting.incident.IncidentEvent.Kind;
import io.mild.connect.IncidentMessage;
import io.mild.connect.http.FakeServer;
import io.mild.connect.sink.WebhookSink;
import io.mild.server.real.RealStage.Pace;
import io.mild.server.real.RealStage.Shop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a target to a pager, through servers that others wrote. */
class RealServersTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration GROUP_INTERVAL = Duration.ofSeconds(1);

  @TempDir private Path folder;

  @Test
  void anIncidentIsToldRevisedAndResolved() throws Exception {
    try (RealStage stage =
        RealStage.start(folder, Pace.QUICK, List.of(new Shop("shop", SECOND, false)))) {
      stage.set("shop", 1.4, 0.1);
      stage.await("told", () -> stage.told().contains("firing shop 1 api"));
      JsonNode alert = stage.active().get(0);
      assertThat(alert.at("/status/state").asText()).isEqualTo("active");
      assertThat(alert.at("/labels/system").asText()).isEqualTo("shop");
      assertThat(alert.at("/annotations/summary").asText()).contains("api expected to fail");

      stage.set("shop", 1.4, 2.5);
      stage.await("posted", () -> isPosted(stage, Kind.REVISED, "orders"));
      long revised = System.nanoTime();
      stage.await("revised", () -> isTold(stage, "firing", "orders"));
      assertThat(Duration.ofNanos(System.nanoTime() - revised))
          .as("a group interval, and what this machine needs")
          .isLessThan(GROUP_INTERVAL.plusSeconds(2));

      stage.set("shop", 0.1, 0.1);
      stage.await("resolved", () -> isTold(stage, "resolved", "orders"));
      stage.await("none is left", () -> stage.active().isEmpty());
      assertThat(stage.told()).filteredOn("firing shop 1 api"::equals).as("once").hasSize(1);

      List<IncidentMessage> posted = stage.posted();
      assertThat(posted.get(0).event().kind()).isEqualTo(Kind.OPENED);
      assertThat(posted.get(posted.size() - 1).event().kind()).isEqualTo(Kind.CLOSED);
      List<String> ids = new ArrayList<>();
      posted.forEach(message -> ids.add(message.id()));
      assertThat(ids).doesNotHaveDuplicates();
      for (FakeServer.Request request : stage.webhook.requests()) {
        assertThat(request.path()).isEqualTo("/hook");
        assertThat(request.header(WebhookSink.SIGNATURE))
            .isEqualTo(
                WebhookSink.signature(
                    RealStage.SECRET, request.header(WebhookSink.TIMESTAMP), request.body()));
      }
    }
  }

  private static boolean isPosted(RealStage stage, Kind kind, String root) throws Exception {
    return stage.posted().stream()
        .map(IncidentMessage::event)
        .anyMatch(it -> it.kind() == kind && it.incident().rootCause().equals(root));
  }

  private static boolean isTold(RealStage stage, String status, String root) throws Exception {
    return stage.told().stream().anyMatch(it -> it.startsWith(status) && it.endsWith(root));
  }
}
