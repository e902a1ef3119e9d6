package io.mild.keyed;

import io.mild.Mild;
import io.mild.StreamWorker;
import io.mild.data.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A model for all systems of a kind: as a message that puts it in force, and as what an engine
 * keeps of it.
 *
 * @param kind of the systems; 1 to 255 characters
 * @param feedback whether their streams take outcomes and verdicts, as of a {@link
 *     Mild#openFeedbackStream feedback stream}. That of the first model of a kind stays for all
 *     later ones.
 * @param file the bytes of its {@code .mild} file; not copied
 */
public record KeyedModel(String kind, boolean feedback, byte[] file) {
  private static final int LONGEST_KIND = 255;

  /**
   * A model.
   *
   * @throws IllegalArgumentException if the kind is empty or too long
   */
  public KeyedModel {
    requireKind(kind);
  }

  /**
   * A model as a file has it, whose streams are as {@link Mild#openStream} opens them.
   *
   * @throws ModelFileException if it is none
   * @throws IOException if it can't be read
   */
  public static KeyedModel of(String kind, Path file) throws IOException {
    boolean feedback = StreamWorker.of(Mild.load(file)).takesFeedback();
    return new KeyedModel(kind, feedback, Files.readAllBytes(file));
  }

  /** A model at hand, as {@link #of(String, Path)}. */
  public static KeyedModel of(String kind, Mild mild) {
    try {
      Path file = Files.createTempFile("model", ".mild");
      try {
        mild.save(file);
        return of(kind, file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the folder of temporary files can't be written: " + e, e);
    }
  }

  static void requireKind(String kind) {
    if (kind.isEmpty() || kind.length() > LONGEST_KIND) {
      throw new IllegalArgumentException(
          "a kind must have 1 to %d characters, but had %d".formatted(LONGEST_KIND, kind.length()));
    }
  }

  /**
   * The model.
   *
   * @throws ModelFileException if the bytes are none; the message says what is wrong with them
   * @throws IOException if the folder of temporary files can't be written
   */
  public Mild load() throws IOException {
    Path temporary = Files.createTempFile("model", ".mild");
    try {
      Files.write(temporary, file);
      return Mild.load(temporary);
    } finally {
      Files.delete(temporary);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyedModel that
        && kind.equals(that.kind)
        && feedback == that.feedback
        && Arrays.equals(file, that.file);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + Arrays.hashCode(file);
  }

  @Override
  public String toString() {
    return "KeyedModel[%s, %,d bytes]".formatted(kind, file.length);
  }
}
