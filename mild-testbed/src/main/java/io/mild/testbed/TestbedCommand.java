package io.mild.testbed;

import io.mild.cli.console.RootCommand;
import picocli.CommandLine.Command;

/** The root of the testbed's command line. */
@Command(
    name = "mild-testbed",
    description =
        "Runs real processes with real faults on this machine, and records what can be known of"
            + " them.",
    subcommands = {RecordCommand.class, LiveCommand.class, CheckCommand.class})
public final class TestbedCommand extends RootCommand {
  private TestbedCommand() {}

  /** Runs a command and ends the process: 0 if all went well, 1 on an error, 2 on wrong usage. */
  public static void main(String[] args) {
    root().runAndExit(args);
  }

  static TestbedCommand root() {
    return new TestbedCommand();
  }
}
