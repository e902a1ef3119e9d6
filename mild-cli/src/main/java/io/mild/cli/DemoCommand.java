package io.mild.cli;

import io.mild.Mild;
import io.mild.cli.console.Progress;
import io.mild.cli.demo.DemoPage;
import io.mild.cli.demo.DemoRun;
import io.mild.cli.demo.DemoText;
import io.mild.cli.output.AlertLines;
import io.mild.cli.output.EpisodeText;
import io.mild.cli.page.Figures;
import io.mild.cli.replay.Replay;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import io.mild.training.MildTrainer;
import io.mild.training.evaluation.FigureTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows all of it in a minute or two. */
@Command(
    name = "demo",
    description = {
      "Generates six weeks of telemetry, learns from the first 31 days, watches the rest, and tells"
          + " what it said and what really happened.",
      "Leaves the data, the model, the alerts and a page with pictures, demo.html."
    })
final class DemoCommand implements Callable<Integer> {
  private static final SyntheticSpec SPEC = SyntheticSpec.builder().minutes(60_000).build();
  private static final Instant WATCHED_FROM = SyntheticTelemetry.START.plus(Duration.ofDays(31));
  private static final Duration[] HORIZONS = {
    Duration.ofMinutes(120), Duration.ofMinutes(60), Duration.ofMinutes(30)
  };

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write; created if it does not exist (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("mild-demo");

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Path data = out.resolve("data");
    Path model = out.resolve("demo.mild");
    Path alerts = out.resolve("alerts.jsonl");
    Path page = out.resolve("demo.html");

    say("1. Generating %d minutes of telemetry: %s", SPEC.minutes(), data);
    SyntheticTelemetry.generate(SPEC).writeTo(data);
    KpiHistory history = KpiHistory.readCsv(data.resolve("kpis.csv"));
    FailureLog failures = FailureLog.readCsv(data.resolve("failures.csv"));
    say("   %d KPIs, %d intents", history.kpis().size(), failures.intents().size());

    say("2. Learning from the rows before %s: %s", EpisodeText.time(WATCHED_FROM), model);
    train(history, failures).save(model);

    say("3. Watching the rows from then on, which it has not seen, one minute after another");
    DemoRun run = watch(Mild.load(model), history, failures);
    AlertLines.write(alerts, run.episodes());

    say("4. What it said, and what really happened (all alerts: %s)%n", alerts);
    say("%s", DemoText.of(run));
    say("%s", DemoText.summary(run));
    say("%s", FigureTable.of(run.evaluation()));

    boolean pictures = DemoPage.write(page, run);
    say("5. The same with pictures: %s", page);
    if (!pictures) {
      say("   %s", Figures.HOW_TO_HAVE_THEM);
    }
    return 0;
  }

  private Mild train(KpiHistory history, FailureLog failures) {
    Mild mild;
    try (TrainingBar bar = new TrainingBar(command.commandLine().getOut(), "   ")) {
      mild =
          MildTrainer.create()
              .horizons(HORIZONS)
              .onProgress(bar)
              .train(Known.before(WATCHED_FROM, history), Known.before(WATCHED_FROM, failures));
    }
    say("%s", mild.report().toString().indent(3).stripTrailing());
    return mild;
  }

  private static DemoRun watch(Mild mild, KpiHistory history, FailureLog failures) {
    int rows = Replay.of(mild, history).from(WATCHED_FROM).rows();
    try (Progress progress = Progress.of("watching", rows)) {
      return DemoRun.watch(mild, history, failures, WATCHED_FROM, progress::step);
    }
  }

  private void say(String format, Object... values) {
    PrintWriter writer = command.commandLine().getOut();
    writer.printf(Locale.ROOT, format + "%n", values);
    writer.flush();
  }
}
