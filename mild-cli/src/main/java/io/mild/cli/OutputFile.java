package io.mild.cli;

import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that a command is to write. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Refuses a place where nothing can be written, before work is done in vain.
   *
   * @throws IOException if the directory is missing or closed, or the file is a directory
   */
  static void requireWritable(Path file) throws IOException {
    Path directory = file.toAbsolutePath().resolveSibling("");
    if (Files.isDirectory(file) || !Files.isDirectory(directory)) {
      throw new IOException(file + ": can't be written there");
    }
    requireWritableOrNew(file);
  }

  /**
   * The same of a file whose directory is made if it is missing.
   *
   * @throws IOException if it can't be, or is closed, or the file is a directory
   */
  static void requireWritableOrNew(Path file) throws IOException {
    try {
      WholeFile.requireWritable(file);
    } catch (IOException e) {
      throw new IOException(file + ": can't be written there", e);
    }
  }

  /**
   * Refuses a file that something else is read from or written to.
   *
   * @param others null where an option was left out
   * @throws IllegalArgumentException if it is one of them
   */
  static void requireOther(Path file, List<? extends @Nullable Path> others) throws IOException {
    for (Path other : others) {
      if (other != null && isSame(file, other)) {
        throw new IllegalArgumentException(
            "%s: can't be written, for the command has %s for something else too"
                .formatted(file, other));
      }
    }
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())
        || Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
  }
}
