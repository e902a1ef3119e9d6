package io.mild.benchmarks.report;

import static io.mild.cli.page.Charts.line;
import static io.mild.cli.page.Charts.solid;
import static io.mild.cli.page.Charts.svg;
import static io.mild.cli.page.Html.text;
import static io.mild.training.evaluation.FigureText.number;

import io.mild.benchmarks.experiment.ExplanationFigures;
import io.mild.benchmarks.experiment.ExplanationResult;
import io.mild.cli.page.Charts;
import io.mild.cli.page.Figures;
import io.mild.cli.page.Figures.Key;
import io.mild.cli.page.Figures.Panel;
import io.mild.internal.io.Markup;
import java.awt.Color;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** Whether the KPIs that explanations name first are those that drifted, and drive the risk. */
final class ExplanationSection {
  private static final int WIDTH = 440;
  private static final int HEIGHT = 280;
  private static final List<String> KINDS = List.of("", "simple", "nonlinear");
  private static final List<Color> COLORS =
      List.of(new Color(0xc8503c), new Color(0x2f6db3), new Color(0x6a7180));

  private final Figures figures;
  private final List<Entry> explaining;

  /**
   * Of some models; those that don't explain, and experiments of which nobody knows what drifted,
   * are left out.
   */
  ExplanationSection(Figures figures, List<Entry> entries) {
    this.figures = figures;
    this.explaining =
        entries.stream()
            .filter(e -> e.folds().stream().anyMatch(fold -> fold.explanation().alerts() > 0))
            .toList();
  }

  String html() {
    if (explaining.isEmpty()) {
      return "<p>Nobody knows, of these data and models.</p>";
    }
    return text(
            "<p>At the first alert of each simple or non-linear failure, the KPIs in three orders:"
                + " by their <b>Shapley values</b>, as MILD explains itself; by how far their mean"
                + " over the longer of the paper's windows is out, <b>|z|</b>; and by what their"
                + " features add to the <b>teacher</b>'s logistic regression. <i>Named</i>: the"
                + " first two include a KPI that the generator had moved by then, with a 95 %%"
                + " interval by bootstrap over the failures; <i>fewer</i>: how many points fewer"
                + " than by Shapley values, on the same alerts. <i>Insertion</i>, <i>deletion</i>:"
                + " the mean risk while the KPIs of healthy rows become the alert's, or the other"
                + " way round, in that order.</p>%n")
        + explaining.stream().map(this::html).collect(Collectors.joining());
  }

  private String html(Entry entry) {
    String rows =
        ExplanationFigures.ORDERS.stream()
            .map(order -> row(order, entry))
            .collect(Collectors.joining());
    return text(
            "<div class=\"wide\"><table class=\"models\">%n<thead>%n<tr><th>%s</th>"
                + "<th>named, all (%%)</th><th>simple (%%)</th><th>non-linear (%%)</th>"
                + "<th>fewer (points)</th><th>insertion area</th><th>deletion area</th></tr>%n"
                + "</thead>%n<tbody>%n%s</tbody>%n</table></div>%n",
            Markup.escaped(entry.name()), rows)
        + figures.panels(
            text("Put in, and taken out (%s)", Markup.escaped(entry.name())),
            "Mean risk with so many KPIs put in, or taken out.",
            keys(),
            List.of(
                new Panel("insertion", () -> curves(entry, ExplanationFigures::insertion)),
                new Panel("deletion", () -> curves(entry, ExplanationFigures::deletion))));
  }

  private static String row(String order, Entry entry) {
    ExplanationFigures all = ExplanationFigures.of(order, "", entry.folds());
    String named =
        KINDS.stream()
            .map(kind -> ExplanationFigures.of(order, kind, entry.folds()))
            .map(
                f ->
                    text(
                        "<td>%s<small>[%s, %s]</small><small>n %d</small></td>",
                        number(100 * f.topTwo(), 1),
                        number(100 * f.topTwoLow(), 1),
                        number(100 * f.topTwoHigh(), 1),
                        f.alerts()))
            .collect(Collectors.joining());
    String fewer =
        order.equals(ExplanationResult.SHAPLEY)
            ? "<td></td>"
            : text(
                "<td>%s<small>[%s, %s]</small></td>",
                number(100 * all.worse(), 1),
                number(100 * all.worseLow(), 1),
                number(100 * all.worseHigh(), 1));
    return text(
        "<tr><td>%s</td>%s%s<td>%s</td><td>%s</td></tr>%n",
        name(order), named, fewer, number(all.insertionArea(), 3), number(all.deletionArea(), 3));
  }

  private static String name(String order) {
    return switch (order) {
      case ExplanationResult.SHAPLEY -> "Shapley values";
      case ExplanationResult.DEVIATION -> "largest |z|";
      case ExplanationResult.TEACHER -> "teacher's coefficients × values";
      default -> throw new AssertionError(order);
    };
  }

  private static List<Key> keys() {
    return IntStream.range(0, COLORS.size())
        .mapToObj(i -> new Key(name(ExplanationFigures.ORDERS.get(i)), COLORS.get(i)))
        .toList();
  }

  private static String curves(Entry entry, Function<ExplanationFigures, double[]> curve) {
    XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle("KPIs").build();
    Charts.style(chart.getStyler(), value -> text("%.1f", value));
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0).setXAxisMin(0.0);
    for (int i = 0; i < COLORS.size(); i++) {
      String order = ExplanationFigures.ORDERS.get(i);
      double[] heights = curve.apply(ExplanationFigures.of(order, "", entry.folds()));
      double[] steps = IntStream.range(0, heights.length).asDoubleStream().toArray();
      line(chart, order, steps, heights, COLORS.get(i), solid(2.4));
    }
    return svg(chart);
  }
}
