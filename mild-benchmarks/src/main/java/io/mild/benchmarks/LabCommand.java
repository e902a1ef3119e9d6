package io.mild.benchmarks;

import io.mild.benchmarks.scaling.ScalingCommand;
import io.mild.benchmarks.streams.StreamsCommand;
import io.mild.cli.console.RootCommand;
import picocli.CommandLine.Command;

/** The root of the laboratory's command line. */
@Command(
    name = "mild-benchmarks",
    description =
        "Measures MILD: its predictions beside its rivals', its speed, what it learns of few"
            + " failures and of one recording for another, what it foretells of goals without any"
            + " failure, what broken sensors cost, and what scaling on it is worth.",
    subcommands = {
      ExperimentCommand.class,
      SpeedCommand.class,
      TransferCommand.class,
      FewCommand.class,
      FirstDayCommand.class,
      RegimeCommand.class,
      SensorsCommand.class,
      TestbedStudyCommand.class,
      ScalingCommand.class,
      StreamsCommand.class
    })
public final class LabCommand extends RootCommand {
  private LabCommand() {}

  /** Runs a command and ends the process: 0 if all went well, 1 on an error, 2 on wrong usage. */
  public static void main(String[] args) {
    root().runAndExit(args);
  }

  static LabCommand root() {
    return new LabCommand();
  }
}
