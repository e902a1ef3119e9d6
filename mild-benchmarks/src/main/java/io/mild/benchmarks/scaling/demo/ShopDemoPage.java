package io.mild.benchmarks.scaling.demo;

import static io.mild.cli.page.Html.text;

import io.mild.benchmarks.scaling.demo.ShopCharts.Line;
import io.mild.cli.page.Figures;
import io.mild.cli.page.Figures.Key;
import io.mild.cli.page.Html;
import io.mild.internal.io.Markup;
import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Both days in pictures: risk, latency, replicas and their floor, minute by minute. */
final class ShopDemoPage {
  private final Figures figures;

  private ShopDemoPage(Figures figures) {
    this.figures = figures;
  }

  /**
   * Writes the page.
   *
   * @return whether it has its pictures; a Java that finds no fonts can't draw them
   * @throws IOException if it can't be written
   */
  static boolean write(Path file, ShopDay advised, ShopDay acted) throws IOException {
    Figures figures = Figures.wherePossible();
    ShopDemoPage page = new ShopDemoPage(figures);
    String html =
        Html.page(
            ShopDemoPage.class,
            "shop.html",
            Map.of("days", page.section(advised) + page.section(acted)));
    WholeFile.writeText(file, writer -> writer.write(html));
    return figures.drawn();
  }

  private String section(ShopDay day) {
    return text(
            "<h2>Mode %s: %d minutes with a goal missed, %.1f replica-hours</h2>%n",
            day.mode(), day.failingMinutes(), day.replicaHours())
        + picture(day, "Risk that a goal is going to be missed", 1, Line.RISK)
        + picture(day, "Latency at the gateway, s (at most 3 shown)", 3, Line.LATENCY)
        + picture(day, "Replicas of checkout, and its floor", 16, Line.REPLICAS, Line.FLOOR)
        + "<pre>"
        + Markup.escaped(String.join("\n", day.story()))
        + "</pre>\n";
  }

  private String picture(ShopDay day, String title, double most, Line... lines) {
    List<Key> legend =
        lines.length == 1
            ? List.of()
            : List.of(lines).stream().map(line -> new Key(line.title(), line.color())).toList();
    return figures.one(title, "", legend, () -> ShopCharts.lines(day, most, lines));
  }
}
