package io.mild.server.system;

import io.mild.internal.io.Excerpt;
import org.jspecify.annotations.Nullable;

/** Text of others in a log: of one line, so that nobody writes lines of their own, and not long. */
public final class LogText {
  private LogText() {}

  /** The text with a blank in place of each control character and end of a line. */
  public static String of(@Nullable String text) {
    return Excerpt.of(
        String.valueOf(text).replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " "), Excerpt.MESSAGE);
  }
}
