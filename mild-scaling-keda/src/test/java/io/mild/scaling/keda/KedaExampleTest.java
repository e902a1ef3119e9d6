package io.mild.scaling.keda;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.mild.scaling.ManagedService;
import io.mild.scaling.Mode;
import io.mild.scaling.ScalingController;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The guide's example compiles: it stands there as it stands here. */
class KedaExampleTest {
  private static final String BEGIN = "    // the guide's example begins";
  private static final String END = "    // and ends";

  static void example(
      ManagedService checkout, File certificate, File key, File kedasCertificate, Instant now)
      throws IOException {
    // the guide's example begins
    KedaScaler scaler = new KedaScaler(Set.of("checkout"), Clock.systemUTC());
    ServerCredentials credentials =
        TlsServerCredentials.newBuilder()
            .keyManager(certificate, key)
            .trustManager(kedasCertificate)
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
            .build();
    Server server =
        Grpc.newServerBuilderForPort(9443, credentials)
            .addService(scaler.service())
            .build()
            .start();
    ScalingController controller =
        ScalingController.of(scaler).service(checkout).mode(Mode.ACT).build();

    scaler.accept(controller.decide(now)); // every 15 to 60 seconds
    // and ends
    server.shutdown();
  }

  @Test
  void theGuideShowsWhatIsCompiledHere() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/io/mild/scaling/keda/KedaExampleTest.java"));
    String example =
        source.substring(
            source.indexOf(BEGIN + "\n") + BEGIN.length() + 1, source.indexOf(END + "\n"));

    assertThat(Files.readString(Path.of("../docs/guide.md")))
        .contains("```java\n" + example.indent(-4) + "```");
  }
}
