package io.mild.benchmarks.cli;

import io.mild.Mild;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line's root: what all commands share. */
@Command(
    name = "mild",
    description = "Predicts which intent of a service will fail, its root cause, why, and when.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = MildCommand.Version.class,
    usageHelpAutoWidth = true,
    sortOptions = false,
    subcommands = {
      GenerateCommand.class,
      TrainCommand.class,
      StreamCommand.class,
      ExplainCommand.class,
      EvaluateCommand.class,
      TransferCommand.class,
      ExportCommand.class,
      DemoCommand.class,
      ExperimentCommand.class,
      SpeedCommand.class
    })
public final class MildCommand {
  @Option(
      names = "--stacktrace",
      description = "Print where in the program an error came from.",
      scope = ScopeType.INHERIT)
  private boolean stackTrace;

  private MildCommand() {}

  /** Runs a command and ends the process: 0 if all went well, 1 on an error, 2 on wrong usage. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    System.exit(newCommandLine().execute(args));
  }

  static CommandLine newCommandLine() {
    MildCommand root = new MildCommand();
    OneLineErrors errors = new OneLineErrors(() -> root.stackTrace);
    return new CommandLine(root)
        .registerConverter(Duration.class, TimeArguments::duration)
        .registerConverter(Instant.class, TimeArguments::instant)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  /** Of the build that runs, from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Mild.class.getPackage().getImplementationVersion();
      return new String[] {"mild " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
