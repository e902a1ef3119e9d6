package io.mild.server.init;

import io.mild.server.config.Secret;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a secret is; a configuration says no more of it.
 *
 * @param kind {@code env} or {@code file}
 * @param name of the variable, or the file's path
 */
public record SecretPlace(String kind, String name) {
  /** In a variable of the environment. */
  public static SecretPlace env(String variable) {
    return new SecretPlace("env", variable);
  }

  /** In a file. */
  public static SecretPlace file(Path file) {
    return new SecretPlace("file", file.toAbsolutePath().toString());
  }

  /**
   * The secret.
   *
   * @throws IllegalArgumentException if it is not there; the message says where it was looked for
   */
  Secret read(String what) {
    return Secret.read(what, Map.of(kind, name), Path.of(""), System::getenv);
  }
}
