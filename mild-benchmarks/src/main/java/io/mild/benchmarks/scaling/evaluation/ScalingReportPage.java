package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.RunTimeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** The results as one HTML page with pictures, that needs nothing else. */
final class ScalingReportPage {
  private static final int PANEL_WIDTH = 440;
  private static final int PANEL_HEIGHT = 270;
  private static final int STRIP_WIDTH = 900;
  private static final int STRIP_HEIGHT = 210;
  private static final double MINUTE = 60;

  /** Targets that the source's table is shown for. */
  private static final int CAREFUL = 70;

  private static final int CHEAP = 80;

  private static final String DEMAND = "#dfe5ee";
  private static final String USUAL = "#2f6fb3";
  private static final String OURS = "#c8324b";

  private final ScalingResults results;

  private ScalingReportPage(ScalingResults results) {
    this.results = results;
  }

  /**
   * Writes {@code report.html}.
   *
   * @param command that the results came from
   * @throws IOException if that is impossible
   */
  static void write(ScalingResults results, String command, Path file) throws IOException {
    ScalingReportPage page = new ScalingReportPage(results);
    String html =
        resource("report.html")
            .replace("{command}", command)
            .replace("{seeds}", String.valueOf(results.seeds().size()))
            .replace("{firstSeed}", String.valueOf(results.seeds().get(0)))
            .replace("{lastSeed}", String.valueOf(results.seeds().get(results.seeds().size() - 1)))
            .replace("{events}", text("%,d", Math.round(results.events() / 1e6)))
            .replace("{usual}", String.valueOf(Contenders.USUAL_TARGET))
            .replace("{balancer}", Contenders.RECOMMENDED.label().replace('-', ' '))
            .replace("{carefully}", ScalingTables.tableOne(results, CAREFUL).html())
            .replace("{cheaply}", ScalingTables.tableOne(results, CHEAP).html())
            .replace("{careful}", String.valueOf(CAREFUL))
            .replace("{cheap}", String.valueOf(CHEAP))
            .replace("{equalCost}", ScalingTables.equalCost(results).html())
            .replace("{ablations}", ScalingTables.ablations(results).html())
            .replace("{legend}", legend())
            .replace("{fronts}", page.fronts())
            .replace("{timelines}", page.timelines())
            .replace("{all}", page.allFigures());
    Files.writeString(file, html);
  }

  private static String legend() {
    return Family.all().stream()
            .map(family -> key(family.color(), family.title()))
            .collect(Collectors.joining())
        + key(Family.PLAIN, "static, threshold, oracle");
  }

  private static String key(String color, String title) {
    return text("<span><i style=\"background:%s\"></i>%s</span>", color, title);
  }

  private String fronts() {
    return results.scenarios().stream()
        .map(scenario -> text("<div><b>%s</b>%n%s</div>%n", scenario.title(), front(scenario)))
        .collect(Collectors.joining());
  }

  private String front(Scenario scenario) {
    List<String> singles =
        results.contenders().stream()
            .filter(c -> !c.policy().startsWith("mild") && !c.policy().equals("hpa"))
            .map(Contender::name)
            .toList();
    double[] costs =
        results.contenders().stream()
            .mapToDouble(c -> mean(scenario, c.name(), RunFigure.REPLICA_HOURS))
            .toArray();
    Plot plot =
        new Plot(
            PANEL_WIDTH,
            PANEL_HEIGHT,
            Plot.Axis.linear(
                "cost, replica-hours",
                Math.floor(Arrays.stream(costs).min().orElseThrow()) - 1,
                Math.ceil(Arrays.stream(costs).max().orElseThrow()) + 1),
            Plot.Axis.logarithmic("violations, %", 0.5, 100));
    for (Family family : Family.all()) {
      plot.line(
          means(scenario, family.members(), RunFigure.REPLICA_HOURS),
          means(scenario, family.members(), RunFigure.VIOLATIONS),
          family.color(),
          2);
      for (String member : family.members()) {
        double cost = mean(scenario, member, RunFigure.REPLICA_HOURS);
        Estimate violations = results.estimate(scenario, member, RunFigure.VIOLATIONS);
        plot.point(cost, violations, family.color(), true, tip(member, cost, violations));
      }
    }
    for (String single : singles) {
      double cost = mean(scenario, single, RunFigure.REPLICA_HOURS);
      Estimate violations = results.estimate(scenario, single, RunFigure.VIOLATIONS);
      plot.point(cost, violations, Family.PLAIN, false, tip(single, cost, violations));
      String policy = single.substring(0, single.indexOf('+'));
      boolean above = policy.equals("threshold") || policy.equals("static-peak");
      plot.label(cost, violations.mean(), policy, above);
    }
    return plot.svg();
  }

  private static String tip(String name, double cost, Estimate violations) {
    return text("%s: %.1f replica-hours, %.2f %%", name, cost, violations.mean());
  }

  private double[] means(Scenario scenario, List<String> contenders, RunFigure figure) {
    return contenders.stream().mapToDouble(c -> mean(scenario, c, figure)).toArray();
  }

  private double mean(Scenario scenario, String contender, RunFigure figure) {
    return results.estimate(scenario, contender, figure).mean();
  }

  private String timelines() {
    String usual = ScalingTables.usual().name();
    String ours = ScalingTables.ours().name();
    StringBuilder html = new StringBuilder();
    html.append("<p class=\"legend\">")
        .append(key(DEMAND, "replicas that the demand needs"))
        .append(key(USUAL, "ready, " + usual))
        .append(key(OURS, "ready, " + ours))
        .append("</p>\n");
    for (Scenario scenario : results.scenarios()) {
      if (results.timeline(scenario, usual).isPresent()
          && results.timeline(scenario, ours).isPresent()) {
        html.append(
            text(
                "<div><b>%s</b>%n%s</div>%n",
                scenario.title(),
                timeline(
                    results.timeline(scenario, usual).get(),
                    results.timeline(scenario, ours).get())));
      }
    }
    return html.toString();
  }

  private static String timeline(RunTimeline usual, RunTimeline ours) {
    double[] minutes = Arrays.stream(usual.seconds()).map(s -> s / MINUTE).toArray();
    double most =
        Math.max(
            Arrays.stream(usual.demand()).max().orElseThrow(),
            Math.max(
                Arrays.stream(usual.ready()).max().orElseThrow(),
                Arrays.stream(ours.ready()).max().orElseThrow()));
    Plot.Axis time = Plot.Axis.linear("minutes", 0, Math.ceil(minutes[minutes.length - 1]));
    String replicas =
        new Plot(STRIP_WIDTH, STRIP_HEIGHT, time, Plot.Axis.linear("replicas", 0, most + 1))
            .area(minutes, usual.demand(), DEMAND)
            .steps(minutes, usual.ready(), USUAL, 1.8)
            .steps(minutes, ours.ready(), OURS, 1.8)
            .svg();
    String violations =
        new Plot(STRIP_WIDTH, STRIP_HEIGHT / 2, time, Plot.Axis.linear("violations, %", 0, 100))
            .steps(minutes, percent(usual.violations()), USUAL, 1.4)
            .steps(minutes, percent(ours.violations()), OURS, 1.4)
            .svg();
    return replicas + violations;
  }

  private static double[] percent(double[] shares) {
    return Arrays.stream(shares).map(share -> 100 * share).toArray();
  }

  private String allFigures() {
    StringBuilder html = new StringBuilder();
    for (Scenario scenario : results.scenarios()) {
      html.append(text("<details><summary>%s</summary>%n", scenario.title()))
          .append(ScalingTables.all(results, scenario).html())
          .append("</details>\n");
    }
    return html.toString();
  }

  private static String resource(String name) {
    try (InputStream stream =
        Objects.requireNonNull(ScalingReportPage.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the jar is damaged
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
