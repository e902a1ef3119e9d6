package io.mild.connect;

/** What a log line or a message repeats of a text that came from outside. */
public final class OneLine {
  private static final int MOST = 500;

  private OneLine() {}

  /** The text's first 500 characters on one line: control and format characters become blanks. */
  public static String of(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints().limit(MOST).map(c -> isPlain(c) ? c : ' ').forEach(line::appendCodePoint);
    return text.codePointCount(0, text.length()) > MOST
        ? line.append('…').toString()
        : line.toString();
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
