package io.mild.benchmarks.scaling;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command line's root. */
@Command(
    name = "mild-scaling",
    description = "Turns predicted failures into scaling and routing decisions.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    usageHelpAutoWidth = true,
    sortOptions = false,
    subcommands = {ScalingEvaluateCommand.class, ScalingDemoCommand.class})
public final class ScalingCommand {
  private ScalingCommand() {}

  /** Runs a command and ends the process: 0 if all went well, 1 on an error, 2 on wrong usage. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    System.exit(new CommandLine(new ScalingCommand()).execute(args));
  }
}
