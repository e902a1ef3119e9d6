package io.mild.alerting.incident;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A number that stands for the intents and the root cause that an incident opened with: FNV-1a of
 * 64 bits over their names, which depends on nothing else.
 *
 * @see <a href="http://www.isthe.com/chongo/tech/comp/fnv/">Fowler, Noll, Vo</a>
 */
final class Fingerprint {
  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Fingerprint() {}

  /** 16 hexadecimal digits. */
  static String of(List<String> intents, String root) {
    return hash(String.join("\n", intents) + "\n\n" + root);
  }

  static String hash(String text) {
    long hash = OFFSET_BASIS;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ octet & 0xff) * PRIME;
    }
    return "%016x".formatted(hash);
  }
}
