package io.mild.benchmarks.scaling;

import io.mild.benchmarks.scaling.evaluation.BalancerStudy;
import io.mild.cli.console.Progress;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares balancers by how many gateways there are. */
@Command(
    name = "balancers",
    description = {
      "Runs balancers on steady load with slowed replicas, from one gateway to many.",
      "Prints violations of the SLO and the tail of response times of each."
    })
final class ScalingBalancersCommand implements Callable<Integer> {
  @Option(
      names = "--gateways",
      split = ",",
      paramLabel = "N",
      description = "Numbers of gateways (default: 1,4,16,64).")
  private List<Integer> gateways = List.of(1, 4, 16, 64);

  @Option(
      names = "--loads",
      split = ",",
      paramLabel = "SHARE",
      description = "Shares of what the replicas can do, below 1 (default: 0.6).")
  private List<Double> loads = List.of(0.6);

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Days of each, seeds 1 to N, at least 2 (default: ${DEFAULT-VALUE}).")
  private int seeds = 5;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    require(gateways.stream().allMatch(count -> count >= 1), "--gateways must be at least 1");
    require(
        loads.stream().allMatch(load -> load > 0 && load < 1),
        "--loads must be above 0 and below 1");
    require(seeds >= 2, "--seeds must be at least 2");
    BalancerStudy study = new BalancerStudy(gateways, loads, seeds);
    List<BalancerStudy.Result> results;
    try (Progress progress = Progress.of("days", study.runs())) {
      results = study.run(progress::step);
    }
    PrintWriter out = command.commandLine().getOut();
    results.forEach(
        result ->
            out.printf(
                Locale.ROOT,
                "load %.2f, %2d gateways  %-18s violations %7.4f %%, %s of p2c's;"
                    + " p99 %4.0f ms, p99.9 %4.0f ms%n",
                result.load(),
                result.gateways(),
                result.balancer(),
                100 * result.violations(),
                result.change(),
                result.p99Millis(),
                result.p999Millis()));
    out.flush();
    return 0;
  }

  private void require(boolean is, String message) {
    if (!is) {
      throw new ParameterException(command.commandLine(), message);
    }
  }
}
