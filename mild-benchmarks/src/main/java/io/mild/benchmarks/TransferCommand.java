package io.mild.benchmarks;

import io.mild.Mild;
import io.mild.benchmarks.experiment.Recording;
import io.mild.benchmarks.transfer.Transfer;
import io.mild.cli.console.OwnedKpiOptions;
import io.mild.data.FailureLog;
import io.mild.training.MildTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a model of one recording says of the failures of another. */
@Command(
    name = "transfer",
    description = {
      "Trains on one recording and names the failures of another, and the reverse.",
      "First with a model for each intent, then with experts that intents of the same kinds of"
          + " KPIs share, then so without each intent's own failures in turn.",
      "A failure is named by the intent of the highest root-cause probability, and detected by the"
          + " highest risk, in any row from its onset to the failure. What is detected is above the"
          + " risk that 5 %% of the tested recording's rows exceed while nothing fails."
    })
final class TransferCommand implements Callable<Integer> {
  @Parameters(
      arity = "2",
      paramLabel = "FOLDER",
      description = "Recordings: kpis.csv or kpis.csv.gz, and failures.csv.")
  private List<Path> folders = List.of();

  @Mixin private RecordingOptions recordings = new RecordingOptions();

  @Option(
      names = "--horizon",
      paramLabel = "TIME",
      description = "How far ahead to look, such as 4m, 30s or 30h (default: ${DEFAULT-VALUE}).",
      defaultValue = "4m")
  private Duration horizon = Duration.ZERO;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of weights and row order (default: ${DEFAULT-VALUE}).")
  private long seed = MildTrainer.DEFAULT_SEED;

  @Mixin private OwnedKpiOptions own = new OwnedKpiOptions();
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Recording first = read(folders.get(0));
    Recording second = read(folders.get(1));
    transfer(first, second, folders.get(1));
    transfer(second, first, folders.get(0));
    return 0;
  }

  private Recording read(Path folder) throws IOException {
    return recordings.read(folder, folder.toString());
  }

  private static FailureLog without(String intent, FailureLog failures) {
    return new FailureLog(
        failures.failures().stream().filter(f -> !f.intent().equals(intent)).toList());
  }

  private void transfer(Recording training, Recording test, Path tested) {
    PrintWriter out = command.commandLine().getOut();
    List<String> intents =
        Stream.of(training, test)
            .flatMap(recording -> recording.failures().intents().stream())
            .distinct()
            .toList();
    String[] names = intents.toArray(String[]::new);
    out.printf("tested on %s%n", tested);
    out.printf("  an expert an intent: %s%n", figures(trainer().intents(names), training, test));
    Mild shared = owners(intents).train(training.history(), training.failures());
    out.printf("  shared experts: %s%n", figures(shared, test));
    shared.report().warnings().forEach(warning -> out.printf("    %s%n", warning));
    for (String intent : intents) {
      Mild blind = owners(intents).train(training.history(), without(intent, training.failures()));
      out.printf(
          "  %s never failed before: %s%n",
          intent, Transfer.of(blind, test.history(), test.failures(), horizon).onlyOf(intent));
      out.flush();
    }
  }

  private Transfer figures(MildTrainer trainer, Recording training, Recording test) {
    return figures(trainer.train(training.history(), training.failures()), test);
  }

  private Transfer figures(Mild mild, Recording test) {
    return Transfer.of(mild, test.history(), test.failures(), horizon);
  }

  private MildTrainer trainer() {
    return MildTrainer.create().horizons(horizon).findOwners(false).seed(seed);
  }

  /** Unless said otherwise, an intent's KPIs are those whose names begin with its own. */
  private MildTrainer owners(List<String> intents) {
    MildTrainer trainer = trainer();
    if (own.areGiven()) {
      own.applyTo(trainer);
    } else {
      intents.forEach(intent -> trainer.intent(intent).kpis(intent + ".*"));
    }
    return trainer;
  }
}
