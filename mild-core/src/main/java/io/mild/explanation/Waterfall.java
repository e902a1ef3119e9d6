package io.mild.explanation;

import io.mild.internal.io.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The picture of an explanation that users of SHAP know: a bar a contribution, each beginning where
 * the one below it ends, from the usual at the bottom to what is explained at the top. What raises
 * is red and points to the right, what lowers is blue and points to the left.
 *
 * <p>An SVG element of plain text in the fonts of whoever shows it.
 */
public final class Waterfall {
  private static final int WIDTH = 920;
  private static final int LABELS = 400;
  private static final int RIGHT = 70;
  private static final int ROW = 30;
  private static final int BAR = 20;
  private static final int TOP = 64;
  private static final int BOTTOM = 44;
  private static final int TIP = 6;
  private static final String RAISES = "#c8503c";
  private static final String LOWERS = "#2f6db3";
  private static final String TEXT = "#3c4250";
  private static final String GRID = "#c9cdd6";

  private Waterfall() {}

  /**
   * A contribution.
   *
   * @param label plain text
   * @param contribution in the unit of what is explained
   */
  public record Bar(String label, double contribution) {}

  /**
   * Draws an explanation.
   *
   * @param title plain text
   * @param usual where the bars begin
   * @param value where they end
   * @param bars the most important first; they sum to {@code value − usual}
   * @param most bars to show; what is left is one bar more
   * @return an {@code <svg>} element, the same in every locale
   * @throws IllegalArgumentException if there is no bar, or {@code most} is below 1
   */
  public static String svg(String title, double usual, double value, List<Bar> bars, int most) {
    if (bars.isEmpty() || most < 1) {
      throw new IllegalArgumentException(
          "there must be a bar to show, but there are " + bars.size() + ", of which " + most);
    }
    List<Bar> shown = shown(bars, most);
    Scale scale = Scale.of(usual, shown);
    int bottom = TOP + ROW * shown.size();
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"13\" fill=\"%s\">%n",
        WIDTH,
        bottom + BOTTOM,
        TEXT);
    add(svg, "<title>%s</title>%n", Markup.escaped(title));
    add(svg, "<text x=\"8\" y=\"22\" font-weight=\"bold\">%s</text>%n", Markup.escaped(title));
    addEnd(svg, scale.x(usual), bottom, bottom + 18, "usual " + number(usual));
    addEnd(svg, scale.x(value), TOP, TOP - 8, number(value));
    double at = usual;
    for (int i = shown.size() - 1; i >= 0; i--) {
      Bar bar = shown.get(i);
      addBar(svg, bar, TOP + ROW * i, scale.x(at), scale.x(at + bar.contribution));
      at += bar.contribution;
    }
    return svg.append("</svg>").toString();
  }

  private static List<Bar> shown(List<Bar> bars, int most) {
    if (bars.size() <= most + 1) {
      return bars;
    }
    List<Bar> shown = new ArrayList<>(bars.subList(0, most));
    List<Bar> rest = bars.subList(most, bars.size());
    shown.add(new Bar(rest.size() + " others", rest.stream().mapToDouble(Bar::contribution).sum()));
    return shown;
  }

  /** Where the bars begin, with a line to read it at. */
  private static void addEnd(StringBuilder svg, double x, int lineY, int textY, String label) {
    add(
        svg,
        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-dasharray=\"2"
            + " 3\"/>%n",
        x,
        x,
        Math.min(lineY, textY) + 2,
        Math.max(lineY, textY) - 2,
        GRID);
    add(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n", x, textY, label);
  }

  /** An arrow with its label to the left and its number behind its tip. */
  private static void addBar(StringBuilder svg, Bar bar, int y, double from, double to) {
    int top = y + (ROW - BAR) / 2;
    int middle = y + ROW / 2;
    double tip = Math.copySign(Math.min(TIP, Math.abs(to - from)), to - from);
    add(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
        LABELS - 12,
        middle + 4,
        Markup.escaped(bar.label));
    add(
        svg,
        "<polygon points=\"%.1f,%d %.1f,%d %.1f,%d %.1f,%d %.1f,%d\" fill=\"%s\"/>%n",
        from,
        top,
        to - tip,
        top,
        to,
        middle,
        to - tip,
        top + BAR,
        from,
        top + BAR,
        bar.contribution < 0 ? LOWERS : RAISES);
    boolean left = to < from;
    add(
        svg,
        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" font-size=\"12\">%s</text>%n",
        to + (left ? -6 : 6),
        middle + 4,
        left ? "end" : "start",
        String.format(Locale.ROOT, "%+.2f", bar.contribution));
    add(
        svg,
        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\"/>%n",
        to,
        to,
        top - (ROW - BAR),
        top,
        GRID);
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** Where a value is across the picture. */
  private record Scale(double low, double high) {
    static Scale of(double usual, List<Bar> bars) {
      double at = usual;
      double low = usual;
      double high = usual;
      for (int i = bars.size() - 1; i >= 0; i--) {
        at += bars.get(i).contribution;
        low = Math.min(low, at);
        high = Math.max(high, at);
      }
      return new Scale(low, high > low ? high : low + 1);
    }

    double x(double value) {
      double left = LABELS + 46; // numbers of bars that point to the left
      return left + (value - low) / (high - low) * (WIDTH - left - RIGHT);
    }
  }
}
