package io.mild.cli;

import io.mild.Assessment;
import io.mild.Mild;
import io.mild.alerting.health.HealthEvent;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.cli.console.Progress;
import io.mild.cli.console.RuleFile;
import io.mild.cli.output.AlertLines;
import io.mild.cli.output.EpisodeText;
import io.mild.cli.output.MinuteTable;
import io.mild.cli.replay.AlertEpisode;
import io.mild.cli.replay.AlertLog;
import io.mild.cli.replay.Replay;
import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Replays recorded KPIs through a model. */
@Command(
    name = "stream",
    description = {
      "Replays recorded KPIs through a model, row by row, as a service would feed them.",
      "Without --alerts, prints the alerts. Prints what it finds wrong with data and model."
    })
final class StreamCommand implements Callable<Integer> {
  @Mixin private ModelFileOption model = new ModelFileOption();
  @Mixin private KpiFiles kpis = new KpiFiles();
  @Mixin private Span span = new Span();
  @Mixin private RuleFile rules = new RuleFile();

  @Option(
      names = "--alerts",
      paramLabel = "FILE",
      description =
          "Write the alerts there, a JSON object a line, in the order of their beginnings.")
  private @Nullable Path alerts;

  @Option(
      names = "--incidents",
      description =
          "Print what becomes of incidents instead: opened, revised, told, closed, each with why.")
  private boolean incidents;

  @Option(
      names = {"--minutes", "--rows"},
      paramLabel = "FILE",
      description =
          "Write a CSV row for each row of KPIs that is scored there: risk, smoothed risk, root"
              + " cause, alert.")
  private @Nullable Path minutes;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    requireOutputs();
    Mild mild = model.load();
    Replay replay = span.replay(mild, kpis.read(), kpis.csv()).under(rules.read());
    AlertLog log = new AlertLog();
    List<IncidentEvent> lives = new ArrayList<>();
    List<HealthEvent> health = new ArrayList<>();
    try (Progress progress = Progress.of("streaming", replay.rows())) {
      Consumer<Assessment> visitor =
          assessment -> {
            log.accept(assessment);
            lives.addAll(assessment.incidentEvents());
            health.addAll(assessment.healthEvents());
            progress.step();
          };
      if (minutes == null) {
        replay.forEach(visitor);
      } else {
        WholeFile.writeText(
            minutes,
            writer -> {
              try (MinuteTable table = new MinuteTable(writer, mild.intents())) {
                replay.forEach(visitor.andThen(table::accept));
              }
            });
      }
    }
    report(replay.rows(), log.episodes(), lives, health);
    return 0;
  }

  /** Before all rows are streamed in vain, or over what they are read from. */
  private void requireOutputs() throws IOException {
    List<@Nullable Path> used = new ArrayList<>(kpis.files());
    used.addAll(rules.files());
    used.add(model.file());
    for (Path output : Arrays.asList(alerts, minutes)) {
      if (output != null) {
        OutputFile.requireOther(output, used);
        OutputFile.requireWritableOrNew(output);
      }
      used.add(output);
    }
  }

  private void report(
      int rows, List<AlertEpisode> episodes, List<IncidentEvent> lives, List<HealthEvent> health)
      throws IOException {
    PrintWriter out = command.commandLine().getOut();
    if (alerts != null) {
      AlertLines.write(alerts, episodes);
    }
    if (incidents) {
      lives.forEach(out::println);
    } else if (alerts == null) {
      episodes.forEach(episode -> out.println(EpisodeText.of(episode)));
    }
    health.forEach(out::println);
    out.printf(Locale.ROOT, "%d rows, %d alerts%n", rows, episodes.size());
    out.flush();
  }
}
