package io.mild.server.web;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Browsers that were signed in, for half a day each; a bounded number of them. Thread-safe. */
final class Sessions {
  static final Duration LONGEST = Duration.ofHours(12);

  private static final int MOST = 1000;
  private static final int ID_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Long> ends = new LinkedHashMap<>(); // by id, in nanoseconds

  synchronized String begin() {
    if (ends.size() == MOST) {
      ends.remove(ends.keySet().iterator().next());
    }
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    ends.put(id, System.nanoTime() + LONGEST.toNanos());
    return id;
  }

  synchronized boolean has(String id) {
    Long end = ends.get(id);
    if (end != null && end - System.nanoTime() < 0) {
      ends.remove(id);
      return false;
    }
    return end != null;
  }

  synchronized void end(String id) {
    ends.remove(id);
  }
}
