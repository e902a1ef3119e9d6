package io.mild.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
    if (Files.isDirectory(file) || !Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw new IOException(file + ": can't be written there");
    }
  }
}
