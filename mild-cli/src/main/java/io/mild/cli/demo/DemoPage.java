package io.mild.cli.demo;

import static io.mild.cli.page.Html.names;
import static io.mild.cli.page.Html.text;

import io.mild.cli.output.EpisodeText;
import io.mild.cli.page.Figures;
import io.mild.cli.page.Html;
import io.mild.data.Failure;
import io.mild.internal.io.Markup;
import io.mild.internal.io.WholeFile;
import io.mild.report.TrainingReport;
import io.mild.training.evaluation.AlertEvaluation;
import io.mild.training.evaluation.FailureOutcome;
import io.mild.training.evaluation.VerdictTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A page that tells a demo run: one file, with its pictures in it. */
public final class DemoPage {
  private final DemoRun run;
  private final AlertEvaluation evaluation;
  private final Figures figures;

  private DemoPage(DemoRun run, Figures figures) {
    this.run = run;
    this.evaluation = run.evaluation();
    this.figures = figures;
  }

  /**
   * Writes the page.
   *
   * @return whether it has its pictures; a Java that finds no fonts can't draw them
   * @throws IOException if it can't be written
   */
  public static boolean write(Path file, DemoRun run) throws IOException {
    DemoPage page = new DemoPage(run, Figures.wherePossible());
    String html = page.html();
    WholeFile.writeText(file, writer -> writer.write(html));
    return page.figures.drawn();
  }

  private String html() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("summary", summary());
    parts.put("figures", figures());
    parts.put("story", story());
    parts.put(
        "failures",
        evaluation.outcomes().stream().map(this::tableRow).collect(Collectors.joining("\n")));
    parts.put("falseAlarms", falseAlarms());
    parts.put("made", made());
    return Html.page(DemoPage.class, "page.html", parts);
  }

  private String story() {
    String story = FailureStory.html(run, figures);
    return story.isEmpty() ? "" : text("<h2>One of them, minute by minute</h2>%n%s", story);
  }

  private String summary() {
    TrainingReport report = run.mild().report();
    long learnt = report.intents().stream().mapToInt(intent -> intent.fitFailures()).sum();
    return text(
        "A service reports %d KPIs a minute and has promises to keep, its intents: %s. MILD learned"
            + " from %.0f days of it, in which they were broken %d times, and then watched the next"
            + " %.1f days a minute at a time. This is what it said before each failure.",
        run.mild().schema().kpis().size(),
        names(run.mild().intents()),
        days(Duration.between(report.start(), report.end())),
        learnt,
        evaluation.days());
  }

  private String figures() {
    List<FailureOutcome> announced = evaluation.announced();
    return figure(
            announced.size() + " of " + evaluation.outcomes().size(),
            "failures announced beforehand")
        + figure(
            run.warning(),
            text(
                "of warning, mean of all failures: 0 where missed, %s at most",
                run.scale().number(run.horizon())))
        + figure(
            run.namedRight() + " of " + announced.size(), "root causes right at the first alert")
        + figure(text("%.1f a day", evaluation.incidentFalsePositivesPerDay()), "false alarms");
  }

  private static String figure(String figure, String name) {
    return "<div><b>%s</b><span>%s</span></div>%n".formatted(figure, name);
  }

  private String tableRow(FailureOutcome outcome) {
    Failure failure = outcome.failure();
    String victims =
        run.victims(failure).stream().map(Failure::intent).collect(Collectors.joining(", "));
    return "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>"
        .formatted(
            EpisodeText.time(failure.time()),
            Markup.escaped(failure.intent()),
            outcome.isIncidentDetected()
                ? EpisodeText.duration(FailureStory.lead(outcome))
                : "<span class=\"bad\">none</span>",
            verdict(outcome),
            Markup.escaped(victims),
            Markup.escaped(failure.kind()));
  }

  private static String verdict(FailureOutcome outcome) {
    if (!outcome.isIncidentDetected()) {
      return "";
    }
    return outcome.isRight(VerdictTime.INCIDENT)
        ? "<span class=\"good\">" + Markup.escaped(outcome.named(VerdictTime.INCIDENT)) + "</span>"
        : "<span class=\"bad\">"
            + Markup.escaped(outcome.named(VerdictTime.INCIDENT))
            + ", wrong</span>";
  }

  private String falseAlarms() {
    if (evaluation.falseAlarms().isEmpty()) {
      return "There was no false alarm.";
    }
    return "False alarms, after which nothing failed: "
        + evaluation.falseAlarms().stream().map(EpisodeText::time).collect(Collectors.joining(", "))
        + ".";
  }

  private String made() {
    TrainingReport report = run.mild().report();
    return text(
        "The telemetry is synthetic: a shared daily load, noise, drifts that end in failures, and"
            + " more that look like them and end well. The model was trained with the preset"
            + " <code>%s</code>, seed %d, for horizons of %s minutes; its thresholds were tuned for"
            + " %.1f false alarms a day on the last fifth of the days it learned from. The same"
            + " command makes the same page: <code>java -jar mild.jar demo</code>.",
        report.preset().name().toLowerCase(Locale.ROOT),
        report.seed(),
        names(run.mild().horizons().stream().map(run.scale()::number).toList()),
        report.falsePositiveBudget());
  }

  private static double days(Duration duration) {
    return duration.toMinutes() / (double) Duration.ofDays(1).toMinutes();
  }
}
