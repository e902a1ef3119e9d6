package io.mild.benchmarks.scaling;

import picocli.CommandLine.Command;

/** What scaling and balancing by predictions are worth, and a day of it to look at. */
@Command(
    name = "scaling",
    description = "Puts scaling by predicted failures and forecasts to the test.",
    subcommands = {ScalingEvaluateCommand.class, ScalingDemoCommand.class})
public final class ScalingCommand {
  private ScalingCommand() {}
}
