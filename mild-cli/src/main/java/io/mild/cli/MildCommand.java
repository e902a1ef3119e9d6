package io.mild.cli;

import io.mild.cli.console.RootCommand;
import picocli.CommandLine.Command;

/** The command line's root. */
@Command(
    name = "mild",
    description = "Predicts which intent of a service will fail, its root cause, why, and when.",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      InitCommand.class,
      StatusCommand.class,
      GenerateCommand.class,
      GoalsCommand.class,
      TrainCommand.class,
      StreamCommand.class,
      EvaluateCommand.class,
      ExplainCommand.class,
      ExportCommand.class
    })
public final class MildCommand extends RootCommand {
  private MildCommand() {}

  /** Runs a command and ends the process: 0 if all went well, 1 on an error, 2 on wrong usage. */
  public static void main(String[] args) {
    root().runAndExit(args);
  }

  static MildCommand root() {
    return new MildCommand();
  }
}
