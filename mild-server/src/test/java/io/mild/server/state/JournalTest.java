package io.mild.server.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final List<String> TEXTS = List.of("one", "", "three three", "four");

  @TempDir Path folder;

  @Test
  void whatWasAppendedIsRead() throws IOException {
    assertThat(texts(written())).isEqualTo(TEXTS);
  }

  @Test
  void whereverAFileIsTornWhatCameBeforeIsReadAndAppendingGoesOn() throws IOException {
    Path file = written();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      List<String> read = texts(file);
      assertThat(read).isEqualTo(TEXTS.subList(0, read.size()));

      try (Journal journal = Journal.open(file, Journal.read(file).length())) {
        journal.append((byte) 'x', "more".getBytes(UTF_8));
      }
      assertThat(texts(file)).hasSize(read.size() + 1).endsWith("more");
    }
  }

  @Test
  void whereverAByteIsAnotherWhatCameBeforeIsRead() throws IOException {
    Path file = written();
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x10;
      Files.write(file, changed);
      List<String> read = texts(file);
      assertThat(read).hasSizeLessThan(TEXTS.size()).isEqualTo(TEXTS.subList(0, read.size()));
    }
  }

  @Test
  void aFileThatIsNotThereIsEmpty() throws IOException {
    assertThat(Journal.read(folder.resolve("none")).entries()).isEmpty();
  }

  private Path written() throws IOException {
    Path file = folder.resolve("journal");
    Files.deleteIfExists(file);
    try (Journal journal = Journal.open(file, 0)) {
      for (String text : TEXTS) {
        journal.append((byte) 'x', text.getBytes(UTF_8));
      }
    }
    return file;
  }

  private static List<String> texts(Path file) throws IOException {
    return Journal.read(file).entries().stream()
        .map(entry -> new String(entry.bytes(), UTF_8))
        .toList();
  }
}
