package io.mild.internal.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void aFileOfBefore() throws IOException {
    file = Files.writeString(folder.resolve("model"), "before");
  }

  @Test
  void aFileIsReplacedAndNothingElseIsLeft() throws IOException {
    write(file, "after");

    assertThat(file).hasContent("after");
    assertThat(names()).containsExactly("model");
  }

  @Test
  void directoriesOnTheWayAreMade() throws IOException {
    WholeFile.writeText(folder.resolve("a/b/new.txt"), out -> out.write("grüezi"));

    assertThat(folder.resolve("a/b/new.txt")).hasContent("grüezi");
    assertThat(folder.resolve("a/b").toFile().list()).hasSize(1);
  }

  @Test
  void textWhoseWriterIsClosedIsWholeToo() throws IOException {
    WholeFile.writeText(
        file,
        out -> {
          out.write("after");
          out.close();
        });

    assertThat(file).hasContent("after");
  }

  @Test
  void whatIsNoRegularFileIsNotReplaced() {
    assertThatThrownBy(() -> write(folder, "text"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void aSymbolicLinkStaysOneAndItsTargetIsWritten() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("current"), Path.of("model"));
    Path toLink = Files.createSymbolicLink(folder.resolve("latest"), Path.of("current"));

    write(toLink, "after");

    assertThat(file).hasContent("after");
    assertThat(link).isSymbolicLink();
    assertThat(toLink).isSymbolicLink();
    assertThat(names()).containsExactly("current", "latest", "model");
  }

  @Test
  void aSymbolicLinkToWhatIsNotThereYetIsFollowedToo() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("new/model"));

    write(link, "first");

    assertThat(link).isSymbolicLink();
    assertThat(folder.resolve("new/model")).hasContent("first");
  }

  @Test
  void symbolicLinksInACircleAreRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));

    assertThatThrownBy(() -> write(link, "text"))
        .isInstanceOf(IOException.class)
        .hasMessage(link + " is a symbolic link that points to itself");
  }

  @Test
  void whetherAFileCouldBeWrittenIsFoundOutWithoutWritingIt() throws IOException {
    WholeFile.requireWritable(file);
    WholeFile.requireWritable(folder.resolve("a/new"));

    assertThat(file).hasContent("before");
    assertThat(names()).containsExactly("a", "model");
    assertThatThrownBy(() -> WholeFile.requireWritable(folder.resolve("n".repeat(255))))
        .isInstanceOf(IOException.class); // with what a temporary file's name has more
    assertThatThrownBy(() -> WholeFile.requireWritable(file.resolve("below")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aFailureLeavesTheFileOfBeforeAndNothingElse() throws IOException {
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("the disk is full");
                    }))
        .hasMessage("the disk is full");

    assertThat(file).hasContent("before");
    assertThat(names()).containsExactly("model");
  }

  @Test
  void anInterruptedThreadWritesAllTheSame() throws IOException {
    Thread.currentThread().interrupt();
    try {
      write(file, "after");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(file).hasContent("after");
  }

  @Test
  void twoWhoWriteTheSameFileAtOnceDontMix() throws IOException {
    WholeFile.write(
        file,
        out -> {
          out.write("outer, ".getBytes(UTF_8));
          write(file, "inner");
          assertThat(file).hasContent("inner");
          out.write("to its end".getBytes(UTF_8));
        });

    assertThat(file).hasContent("outer, to its end");
    assertThat(names()).containsExactly("model");
  }

  /** Of a process that is gone, and of one that had this one's number, as in a container. */
  @Test
  void whatKilledProcessesLeftIsDeleted() throws IOException {
    long own = ProcessHandle.current().pid();
    Files.writeString(folder.resolve("model.999999999-7.tmp"), "half");
    Files.writeString(folder.resolve("model." + own + "-999999999.tmp"), "half");
    Files.writeString(folder.resolve("model.of-somebody-else.tmp"), "whole");
    Files.writeString(folder.resolve("other.999999999-7.tmp"), "half");

    write(file, "after");

    assertThat(names())
        .containsExactly("model", "model.of-somebody-else.tmp", "other.999999999-7.tmp");
  }

  private static void write(Path file, String text) throws IOException {
    WholeFile.write(file, out -> out.write(text.getBytes(UTF_8)));
  }

  private Stream<String> names() throws IOException {
    return Files.list(folder).map(path -> path.getFileName().toString()).sorted();
  }
}
