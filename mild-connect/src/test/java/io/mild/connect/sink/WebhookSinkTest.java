package io.mild.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.mild.connect.IncidentMessage;
import io.mild.connect.RefusedException;
import io.mild.connect.Story;
import io.mild.connect.http.FakeServer;
import io.mild.connect.http.FakeServer.Reply;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookSinkTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:30Z");

  private final FakeServer server;
  private final IncidentMessage message = Story.of("5f-1", NOW.minusSeconds(30)).opened("api");

  WebhookSinkTest() throws IOException {
    server = FakeServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** By: printf '1772352030.{"a":1}' | openssl dgst -sha256 -hmac 'top secret'. */
  @Test
  void theSignatureIsTheOneThatOthersCompute() {
    assertThat(WebhookSink.signature("top secret", "1772352030", "{\"a\":1}"))
        .isEqualTo("v1=79883978ef89413416a18326b7ad745e6cf00e5caef192b1528298238921bd57");
  }

  @Test
  void aMessageIsPostedWithIdTimeAndSignature() throws Exception {
    sink().signedWith(() -> "top secret").deliver(message);
    FakeServer.Request request = server.requests().get(0);

    assertThat(request.method()).isEqualTo("POST");
    assertThat(IncidentMessage.ofJson(request.body())).isEqualTo(message);
    assertThat(request.header("Content-type")).isEqualTo("application/json");
    assertThat(request.header(WebhookSink.ID)).isEqualTo(message.id());
    assertThat(request.header(WebhookSink.IDEMPOTENCY_KEY)).isEqualTo(message.id());
    assertThat(request.header(WebhookSink.TIMESTAMP)).isEqualTo("1772352030");
    assertThat(request.header(WebhookSink.SIGNATURE))
        .isEqualTo(WebhookSink.signature("top secret", "1772352030", request.body()));
  }

  @Test
  void withoutASecretThereIsNoSignature() throws Exception {
    sink().deliver(message);

    assertThat(server.requests().get(0).header(WebhookSink.SIGNATURE)).isNull();
  }

  @Test
  void whatTheReceiverCannotReadIsRefusedAndTheRestTriedAgain() {
    server.answering(request -> Reply.of(422, "no"));
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> sink().deliver(message));
    server.answering(request -> Reply.of(503, "later"));
    assertThatIOException()
        .isThrownBy(() -> sink().deliver(message))
        .isNotInstanceOf(RefusedException.class)
        .withMessageContaining("later");
  }

  private WebhookSink sink() {
    return WebhookSink.to(server.service()).withClock(Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
