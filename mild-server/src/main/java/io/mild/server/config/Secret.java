package io.mild.server.config;

import io.mild.internal.yaml.FieldChecks;
import io.mild.internal.yaml.FieldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A word that nobody may read: given by an environment variable or a file, so that a configuration
 * can be shown and kept under version control.
 *
 * @param value the word; not blank
 */
public record Secret(String value) {
  static final List<String> KEYS = List.of("env", "file");

  /**
   * Reads one from {@code {env: NAME}} or {@code {file: PATH}}.
   *
   * @param path of the field, for messages
   * @param folder that a path is relative to
   * @param environment the variables by name
   * @throws IllegalArgumentException if it is not there; the message has no secret in it
   */
  public static Secret read(
      String path, Object field, Path folder, UnaryOperator<@Nullable String> environment) {
    Map<?, ?> map =
        FieldChecks.typed(
            path, hidden(field), Map.class, "{env: NAME} or {file: PATH}, not the word itself");
    FieldChecks.requireKnown(path, map, KEYS);
    if (map.size() != 1) {
      throw new FieldException(path, "has " + map.keySet() + ", but one of " + KEYS + " is needed");
    }
    return map.containsKey("env")
        ? ofVariable(path, String.valueOf(map.get("env")), environment)
        : ofFile(path, folder.resolve(String.valueOf(map.get("file"))));
  }

  /** Of a word that somebody wrote down all the same, no message may repeat it. */
  private static Object hidden(Object field) {
    return field instanceof Map ? field : "…";
  }

  private static Secret ofVariable(
      String path, String name, UnaryOperator<@Nullable String> environment) {
    String value = environment.apply(name);
    if (value == null || value.isBlank()) {
      throw new FieldException(path + ".env", "is " + name + ", but no such variable is set");
    }
    return new Secret(value.strip());
  }

  private static Secret ofFile(String path, Path file) {
    try {
      String value = Files.readString(file).strip();
      if (value.isEmpty()) {
        throw new FieldException(path + ".file", "is " + file + ", but that is empty");
      }
      return new Secret(value);
    } catch (IOException e) {
      throw new FieldException(path + ".file", "is " + file + ", but that can't be read", e);
    }
  }

  /** Nothing of it. */
  @Override
  public String toString() {
    return "Secret[…]";
  }
}
