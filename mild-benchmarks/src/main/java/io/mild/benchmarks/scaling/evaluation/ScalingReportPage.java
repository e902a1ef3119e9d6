package io.mild.benchmarks.scaling.evaluation;

import static io.mild.cli.page.Html.text;

import io.mild.benchmarks.scaling.simulation.RunTimeline;
import io.mild.cli.page.Figures;
import io.mild.cli.page.Figures.Key;
import io.mild.cli.page.Figures.Panel;
import io.mild.cli.page.Html;
import io.mild.internal.io.Markup;
import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The results as one HTML page with pictures, that needs nothing else. */
final class ScalingReportPage {
  /** Targets that the source's table is shown for. */
  private static final int CAREFUL = 70;

  private static final int CHEAP = 80;

  private final ScalingResults results;
  private final Figures figures;

  private ScalingReportPage(ScalingResults results, Figures figures) {
    this.results = results;
    this.figures = figures;
  }

  /**
   * Writes {@code report.html}.
   *
   * @param command that the results came from
   * @return whether it has its pictures; a Java that finds no fonts can't draw them
   * @throws IOException if that is impossible
   */
  static boolean write(ScalingResults results, String command, Path file) throws IOException {
    Figures figures = Figures.wherePossible();
    String html = new ScalingReportPage(results, figures).html(command);
    WholeFile.writeText(file, writer -> writer.write(html));
    return figures.drawn();
  }

  private String html(String command) {
    List<Long> seeds = results.seeds();
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("command", Markup.escaped(command));
    parts.put("seeds", String.valueOf(seeds.size()));
    parts.put("firstSeed", String.valueOf(seeds.get(0)));
    parts.put("lastSeed", String.valueOf(seeds.get(seeds.size() - 1)));
    parts.put("events", text("%,d", Math.round(results.events() / 1e6)));
    parts.put("usual", String.valueOf(Contenders.USUAL_TARGET));
    parts.put("balancer", Contenders.RECOMMENDED.label().replace('-', ' '));
    parts.put("careful", String.valueOf(CAREFUL));
    parts.put("cheap", String.valueOf(CHEAP));
    parts.put("carefully", ScalingTables.tableOne(results, CAREFUL).html());
    parts.put("cheaply", ScalingTables.tableOne(results, CHEAP).html());
    parts.put("equalCost", ScalingTables.equalCost(results).html());
    parts.put("ablations", ScalingTables.ablations(results).html());
    parts.put("fronts", fronts());
    parts.put("timelines", timelines());
    parts.put("all", allFigures());
    return Html.page(ScalingReportPage.class, "report.html", parts);
  }

  private String fronts() {
    List<Key> legend = new ArrayList<>();
    Family.all().forEach(family -> legend.add(new Key(family.title(), family.color())));
    legend.add(new Key("static, threshold, oracle", EvaluationCharts.SINGLE));
    return figures.panels(
        "Violations, % of the requests, over cost",
        "Each line is one way to scale and balance, at several CPU targets, the lowest on the"
            + " right; down and left is better. Vertical bars are 95&nbsp;% intervals of the"
            + " violations.",
        legend,
        results.scenarios().stream()
            .map(
                scenario ->
                    new Panel(scenario.title(), () -> EvaluationCharts.fronts(results, scenario)))
            .toList());
  }

  private String timelines() {
    String usual = ScalingTables.usual().name();
    String ours = ScalingTables.ours().name();
    List<Panel> panels = new ArrayList<>();
    for (Scenario scenario : results.scenarios()) {
      Optional<RunTimeline> one = results.timeline(scenario, usual);
      Optional<RunTimeline> other = results.timeline(scenario, ours);
      if (one.isPresent() && other.isPresent()) {
        panels.add(
            new Panel(
                scenario.title() + ": replicas",
                () -> EvaluationCharts.replicas(one.get(), other.get())));
        panels.add(
            new Panel(
                scenario.title() + ": violations, % of the requests",
                () -> EvaluationCharts.violations(one.get(), other.get())));
      }
    }
    return figures.panels(
        "The first day of each kind",
        "Demand is in replicas at the utilisation up to which the SLO holds.",
        List.of(
            new Key("replicas that the demand needs", EvaluationCharts.DEMAND),
            new Key("ready, " + usual, EvaluationCharts.USUAL),
            new Key("ready, " + ours, EvaluationCharts.OURS)),
        panels);
  }

  private String allFigures() {
    return results.scenarios().stream()
        .map(
            scenario ->
                text(
                    "<details><summary>%s</summary>%n%s</details>%n",
                    Markup.escaped(scenario.title()), ScalingTables.all(results, scenario).html()))
        .collect(Collectors.joining());
  }
}
