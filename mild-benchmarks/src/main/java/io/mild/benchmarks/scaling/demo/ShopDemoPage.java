package io.mild.benchmarks.scaling.demo;

import io.mild.internal.io.Markup;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Both days in one picture each: risk, latency, replicas and their floor, minute by minute. */
final class ShopDemoPage {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 130;
  private static final int MARGIN = 46;

  private ShopDemoPage() {}

  static String of(ShopDay advised, ShopDay acted) {
    return """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><title>mild-scaling: a day of a shop</title>
    <style>
    body { font: 15px/1.5 system-ui, sans-serif; max-width: 1010px; margin: 2em auto; color: #222 }
    svg { display: block; width: 100%% } text { font-size: 12px; fill: #667 }
    h2 { margin-top: 1.6em } h3 { font-size: 14px; margin: 1em 0 0 }
    pre { background: #f6f7f9; padding: 1em; overflow-x: auto; font-size: 12px }
    </style></head><body>
    <h1>A day of a shop, twice</h1>
    <p>The same day, demand and faults: checkout saturates at 8:00, leaks memory at 12:00, and
    inventory saturates at 18:00. Red: a goal is missed. First MILD advises only, then it holds
    floors under the autoscalers. It acts on what replicas can help, and advises a restart for
    the leak.</p>
    %s%s
    </body></html>
    """
        .formatted(section(advised), section(acted));
  }

  private static String section(ShopDay day) {
    return "<h2>Mode %s: %d minutes with a goal missed, %.1f replica-hours</h2>%n"
            .formatted(day.mode(), day.failingMinutes(), day.replicaHours())
        + picture(
            day,
            "Risk that a goal is going to be missed",
            1,
            List.of(new Line("#7b3ff2", ShopDay.Minute::risk)))
        + picture(
            day,
            "Latency at the gateway, s (at most 3 shown)",
            3,
            List.of(new Line("#1f6feb", minute -> Math.min(3, minute.gatewayLatency()))))
        + picture(
            day,
            "Replicas of checkout, and its floor",
            16,
            List.of(
                new Line("#2da44e", ShopDay.Minute::checkoutReplicas),
                new Line("#e36209", ShopDay.Minute::checkoutFloor)))
        + "<pre>"
        + Markup.escaped(String.join("\n", day.story()))
        + "</pre>\n";
  }

  private record Line(String color, ToDoubleFunction<ShopDay.Minute> value) {}

  private static String picture(ShopDay day, String title, double most, List<Line> lines) {
    StringBuilder svg = new StringBuilder();
    svg.append("<h3>").append(title).append("</h3>\n");
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n"
            .formatted(WIDTH + MARGIN, HEIGHT + 24, title));
    List<ShopDay.Minute> minutes = day.minutes();
    for (int i = 0; i < minutes.size(); i++) {
      if (!minutes.get(i).failing().isEmpty()) {
        svg.append(
            text(
                "<rect x=\"%.1f\" y=\"0\" width=\"1\" height=\"%d\" fill=\"#f8d0d0\"/>%n",
                x(i, minutes.size()), HEIGHT));
      }
    }
    for (double tick : new double[] {0, most / 2, most}) {
      svg.append(
          text(
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#e3e5ea\"/>"
                  + "<text x=\"4\" y=\"%.1f\">%.1f</text>%n",
              MARGIN, WIDTH + MARGIN, y(tick, most), y(tick, most), y(tick, most) + 10, tick));
    }
    for (int hour = 0; hour <= 24; hour += 4) {
      svg.append(
          text(
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%d:00</text>%n",
              x(hour, 24), HEIGHT + 18, hour == 24 ? "end" : "middle", hour));
    }
    for (Line line : lines) {
      svg.append("<polyline fill=\"none\" stroke-width=\"1.6\" stroke=\"");
      svg.append(line.color).append("\" points=\"");
      for (int i = 0; i < minutes.size(); i++) {
        double value = line.value.applyAsDouble(minutes.get(i));
        svg.append(text("%.1f,%.1f ", x(i, minutes.size()), y(value, most)));
      }
      svg.append("\"/>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  private static double x(int i, int of) {
    return MARGIN + (double) WIDTH * i / of;
  }

  private static double y(double value, double most) {
    return 4 + (HEIGHT - 8) * (1 - Math.min(1, value / most));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
