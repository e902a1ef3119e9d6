package io.mild.server.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mild.data.DataFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes in place of a configuration. */
class ConfigFuzzTest {
  private static final String SECRET = "pa55word-of-nobody";
  private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", SECRET);

  @TempDir private static Path folder;

  @FuzzTest
  void anyFileIsAConfigurationOrRefused(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("mild.yaml"), bytes);
    if (Files.readString(file, ISO_8859_1).contains("listen")) {
      return; // names of machines would be looked up
    }
    try {
      ServerConfig config = new ConfigReader(file, ENVIRONMENT::get).read();
      assertThat(config.systems()).isNotEmpty().allMatch(it -> SystemConfig.isName(it.key()));
      assertThat(config.listen().getAddress().isLoopbackAddress()).isTrue();
      assertThat(config.toString()).doesNotContain(SECRET);
    } catch (DataFileException e) {
      assertThat(e.getMessage()).contains("mild.yaml").doesNotContain(SECRET);
    }
  }
}
