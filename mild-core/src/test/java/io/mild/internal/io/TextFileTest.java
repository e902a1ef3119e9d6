package io.mild.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir Path directory;

  @Test
  void directoriesOnTheWayAreMadeAndNothingElseIsLeft() throws IOException {
    TextFile.write(directory.resolve("a/b/new.txt"), writer -> writer.write("grüezi"));

    assertThat(directory.resolve("a/b")).isDirectoryContaining("glob:**/new.txt");
    assertThat(directory.resolve("a/b/new.txt")).hasContent("grüezi");
    assertThat(directory.resolve("a/b").toFile().list()).hasSize(1);
  }

  @Test
  void whileItIsWrittenTheOldFileIsThere() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");

    TextFile.write(
        file,
        writer -> {
          writer.write("new");
          writer.flush();
          assertThat(file).hasContent("old");
        });

    assertThat(file).hasContent("new");
  }

  @Test
  void aFailureLeavesTheOldFileAndNoOther() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");

    assertThatThrownBy(
            () ->
                TextFile.write(
                    file,
                    writer -> {
                      writer.write("half");
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(file).hasContent("old");
    assertThat(directory.toFile().list()).containsExactly("file");
  }

  @Test
  void whatIsNoRegularFileIsNotReplaced() {
    assertThatThrownBy(() -> TextFile.write(directory, writer -> writer.write("text")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.toString());
  }
}
