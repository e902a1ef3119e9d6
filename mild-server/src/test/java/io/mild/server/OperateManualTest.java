package io.mild.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mild.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/operate.md} shows can be used as it stands there. */
class OperateManualTest {
  private static final Path ANALYZER = Path.of("/usr/bin/systemd-analyze");

  @TempDir Path folder;

  @Test
  void theConfigurationIsOne() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "t");
    String yaml = block("yaml").replace("/etc/mild/token", token.toString());
    Path file = Files.writeString(folder.resolve("mild.yaml"), yaml);

    ServerConfig config = ServerConfig.read(file);
    assertThat(config.systems()).hasSize(1);
    assertThat(config.systems().get(0).goals().intents()).containsExactly("api", "orders");
    assertThat(config.sinks()).hasSize(1);
  }

  @Test
  void theUnitIsOne() throws Exception {
    assumeTrue(
        Files.isExecutable(ANALYZER) && Files.isExecutable(Path.of("/usr/bin/java")),
        "systemd is not here");
    Path unit = Files.writeString(folder.resolve("mild.service"), block("ini"));
    Process verify =
        new ProcessBuilder(ANALYZER.toString(), "verify", unit.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(verify.getInputStream().readAllBytes());
    assertThat(verify.waitFor()).as(said).isZero();
  }

  private static String block(String language) throws IOException {
    Path manual = Path.of("").toAbsolutePath().resolveSibling("docs/operate.md");
    Matcher block =
        Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(manual));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }
}
