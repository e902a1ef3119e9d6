package io.mild.internal.io;

/** Text within HTML, SVG and XML. */
public final class Markup {
  private Markup() {}

  /** A text that says itself, in an element as in an attribute: no character of it is markup. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
