package io.mild.internal.io;

/** What a message repeats of a text that somebody else wrote. */
public final class Excerpt {
  /** Of a whole message. */
  public static final int MESSAGE = 1000;

  private Excerpt() {}

  /** The text, or so many characters of it. */
  public static String of(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
