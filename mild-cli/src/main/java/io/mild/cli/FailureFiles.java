package io.mild.cli;

import io.mild.cli.console.CsvOptions;
import io.mild.cli.console.FailureCsvOptions;
import io.mild.data.FailureLog;
import io.mild.goals.Goals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what failed: a log, goals that tell it, or both. */
final class FailureFiles {
  @Option(
      names = "--failures",
      paramLabel = "FILE",
      description =
          "Failures, .csv or gzipped: incident,intent,onset,failure,recovered,role,kind. Not needed"
              + " with --goals.")
  private @Nullable Path failures;

  @Option(
      names = "--goals",
      paramLabel = "FILE",
      description =
          "Goals, .yaml: conditions on KPIs, an intent each. Without --failures, a failure is each"
              + " time that one breaks.")
  private @Nullable Path goals;

  @Mixin private FailureCsvOptions csv = new FailureCsvOptions();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /** The files that are read. */
  List<Path> files() {
    return Stream.of(failures, goals).filter(Objects::nonNull).toList();
  }

  /**
   * Reads the log, if one was given.
   *
   * @param kpis how the KPIs are written
   */
  Optional<FailureLog> log(CsvOptions kpis) throws IOException {
    return failures == null
        ? Optional.empty()
        : Optional.of(FailureLog.readCsv(csv.failures(kpis), failures));
  }

  /** Reads the goals; none if none were given. */
  Goals goals() throws IOException {
    return goals == null ? Goals.NONE : Goals.readYaml(goals);
  }

  /** That there is neither a log nor a goal. */
  ParameterException missing() {
    return new ParameterException(
        command.commandLine(), "Missing: what failed. Give --failures=FILE, --goals=FILE, or both");
  }
}
