package io.mild.cli.console;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What all commands of a command line share: help, version, times, and errors of one line. */
@Command(
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = JarVersion.class,
    usageHelpAutoWidth = true,
    sortOptions = false)
public abstract class RootCommand {
  @Option(
      names = "--stacktrace",
      description = "Print where in the program an error came from.",
      scope = ScopeType.INHERIT)
  private boolean stackTrace;

  /** For the root of one command line. */
  protected RootCommand() {}

  /** The command line that this is the root of. */
  public final CommandLine newCommandLine() {
    OneLineErrors errors = new OneLineErrors(() -> stackTrace);
    return new CommandLine(this)
        .registerConverter(Duration.class, DurationArgument::of)
        .registerConverter(TimeArgument.class, TimeArgument::of)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  /** Runs a command and ends the process: 0 if all went well, 1 on an error, 2 on wrong usage. */
  protected final void runAndExit(String[] args) {
    System.setProperty("java.awt.headless", "true");
    System.exit(newCommandLine().execute(args));
  }
}
