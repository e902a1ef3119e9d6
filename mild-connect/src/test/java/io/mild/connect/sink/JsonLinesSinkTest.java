package io.mild.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.connect.IncidentMessage;
import io.mild.connect.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesSinkTest {
  @TempDir private Path folder;

  @Test
  void eachMessageIsALine() throws Exception {
    Path file = folder.resolve("incidents.jsonl");
    for (int i = 0; i < 3; i++) {
      JsonLinesSink.to(file).deliver(message(i));
    }

    assertThat(read(file)).containsExactly(message(0), message(1), message(2));
  }

  @Test
  void anUnfinishedLineIsCutOff() throws Exception {
    Path file = folder.resolve("incidents.jsonl");
    JsonLinesSink sink = JsonLinesSink.to(file);
    sink.deliver(message(0));
    Files.writeString(file, "x".repeat(10_000), StandardOpenOption.APPEND);
    sink.deliver(message(1));
    assertThat(read(file)).containsExactly(message(0), message(1));

    Files.writeString(file, "{\"version\"", StandardOpenOption.TRUNCATE_EXISTING);
    sink.deliver(message(2));
    assertThat(read(file)).containsExactly(message(2));
  }

  /** Killed between the line and the note that it was delivered. */
  @Test
  void whatAProcessBeforeWroteLastIsNotWrittenAgain() throws Exception {
    Path file = folder.resolve("incidents.jsonl");
    JsonLinesSink.to(file).deliver(message(0));
    JsonLinesSink.to(file).deliver(message(1));
    JsonLinesSink next = JsonLinesSink.to(file);
    next.deliver(message(1));
    next.deliver(message(2));

    assertThat(read(file)).containsExactly(message(0), message(1), message(2));
  }

  @Test
  void whatIsFullIsKeptBesides() throws Exception {
    Path file = folder.resolve("incidents.jsonl");
    long two = 2L * (message(0).toJson().length() + 40);
    JsonLinesSink sink = JsonLinesSink.to(file).withRotation(two, 2);
    for (int i = 0; i < 9; i++) {
      sink.deliver(message(i));
    }

    assertThat(read(file)).containsExactly(message(8));
    assertThat(read(folder.resolve("incidents.jsonl.1"))).containsExactly(message(6), message(7));
    assertThat(read(folder.resolve("incidents.jsonl.2"))).containsExactly(message(4), message(5));
    assertThat(folder.resolve("incidents.jsonl.3")).doesNotExist();
  }

  @Test
  void withoutOldFilesTheFileBeginsAnew() throws Exception {
    Path file = folder.resolve("incidents.jsonl");
    JsonLinesSink sink = JsonLinesSink.to(file).withRotation(1, 0);
    sink.deliver(message(0));
    sink.deliver(message(1));

    assertThat(read(file)).containsExactly(message(1));
  }

  @Test
  void aFolderThatIsNotThereIsNoRefusal() {
    assertThatIOException()
        .isThrownBy(() -> JsonLinesSink.to(folder.resolve("no/x")).deliver(message(0)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonLinesSink.to(folder).withRotation(0, 1))
        .withMessageContaining("0");
  }

  private static List<IncidentMessage> read(Path file) throws IOException {
    List<IncidentMessage> messages = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      messages.add(IncidentMessage.ofJson(line));
    }
    return messages;
  }

  private static IncidentMessage message(int number) {
    return Story.of("5f-" + number, Instant.parse("2026-03-01T08:00:00Z")).opened("api");
  }
}
