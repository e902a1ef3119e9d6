package io.mild.data;

import io.mild.internal.io.Excerpt;
import java.io.IOException;
import java.nio.file.Path;

/** A model file can't be used; the message names the file, the field and what was expected. */
public final class ModelFileException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param file the file
   * @param field the field or entry at fault
   * @param problem what is wrong and what was expected
   */
  public ModelFileException(Path file, String field, String problem) {
    super(message(file, field, problem));
  }

  /** As the other, with what caused it. */
  public ModelFileException(Path file, String field, String problem, Throwable cause) {
    super(message(file, field, problem), cause);
  }

  private static String message(Path file, String field, String problem) {
    return file + ": " + field + ": " + Excerpt.of(problem, Excerpt.MESSAGE);
  }
}
