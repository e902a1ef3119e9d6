package io.mild.cli.console;

import io.mild.alerting.incident.NoiseRules;
import io.mild.data.DataFileException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says what an operator does not want to be told. */
public final class RuleFile {
  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description =
          "Rules against noise, one a line, such as 'window Tue 02:00 4h Europe/Berlin': what is"
              + " planned is not learned from, and what they hold back is not told.")
  private @Nullable Path file;

  /** The file, if one was given. */
  public List<Path> files() {
    return Stream.ofNullable(file).toList();
  }

  /**
   * Reads the rules; none if none were given.
   *
   * @throws DataFileException if a line is no rule; the message names the file and what was
   *     expected
   * @throws IOException if the file can't be read
   */
  public NoiseRules read() throws IOException {
    if (file == null) {
      return NoiseRules.NONE;
    }
    try {
      return NoiseRules.parse(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new DataFileException(file, 0, "it is no text in UTF-8");
    } catch (IllegalArgumentException e) {
      throw new DataFileException(file, 0, String.valueOf(e.getMessage()));
    }
  }
}
