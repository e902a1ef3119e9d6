package io.mild.cli.console;

import io.mild.synthetic.SyntheticSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What makes generated telemetry harder. */
public final class StressOptions {
  @Option(
      names = "--pairs",
      paramLabel = "1|2",
      description = "Pair signatures an intent; 2 is the stress test (default: ${DEFAULT-VALUE}).")
  private int pairs = 1;

  @Option(
      names = "--victim-overt",
      paramLabel = "0|1",
      description =
          "1: a co-drift's victim looks like a root at the end (default: ${DEFAULT-VALUE}).")
  private int victimOvert = 0;

  @Option(
      names = "--amplitude",
      paramLabel = "FACTOR",
      description =
          "What failures move KPIs by, as a multiple of the benchmark's (default:"
              + " ${DEFAULT-VALUE}).")
  private double amplitude = 1;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /**
   * Makes telemetry as hard as asked for.
   *
   * @throws ParameterException if an option has a value that it can't have
   */
  public void applyTo(SyntheticSpec.Builder spec) {
    if (victimOvert != 0 && victimOvert != 1) {
      throw new ParameterException(
          command.commandLine(), "--victim-overt must be 0 or 1, but was " + victimOvert);
    }
    if (!(amplitude > 0)) {
      throw new ParameterException(
          command.commandLine(), "--amplitude must be above 0, but was " + amplitude);
    }
    spec.pairs(pairs).victimOvert(victimOvert == 1).amplitude(amplitude);
  }

  /** Whether anything was asked for. */
  public boolean isStress() {
    return pairs != 1 || victimOvert != 0 || amplitude != 1;
  }

  /** Such as {@code pairs 2, victim-overt 1}; empty without stress. */
  @Override
  public String toString() {
    String heights = amplitude == 1 ? "" : ", amplitude " + amplitude;
    return isStress() ? "pairs %d, victim-overt %d%s".formatted(pairs, victimOvert, heights) : "";
  }
}
