package io.mild.cli.console;

import java.io.PrintWriter;
import java.util.function.Consumer;

/**
 * What a long work does just now: on a terminal one line that changes, elsewhere a line for each
 * stage.
 */
public final class StageLine implements Consumer<String>, AutoCloseable {
  private static final String OVER_THE_LINE = "\r\u001B[K";

  private final PrintWriter out;
  private final boolean isTerminal = Progress.isTerminal();
  private String stage = "";

  /**
   * A line.
   *
   * @param out where it goes
   */
  public StageLine(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void accept(String text) {
    String words = text.replaceAll("[0-9].*", "").strip(); // without how far it is
    if (isTerminal) {
      out.print(OVER_THE_LINE + text);
    } else if (!words.equals(stage)) {
      out.println(text);
    }
    stage = words;
    out.flush();
  }

  @Override
  public void close() {
    if (isTerminal) {
      out.print(OVER_THE_LINE);
      out.flush();
    }
  }
}
