package io.mild.data;

import io.mild.internal.io.Excerpt;
import java.io.IOException;
import java.nio.file.Path;

/** A file of KPIs or failures says something that can't be read; the message names where. */
public final class DataFileException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param file the file
   * @param line its line, from 1; 0 where it is the file as a whole
   * @param problem what is wrong and what was expected
   */
  public DataFileException(Path file, long line, String problem) {
    super(file + (line > 0 ? ", line " + line : "") + ": " + Excerpt.of(problem, Excerpt.MESSAGE));
  }
}
