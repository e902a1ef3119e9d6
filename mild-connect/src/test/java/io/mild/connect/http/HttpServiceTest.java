package io.mild.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mild.connect.RefusedException;
import io.mild.connect.http.FakeServer.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServiceTest {
  private final FakeServer server;

  HttpServiceTest() throws IOException {
    server = FakeServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aPathIsBelowTheAddress() throws Exception {
    HttpService service = HttpAccess.create().to(server.address().resolve("/prometheus"));
    service.get("api/v1/rules");
    HttpAccess.create().to(server.address().resolve("/hook")).get("");

    assertThat(server.requests())
        .extracting(FakeServer.Request::path)
        .containsExactly("/prometheus/api/v1/rules", "/hook");
  }

  @Test
  void aFormIsEncoded() throws Exception {
    server.service().postForm("q", Map.of("query", "a{b=\"c&d\"} + 1\n"));

    assertThat(server.requests().get(0).form()).containsEntry("query", "a{b=\"c&d\"} + 1\n");
  }

  @Test
  void credentialsAreSentAndAskedForEachTime() throws Exception {
    StringBuilder token = new StringBuilder("one");
    HttpService bearer = HttpAccess.create().withBearer(token::toString).to(server.address());
    bearer.get("");
    token.setLength(0);
    token.append("two");
    bearer.get("");
    HttpAccess.create().withBasic("Aladdin", () -> "open sesame").to(server.address()).get("");

    assertThat(server.requests())
        .extracting(request -> request.header("Authorization"))
        .containsExactly(
            "Bearer one", "Bearer two", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="); // RFC 7617's example
  }

  @Test
  void aSecretThatIsNoneIsNotInTheMessage() throws Exception {
    HttpAccess.create().withBearer(() -> "top secret\n").to(server.address()).get("");
    assertThat(server.requests().get(0).header("Authorization"))
        .as("a file's line ends")
        .isEqualTo("Bearer top secret");

    HttpService broken = HttpAccess.create().withBearer(() -> "top\nsecret").to(server.address());
    assertThatIOException()
        .isThrownBy(() -> broken.get(""))
        .withNoCause()
        .withMessageNotContaining("secret")
        .withMessageContaining("credentials");
    HttpService unreadable =
        HttpAccess.create()
            .withBasic(
                "me",
                () -> {
                  throw new UncheckedIOException(new IOException("/run/secret"));
                })
            .to(server.address());
    assertThatIOException()
        .isThrownBy(() -> unreadable.get(""))
        .withMessageContaining("can't be read");
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    server.answering(
        request ->
            request.path().equals("/elsewhere")
                ? Reply.of(200, "")
                : new Reply(302, "", Map.of("Location", "/elsewhere")));
    HttpService service = server.service();
    HttpAnswer answer = service.get("here");

    assertThat(answer.isSuccess()).isFalse();
    assertThat(service.failure(answer, "")).hasMessageContaining("redirects are not followed");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void anAnswerIsBoundedInSize() {
    server.answering(request -> Reply.of(200, "x".repeat(10_001)));
    HttpService service = HttpAccess.create().withMostBytes(10_000).to(server.address());

    assertThatIOException()
        .isThrownBy(() -> service.get(""))
        .withMessageContaining("more than 10000 bytes");
  }

  @Test
  void aBodyThatNeverEndsIsGivenUp() throws Exception {
    try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> dribble(slow));
      thread.start();
      HttpService service =
          HttpAccess.create()
              .withTimeout(Duration.ofMillis(300))
              .to(URI.create("http://127.0.0.1:" + slow.getLocalPort()));

      assertThatIOException()
          .isThrownBy(() -> service.get(""))
          .withMessageContaining("no whole answer in PT0.3S");
      thread.interrupt();
    }
  }

  private static void dribble(ServerSocket server) {
    try (Socket socket = server.accept();
        InputStream in = socket.getInputStream()) {
      assertThat(in.read()).isPositive();
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx".getBytes("US-ASCII"));
      Thread.sleep(10_000);
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt(); // the test is over
    }
  }

  /** As the JDK does for asynchronous answers, where there are one or two processors. */
  @Test
  void anAnswerStartsNoThread() throws Exception {
    HttpService service = server.service();
    service.get("");
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getTotalStartedThreadCount();
    for (int i = 0; i < 100; i++) {
      service.get("");
    }

    assertThat(threads.getTotalStartedThreadCount() - before).isLessThan(50);
  }

  @Test
  void nobodyThereSaysWhatToLookAt() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThatIOException()
        .isThrownBy(() -> HttpAccess.create().to(URI.create("http://127.0.0.1:" + port)).get(""))
        .withMessageContaining("is it up, and the address right?");
  }

  @Test
  void whatMayPassAndWhatAnOperatorMendsIsNoRefusal() throws Exception {
    HttpService service = server.service();
    for (int status : new int[] {500, 503, 429, 408, 401, 403, 404, 301}) {
      assertThat(service.failure(new HttpAnswer(status, new byte[0]), ""))
          .as("%d", status)
          .isNotInstanceOf(RefusedException.class);
    }
    for (int status : new int[] {400, 405, 413, 415, 422}) {
      assertThat(service.failure(new HttpAnswer(status, new byte[0]), "no"))
          .as("%d", status)
          .isInstanceOf(RefusedException.class)
          .hasMessageEndingWith(status + ": no");
    }
  }

  @Test
  void secretsAreNotOfAnAddressNorOfAMessage() {
    IllegalArgumentException refused =
        catchThrowableOfType(
            IllegalArgumentException.class,
            () -> HttpAccess.create().to(URI.create("http://me:secret@prometheus:9090")));

    assertThat(refused).hasMessageContaining("prometheus");
    assertThat(refused.getMessage()).doesNotContain("secret");
    for (String address : new String[] {"ftp://a", "file:///etc/passwd", "a:9090", "http:///x"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HttpAccess.create().to(URI.create(address)));
    }
  }
}
