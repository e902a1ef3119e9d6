package io.mild.cli.page;

import static io.mild.cli.page.Html.escape;
import static io.mild.cli.page.Html.text;

import java.awt.Color;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A page's figures: title, caption, legend and picture; where Java can't draw, a word in the
 * picture's place.
 *
 * @param drawn whether there are pictures
 */
public record Figures(boolean drawn) {
  /** What to do where there are no pictures. */
  public static final String HOW_TO_HAVE_THEM =
      "The pictures are left out: this Java finds no fonts. Install fontconfig and a font (on"
          + " Debian: apt-get install fontconfig fonts-dejavu-core) and run the command again.";

  private static final String NO_PICTURE = "<p>(No picture: Java found no fonts here.)</p>";

  /** Figures with pictures, if this Java can draw them. */
  public static Figures wherePossible() {
    return new Figures(Charts.canDraw());
  }

  /**
   * What a colour stands for.
   *
   * @param name plain text
   */
  public record Key(String name, Color color) {}

  /**
   * One of several pictures that are read side by side.
   *
   * @param name plain text
   * @param svg draws it
   */
  public record Panel(String name, Supplier<String> svg) {}

  /**
   * A figure of one picture.
   *
   * @param title and
   * @param caption in HTML
   */
  public String one(String title, String caption, List<Key> legend, Supplier<String> svg) {
    return figure(
        title, caption, legend, drawn ? scrolled(labelled(title, svg.get())) : NO_PICTURE);
  }

  /**
   * A figure of several small pictures.
   *
   * @param title and
   * @param caption in HTML
   */
  public String panels(String title, String caption, List<Key> legend, List<Panel> panels) {
    if (!drawn) {
      return figure(title, caption, legend, NO_PICTURE);
    }
    String pictures =
        panels.stream()
            .map(
                panel ->
                    text(
                        "<div><b>%s</b>%n%s</div>%n",
                        escape(panel.name()),
                        labelled(title + ": " + escape(panel.name()), panel.svg().get())))
            .collect(Collectors.joining());
    return figure(title, caption, legend, "<div class=\"panels\">" + pictures + "</div>");
  }

  private static String figure(String title, String caption, List<Key> legend, String content) {
    String keys =
        legend.stream()
            .map(
                key ->
                    text(
                        "<span><i style=\"background:#%06x\"></i>%s</span>",
                        key.color().getRGB() & 0xffffff, escape(key.name())))
            .collect(Collectors.joining());
    return text(
        "<h3>%s</h3>%n<figure>%n<figcaption>%s</figcaption>%n<div class=\"legend\">%s</div>%n%s%n"
            + "</figure>%n",
        title, caption, keys, content);
  }

  /** Where the page is narrow, a picture scrolls by itself rather than shrink beyond legibility. */
  private static String scrolled(String picture) {
    return "<div class=\"picture\">" + picture + "</div>";
  }

  private static String labelled(String title, String svg) {
    return "<svg role=\"img\" aria-label=\"" + title + "\" " + svg.substring("<svg ".length());
  }
}
