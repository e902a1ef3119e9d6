package io.mild.benchmarks.report;

import static io.mild.cli.page.Html.text;

import io.mild.benchmarks.few.FewFigure;
import io.mild.benchmarks.few.FewFigures;
import io.mild.benchmarks.few.FewResult;
import io.mild.benchmarks.few.FewSettings;
import io.mild.benchmarks.few.FewTable;
import io.mild.cli.page.Charts;
import io.mild.cli.page.Figures;
import io.mild.cli.page.Figures.Key;
import io.mild.cli.page.Figures.Panel;
import io.mild.cli.page.Html;
import io.mild.internal.io.Markup;
import io.mild.internal.io.WholeFile;
import io.mild.training.evaluation.FigureText;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;

/** A page that tells what models were worth by the number of failures that they learned from. */
public final class FewPage {
  private static final int WIDTH = 440;
  private static final int HEIGHT = 300;

  private static final List<FewFigure> DRAWN =
      List.of(
          FewFigure.AUC,
          FewFigure.DETECTED,
          FewFigure.FALSE_POSITIVES,
          FewFigure.BUDGET_HELD,
          FewFigure.ROOT_FIRST,
          FewFigure.NAMED,
          FewFigure.TOLD_DETECTED,
          FewFigure.TOLD_FALSE_POSITIVES,
          FewFigure.TOLD_BUDGET_HELD);

  private final FewSettings settings;
  private final List<FewFigures> all;
  private final List<Integer> counts;
  private final Map<String, Color> colors;

  private FewPage(FewSettings settings, List<FewResult> results) {
    this.settings = settings;
    this.all = FewTable.figures(results);
    this.counts = settings.failures();
    this.colors = ModelColors.of(all.stream().map(FewFigures::model).distinct().toList());
  }

  /**
   * Writes the page.
   *
   * @return whether it has its pictures; a Java that finds no fonts can't draw them
   * @throws IOException if it can't be written
   */
  public static boolean write(Path file, FewSettings settings, List<FewResult> results)
      throws IOException {
    Figures figures = Figures.wherePossible();
    String html = html(settings, results, figures);
    WholeFile.writeText(file, writer -> writer.write(html));
    return figures.drawn();
  }

  static String html(FewSettings settings, List<FewResult> results, Figures figures) {
    return new FewPage(settings, results).html(figures);
  }

  private String html(Figures figures) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("data", Markup.escaped(settings.data()));
    parts.put("draws", "" + settings.draws());
    parts.put(
        "length",
        settings.consecutive()
            ? "of all rows from one failure to the last of those after it"
            : text("of %s days at least where there are so many quiet rows", settings.days()));
    parts.put("horizon", text("%d", settings.horizon().toMinutes()));
    parts.put("budget", text("%s", settings.budget()));
    parts.put(
        "levels",
        settings.shift().deviations() > 0
            ? text(
                "Each recording's KPIs are at levels of their own, %s standard deviations apart.",
                settings.shift().deviations())
            : "");
    parts.put("pictures", pictures(figures));
    parts.put(
        "tables",
        Stream.of(FewFigure.values())
            .filter(this::isKnown)
            .map(this::table)
            .collect(Collectors.joining()));
    return Html.page(FewPage.class, "few.html", parts);
  }

  private String pictures(Figures figures) {
    List<Key> keys = new ArrayList<>();
    colors.forEach((model, color) -> keys.add(new Key(model, color)));
    return figures.panels(
        "By the number of failures in the history",
        "Means over the draws; across, how many failures the history held.",
        keys,
        DRAWN.stream()
            .filter(this::isKnown)
            .map(figure -> new Panel(figure.title(), () -> picture(figure)))
            .toList());
  }

  /** Whether any model has one. */
  private boolean isKnown(FewFigure figure) {
    return all.stream().anyMatch(figure::isKnown);
  }

  private String picture(FewFigure figure) {
    double highest = all.stream().mapToDouble(figure::of).filter(Double::isFinite).max().orElse(1);
    XYChart chart =
        ModelPictures.chart(
            WIDTH,
            HEIGHT,
            counts.get(counts.size() - 1),
            Math.max(1, highest),
            "failures to learn from",
            figure.title());
    List<String> leaderLast =
        Stream.concat(
                colors.keySet().stream().filter(model -> !ModelColors.isLeader(model)),
                colors.keySet().stream().filter(ModelColors::isLeader))
            .toList();
    for (String model : leaderLast) {
      List<FewFigures> known =
          all.stream().filter(its -> its.model().equals(model) && figure.isKnown(its)).toList();
      if (!known.isEmpty()) {
        Charts.line(
            chart,
            model,
            known.stream().mapToDouble(FewFigures::failures).toArray(),
            known.stream().mapToDouble(figure::of).toArray(),
            Objects.requireNonNull(colors.get(model)),
            Charts.solid(ModelColors.isLeader(model) ? 3 : 2));
      }
    }
    return Charts.svg(chart);
  }

  private String table(FewFigure figure) {
    String heads =
        counts.stream().map(count -> text("<th>%d</th>", count)).collect(Collectors.joining());
    String rows =
        colors.keySet().stream()
            .map(
                model ->
                    text("<tr><td>%s</td>%s</tr>%n", Markup.escaped(model), row(figure, model)))
            .collect(Collectors.joining());
    return text(
        "<div class=\"wide\"><table class=\"models\">%n<tr><th>%s</th>%s</tr>%n%s</table></div>%n",
        Markup.escaped(figure.title()), heads, rows);
  }

  private String row(FewFigure figure, String model) {
    return all.stream()
        .filter(its -> its.model().equals(model))
        .map(its -> text("<td>%s</td>", FigureText.number(figure.of(its), figure.decimals())))
        .collect(Collectors.joining());
  }
}
