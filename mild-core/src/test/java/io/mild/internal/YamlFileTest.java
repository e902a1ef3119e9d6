package io.mild.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.internal.yaml.YamlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "true",
        "sum(rate(x{job=\"a\"}[5m])) > 5",
        "it's # no comment: {a: b} [c] &d *e",
        "two\nlines: 1",
        "\r\n\t\u0000\u001b\u0085\u2028\u202e\ufeff",
        "größer, 数, \ud83d\ude00",
        "'\"\\n\\",
      })
  void whatIsQuotedIsReadAsItWasFromOneLine(String text) throws Exception {
    String quoted = YamlFile.quoted(text);
    Path file = Files.writeString(folder.resolve("a.yaml"), "a: " + quoted + "\nb: c\n");

    assertThat(quoted.lines()).hasSize(1);
    Map<String, Object> read = YamlFile.read(file, "a mapping", map -> map);
    assertThat(read).isEqualTo(Map.of("a", text, "b", "c"));
  }

  @Test
  void aQueryStaysReadable() {
    assertThat(YamlFile.quoted("x{job=\"a\"}")).isEqualTo("'x{job=\"a\"}'");
  }

  @Test
  void aLongTextStaysOnItsLine() {
    assertThat(YamlFile.quoted("word ".repeat(1000)).lines()).hasSize(1);
  }
}
