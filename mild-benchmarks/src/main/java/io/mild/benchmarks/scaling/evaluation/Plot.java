package io.mild.benchmarks.scaling.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** One chart with axes, as an SVG element that scales with its surroundings. */
final class Plot {
  private static final int LEFT = 46;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 38;
  private static final double[] STEPS = {1, 2, 5};

  private final int width;
  private final int height;
  private final Axis x;
  private final Axis y;
  private final StringBuilder marks = new StringBuilder();

  /**
   * A range of values.
   *
   * @param title what is measured, and its unit
   * @param logarithmic for values above 0
   */
  record Axis(String title, double low, double high, boolean logarithmic) {
    static Axis linear(String title, double low, double high) {
      return new Axis(title, low, high, false);
    }

    static Axis logarithmic(String title, double low, double high) {
      return new Axis(title, low, high, true);
    }

    /** 0 at the low end, 1 at the high one, and not beyond. */
    double place(double value) {
      double clamped = Math.max(low, Math.min(high, value));
      return logarithmic
          ? Math.log(clamped / low) / Math.log(high / low)
          : (clamped - low) / (high - low);
    }
  }

  Plot(int width, int height, Axis x, Axis y) {
    this.width = width;
    this.height = height;
    this.x = x;
    this.y = y;
  }

  /** Straight lines from point to point. */
  Plot line(double[] xs, double[] ys, String color, double stroke) {
    path(points(xs, ys, false), color, stroke);
    return this;
  }

  /** A line that keeps each value until the next. */
  Plot steps(double[] xs, double[] ys, String color, double stroke) {
    path(points(xs, ys, true), color, stroke);
    return this;
  }

  /** What lies between a line and the low end. */
  Plot area(double[] xs, double[] ys, String color) {
    String base = text("%.1f", py(y.low));
    add(
        "<path d=\"M%.1f %s L%s L%.1f %s Z\" fill=\"%s\"/>",
        px(xs[0]), base, points(xs, ys, false), px(xs[xs.length - 1]), base, color);
    return this;
  }

  /** A point with its intervals; filled, or a ring. */
  Plot point(double px, Estimate value, String color, boolean filled, String tip) {
    if (!Double.isNaN(value.halfWidth())) {
      add(
          "<path d=\"M%.1f %.1f V%.1f\" stroke=\"%s\" stroke-width=\"1\" opacity=\"0.6\"/>",
          px(px), py(value.low()), py(value.high()), color);
    }
    add(
        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\" stroke=\"%s\""
            + " stroke-width=\"1.5\"><title>%s</title></circle>",
        px(px), py(value.mean()), filled ? color : "#fff", color, tip);
    return this;
  }

  /** A word beside a point, a little above or below it. */
  Plot label(double atX, double atY, String words, boolean above) {
    boolean left = x.place(atX) > 0.75;
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        px(atX) + (left ? -6 : 6), py(atY) + (above ? -5 : 13), left ? "end" : "start", words);
    return this;
  }

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        text(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">%n",
            width, height));
    grid(svg);
    svg.append(marks);
    svg.append(
        text(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
            (LEFT + width - RIGHT) / 2, height - 4, x.title));
    svg.append(
        text(
            "<text transform=\"translate(11 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
            (TOP + height - BOTTOM) / 2, y.title));
    return svg.append("</svg>\n").toString();
  }

  private void grid(StringBuilder svg) {
    for (double tick : ticks(y)) {
      svg.append(
          text(
              "<path class=\"grid\" d=\"M%d %.1f H%d\"/><text x=\"%d\" y=\"%.1f\""
                  + " text-anchor=\"end\">%s</text>%n",
              LEFT, py(tick), width - RIGHT, LEFT - 5, py(tick) + 4, number(tick)));
    }
    for (double tick : ticks(x)) {
      svg.append(
          text(
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
              px(tick), height - BOTTOM + 15, number(tick)));
    }
    svg.append(text("<path class=\"axis\" d=\"M%d %.1f H%d\"/>%n", LEFT, py(y.low), width - RIGHT));
  }

  private static double[] ticks(Axis axis) {
    if (axis.logarithmic) {
      return IntStream.rangeClosed(-4, 4)
          .boxed()
          .flatMap(e -> Arrays.stream(STEPS).mapToObj(s -> s * Math.pow(10, e)))
          .mapToDouble(Double::doubleValue)
          .filter(tick -> tick >= axis.low * 0.999 && tick <= axis.high * 1.001)
          .toArray();
    }
    double rough = (axis.high - axis.low) / 5;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = 10 * power;
    for (int i = STEPS.length - 1; i >= 0; i--) {
      step = STEPS[i] * power >= rough ? STEPS[i] * power : step;
    }
    int first = (int) Math.ceil(axis.low / step - 1e-9);
    int last = (int) Math.floor(axis.high / step + 1e-9);
    double[] ticks = new double[last - first + 1];
    for (int i = 0; i < ticks.length; i++) {
      ticks[i] = (first + i) * step;
    }
    return ticks;
  }

  private static String number(double value) {
    return Math.abs(value - Math.rint(value)) < 1e-9
        ? text("%.0f", value)
        : text("%s", (float) value);
  }

  private double px(double value) {
    return LEFT + x.place(value) * (width - LEFT - RIGHT);
  }

  private double py(double value) {
    return height - BOTTOM - y.place(value) * (height - TOP - BOTTOM);
  }

  private String points(double[] xs, double[] ys, boolean steps) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      if (steps && i > 0) {
        points.append(text("%.1f %.1f ", px(xs[i]), py(ys[i - 1])));
      }
      points.append(text("%.1f %.1f ", px(xs[i]), py(ys[i])));
    }
    return points.toString().strip();
  }

  private void path(String points, String color, double stroke) {
    add(
        "<path d=\"M%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\""
            + " stroke-linejoin=\"round\"/>",
        points, color, stroke);
  }

  private void add(String format, Object... values) {
    marks.append(text(format, values)).append('\n');
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
