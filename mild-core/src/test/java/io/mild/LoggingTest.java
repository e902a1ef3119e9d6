package io.mild;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service finds in its log. */
class LoggingTest {

  @Test
  void whatMattersIsToldOnceAndNoRowIs(@TempDir Path folder) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.log.io.mild=info",
                "-cp",
                System.getProperty("java.class.path"),
                Service.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String log = new String(process.getInputStream().readAllBytes(), UTF_8);
    List<String> lines = log.lines().toList();
    String id = HandMade.simple().id();

    assertThat(process.waitFor()).as(log).isZero();
    assertThat(lines).as(log).hasSize(4);
    assertThat(lines.get(0)).contains("INFO io.mild.Mild - saved", "api.mild: model " + id);
    assertThat(lines.get(1)).contains("INFO io.mild.Mild - loaded", "api.mild: model " + id);
    assertThat(lines.get(2)).contains("INFO io.mild.Mild - resumed 1 streams of model " + id);
    assertThat(lines.get(3)).contains("WARN io.mild.Mild - refused", "damaged.mild: archive");
  }

  /** A service from its start to a file that it refuses. */
  static final class Service {
    private Service() {}

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      HandMade.simple().save(folder.resolve("api.mild"));
      Mild mild = Mild.load(folder.resolve("api.mild"));
      AssuranceFleet fleet = mild.openFleet();
      fleet.accept("shop", HandMade.START, 0, 0);
      fleet.save(folder.resolve("fleet.state"));
      mild.resumeFleet(folder.resolve("fleet.state"));
      Files.writeString(folder.resolve("damaged.mild"), "no ZIP");
      try {
        Mild.load(folder.resolve("damaged.mild"));
        throw new AssertionError("it was taken");
      } catch (ModelFileException expected) {
        // as it should be
      }
    }
  }
}
