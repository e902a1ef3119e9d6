package io.mild.benchmarks.scaling;

import picocli.CommandLine.Command;

/** What scaling on predicted failures is worth: the root of its commands. */
@Command(
    name = "scaling",
    description = "Puts scaling and routing on predicted failures to the test.",
    subcommands = {
      ScalingDemoCommand.class,
      ScalingEvaluateCommand.class,
      ScalingBalancersCommand.class,
      ScalingGoalsCommand.class,
      ScalingTracesCommand.class,
      ScalingRequestsCommand.class
    })
public final class ScalingCommand {}
