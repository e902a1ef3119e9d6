package io.mild.server.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mild.alerting.incident.NoiseRules;
import io.mild.server.Stage;
import io.mild.server.config.ServerConfig;
import io.mild.server.run.Systems;
import io.mild.server.system.Drill;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes in place of requests, through the parser and the handlers that serve has. */
class RequestFuzzTest {
  /** As short as it is, it is found by trying; what it allows is to be tried, too. */
  private static final String TOKEN = "t0k";

  private static final int UNKNOWN_ENCODING = 501;
  private static final int UNKNOWN_VERSION = 505;

  @TempDir private static Path folder;
  private static Service known; // is sent what has the token in it
  private static Service unknown; // all else

  /** Without a network. */
  private record Service(Server server, LocalConnector connector, Systems systems) {
    static Service start(Path folder) throws Exception {
      ServerConfig config = Stage.configure(Files.createDirectories(folder), Drill.model());
      Systems systems = new Systems(key -> {});
      systems.add(config.systems().get(0), folder.resolve("state"), new Drill.Ear());
      systems.start();
      while (systems.of("shop").orElseThrow().system().isEmpty()) {
        Thread.sleep(10);
      }
      InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Gate gate = new Gate(listen, Set.of(), TOKEN, false);
      Server server = new Server();
      LocalConnector connector = new LocalConnector(server, WebServer.http());
      server.addConnector(connector);
      server.setHandler(
          new Site(
              gate,
              new Api(systems, gate, new LiveUpdates()),
              new Pages(systems, gate, "code"),
              systems,
              () -> "mild 1\n"));
      server.start();
      return new Service(server, connector, systems);
    }

    NoiseRules rules() {
      return systems.of("shop").orElseThrow().system().orElseThrow().view().rules();
    }

    void stop() throws Exception {
      server.stop();
      systems.close();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (known != null) {
      known.stop();
      unknown.stop();
    }
  }

  @FuzzTest
  void anyBytesAreAnsweredAndChangeNothingWithoutTheToken(byte[] bytes) throws Exception {
    if (known == null) {
      known = Service.start(folder.resolve("known"));
      unknown = Service.start(folder.resolve("unknown"));
    }
    String text = new String(bytes, ISO_8859_1);
    if (text.contains("login") || text.contains("updates") || text.contains("train")) {
      return; // half a second for each wrong token, an answer that never ends, minutes of learning
    }
    Service service = text.contains(TOKEN) ? known : unknown;
    ByteBuffer answer =
        service.connector.getResponse(ByteBuffer.wrap(bytes), 200, TimeUnit.MILLISECONDS);

    if (answer != null) { // what is no whole request has none
      String said = ISO_8859_1.decode(answer).toString();
      assertThat(said).startsWith("HTTP/1.1 ");
      int status = Integer.parseInt(said.substring(9, 12));
      assertThat(status == UNKNOWN_ENCODING || status == UNKNOWN_VERSION || status < 500)
          .as(said)
          .isTrue();
      assertThat(said).doesNotContain("Exception", "Jetty");
    }
    assertThat(unknown.rules()).isEqualTo(NoiseRules.NONE);
  }
}
