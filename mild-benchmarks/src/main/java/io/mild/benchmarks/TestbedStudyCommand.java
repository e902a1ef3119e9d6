package io.mild.benchmarks;

import io.mild.benchmarks.experiment.Experiment;
import io.mild.benchmarks.experiment.ExperimentTable;
import io.mild.benchmarks.experiment.FoldResult;
import io.mild.benchmarks.experiment.Model;
import io.mild.benchmarks.experiment.Recording;
import io.mild.benchmarks.testbed.TestbedStudy;
import io.mild.benchmarks.testbed.TestbedTable;
import io.mild.cli.console.Progress;
import io.mild.goals.Goals;
import io.mild.training.MildTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Models on recordings of the testbed. */
@Command(
    name = "testbed",
    description = {
      "Learns from one recording of the testbed and streams another, and back: MILD, its rivals,"
          + " and what needs no failure.",
      "Leaves testbed.md, and results.json of both ways. Interrupted and run again, it goes on"
          + " where it was."
    })
final class TestbedStudyCommand implements Callable<Integer> {
  private static final int STEPS = 1_000;

  @Parameters(
      arity = "2",
      paramLabel = "FOLDER",
      description = "Recordings of one scene: kpis.csv or kpis.csv.gz, failures.csv, goals.yaml.")
  private List<Path> folders = List.of();

  @Option(
      names = "--horizon",
      paramLabel = "TIME",
      description = "How far ahead to look; a row is a minute (default: 60m).")
  private Duration horizon = Duration.ofMinutes(60);

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "False alarms a day to allow (default: ${DEFAULT-VALUE}).")
  private double budget = MildTrainer.DEFAULT_FALSE_POSITIVE_BUDGET;

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "NAME",
      description = "Which of them (default: all).")
  private List<String> names = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; created if it does not exist.")
  private Path out = Path.of("");

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    TestbedStudy study =
        new TestbedStudy(
            recording(folders.get(0)),
            recording(folders.get(1)),
            Goals.readYaml(folders.get(0).resolve("goals.yaml")),
            horizon,
            budget);
    PrintWriter writer = command.commandLine().getOut();
    List<Model> models = models(study);
    try (Progress bar = Progress.of("testbed", STEPS)) {
      study.run(
          models,
          out,
          new Experiment.Progress() {
            @Override
            public void done(double share) {
              bar.stepTo(Math.round(STEPS * share), "");
            }

            @Override
            public void finished(FoldResult result) {
              if (!Progress.isTerminal()) {
                writer.println(ExperimentTable.line(result, horizon));
                writer.flush();
              }
            }
          });
    }
    String tables = TestbedTable.of(study);
    Files.writeString(out.resolve("testbed.md"), tables);
    writer.println(tables);
    writer.flush();
    return 0;
  }

  private static Recording recording(Path folder) throws IOException {
    return Recording.read(folder, folder.toAbsolutePath().normalize().getFileName().toString());
  }

  private List<Model> models(TestbedStudy study) {
    List<Model> all = study.models();
    List<String> known = all.stream().map(Model::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new ParameterException(
            command.commandLine(),
            "--models: no '%s': there are %s".formatted(name, String.join(", ", known)));
      }
    }
    return names.isEmpty()
        ? all
        : all.stream().filter(model -> names.contains(model.name())).toList();
  }
}
