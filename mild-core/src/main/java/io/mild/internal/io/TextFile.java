package io.mild.internal.io;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/**
 * Writes text files that are complete or not there: each under a temporary name in the same
 * directory, which it exchanges for its own at the end.
 */
@NullMarked
public final class TextFile {
  private TextFile() {}

  /** What is written. */
  public interface Content {
    void writeTo(Writer writer) throws IOException;
  }

  /**
   * Writes a file in UTF-8. If that fails, what was under its name before stays as it was.
   *
   * @param file where; directories that lead there are created, a file of this name is replaced
   * @throws IOException if the file can't be written, or something of this name is no regular file
   */
  public static void write(Path file, Content content) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(file + " is there already and no regular file");
    }
    Path absolute = file.toAbsolutePath();
    Path directory = absolute.resolveSibling("");
    if (!Files.isDirectory(directory)) { // createDirectories takes no link for a directory
      Files.createDirectories(directory);
    }
    Path temporary = absolute.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      try (Writer writer = Files.newBufferedWriter(temporary)) {
        content.writeTo(writer);
      }
      Files.move(temporary, absolute, ATOMIC_MOVE, REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
