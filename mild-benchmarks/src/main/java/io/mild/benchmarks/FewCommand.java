package io.mild.benchmarks;

import io.mild.benchmarks.experiment.Generated;
import io.mild.benchmarks.experiment.Model;
import io.mild.benchmarks.experiment.Recording;
import io.mild.benchmarks.few.FewFailures;
import io.mild.benchmarks.few.FewResult;
import io.mild.benchmarks.few.FewSettings;
import io.mild.benchmarks.few.FewTable;
import io.mild.benchmarks.report.FewPage;
import io.mild.cli.console.Progress;
import io.mild.cli.page.Figures;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What models are worth with one to ten failures to learn from. */
@Command(
    name = "few",
    description = {
      "Trains models on short histories drawn to hold exactly so many failures, and tests all on"
          + " other rows.",
      "Leaves few.csv (means over the draws), draws.csv (each of them) and few.html (with"
          + " pictures)."
    })
final class FewCommand implements Callable<Integer> {
  private static final int MINUTES = 43_200;

  @Mixin private StudyOptions options = new StudyOptions();

  @Option(
      names = "--failures",
      split = ",",
      paramLabel = "N",
      description = "How many failures histories hold (default: 1,2,3,5,10).")
  private List<Integer> failures = List.of(1, 2, 3, 5, 10);

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "How many histories of each number (default: ${DEFAULT-VALUE}).")
  private int draws = 20;

  @Option(
      names = "--days",
      paramLabel = "N",
      description =
          "How long a history is at least, with quiet rows between its failures, where there are so"
              + " many (default: ${DEFAULT-VALUE}).")
  private double days = 3;

  @Option(
      names = "--consecutive",
      description =
          "Histories as they come: all rows from the end of one failure to that of the N-th after"
              + " it, however long that is, instead of stretches put together.")
  private boolean consecutive;

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "NAME",
      description =
          "Which models, named as for experiment (default: mild,lr,shared-lr,z,distance,gbt).")
  private List<String> models = List.of("mild", "lr", "shared-lr", "z", "distance", "gbt");

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Seed of the generated telemetry, the draws and the levels (default: ${DEFAULT-VALUE}).")
  private long seed = 101;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    FewSettings settings =
        new FewSettings(
            name(),
            options.horizon(),
            options.budget(),
            options.owners(),
            failures,
            draws,
            days,
            consecutive,
            models.stream().distinct().map(Model::named).toList(),
            seed,
            options.shift(seed));
    FewFailures study = study(settings);
    Path out = options.out();
    List<FewResult> results;
    try (Watch watch = new Watch(study.trainings())) {
      results = study.run(watch::finished);
    }
    FewTable.writeFigures(out.resolve("few.csv"), results);
    FewTable.writeDraws(out.resolve("draws.csv"), results);
    boolean pictures = FewPage.write(out.resolve("few.html"), settings, results);
    PrintWriter writer = command.commandLine().getOut();
    writer.printf(Locale.ROOT, "%s%n%n%s%n", settings.data(), FewTable.of(results));
    writer.printf("the same with pictures: %s%n", out.resolve("few.html"));
    if (!pictures) {
      writer.printf("%s%n", Figures.HOW_TO_HAVE_THEM);
    }
    writer.flush();
    return 0;
  }

  private String name() {
    Path data = options.data();
    String of =
        data != null
            ? data.toAbsolutePath().normalize().getFileName().toString()
            : String.format(
                Locale.ROOT,
                "generated, %,d minutes, seed %d%s",
                generated().minutes(),
                seed,
                options.stress());
    return of + options.shift(seed) + (consecutive ? ", consecutive histories" : "");
  }

  private FewFailures study(FewSettings settings) throws IOException {
    Path data = options.data();
    if (data != null) {
      Recording recording = options.read(data);
      return new FewFailures(recording.history(), recording.failures(), settings);
    }
    SyntheticTelemetry telemetry = SyntheticTelemetry.generate(generated());
    return new FewFailures(Generated.history(telemetry), Generated.failures(telemetry), settings);
  }

  private SyntheticSpec generated() {
    return options.generated(MINUTES, seed);
  }

  /** A bar with the time left; where there is no terminal a line now and then. */
  private final class Watch implements AutoCloseable {
    private static final int LINES = 20;

    private final Progress bar;
    private final int trainings;
    private final long began = System.nanoTime();
    private int finished;

    Watch(int trainings) {
      this.bar = Progress.of("few", trainings);
      this.trainings = trainings;
    }

    void finished(FewResult result) {
      finished++;
      double minutes = (System.nanoTime() - began) / 60e9;
      String left =
          String.format(
              Locale.ROOT, "about %.0f min left", minutes * (trainings - finished) / finished);
      bar.stepTo(finished, left);
      if (!Progress.isTerminal()
          && finished * LINES / trainings > (finished - 1) * LINES / trainings) {
        PrintWriter err = command.commandLine().getErr();
        err.printf(
            Locale.ROOT,
            "%d of %d trainings; the latest: %s after %d failures, AUC %.3f; %s%n",
            finished,
            trainings,
            result.model(),
            result.failures(),
            result.auc(),
            left);
        err.flush();
      }
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
