package io.mild.benchmarks.scaling;

import io.mild.benchmarks.scaling.requests.RequestStudy;
import io.mild.benchmarks.scaling.requests.RequestStudy.Result;
import io.mild.cli.console.Progress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares balancers on real requests. */
@Command(
    name = "requests",
    description = {
      "Sends gRPC calls or HTTP requests to six server processes on the loopback interface, by"
          + " policies of gRPC, of nginx and HAProxy, and of MILD.",
      "Prints latencies from when a call was to be sent; what failed counts with the time-out, a"
          + " hundred mean times of a request."
    })
final class ScalingRequestsCommand implements Callable<Integer> {
  private static final String GRPC = "grpc";
  private static final String HTTP = "http";

  @Option(
      names = "--policies",
      split = ",",
      paramLabel = "NAME",
      description =
          "As in a service config; grpc and http stand for all over these (default: grpc). Proxies"
              + " that are not installed are left out.")
  private List<String> policies = List.of(GRPC);

  @Option(
      names = "--trouble",
      paramLabel = "KIND",
      description =
          "slow: one server takes three times as long; all: another pauses and one is restarted,"
              + " too (default: ${DEFAULT-VALUE}).")
  private String trouble = "all";

  @Option(
      names = "--load",
      paramLabel = "SHARE",
      description = "Share of what the servers can do, below 1 (default: ${DEFAULT-VALUE}).")
  private double load = 0.8;

  @Option(
      names = "--gateways",
      paramLabel = "N",
      description =
          "Channels, clients or proxies, each of which knows its own calls alone (default:"
              + " ${DEFAULT-VALUE}).")
  private int gateways = 1;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds of all policies, seeds 1 to N (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "That count in each run (default: ${DEFAULT-VALUE}).")
  private double seconds = 30;

  @Option(
      names = "--work",
      paramLabel = "MILLIS",
      description =
          "Mean time of a request; more of it is less load on the machine (default:"
              + " ${DEFAULT-VALUE}).")
  private long workMillis = 20;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    List<String> wanted = wanted();
    require(trouble.equals("slow") || trouble.equals("all"), "--trouble must be slow or all");
    require(load > 0 && load < 1, "--load must be above 0 and below 1");
    require(gateways >= 1, "--gateways must be at least 1");
    require(rounds >= 1, "--rounds must be at least 1");
    require(seconds > 0 && seconds <= 600, "--seconds must be above 0 and at most 600");
    require(workMillis >= 1, "--work must be at least 1");
    RequestStudy study =
        new RequestStudy(
            wanted,
            RequestStudy.Trouble.valueOf(trouble.toUpperCase(Locale.ROOT)),
            load,
            gateways,
            rounds,
            seconds,
            workMillis);
    List<Result> results;
    try (Progress progress = Progress.of("runs", study.runs())) {
      results = study.run(progress::step);
    }
    PrintWriter out = command.commandLine().getOut();
    results.forEach(
        result ->
            out.printf(
                Locale.ROOT,
                "%-26s  %5.0f/s  failed %6.3f %%  p50 %5.1f  p99 %6.1f (%.0f to %.0f)"
                    + "  p99.9 %6.1f ms%n",
                result.policy(),
                result.perSecond(),
                100.0 * result.failed() / result.requests(),
                result.p50Millis(),
                result.p99Millis(),
                result.lowestP99Millis(),
                result.highestP99Millis(),
                result.p999Millis()));
    out.flush();
    return 0;
  }

  private List<String> wanted() {
    List<String> known = new ArrayList<>(RequestStudy.overGrpc());
    known.addAll(RequestStudy.overHttp());
    List<String> wanted = new ArrayList<>();
    for (String policy : policies) {
      switch (policy) {
        case GRPC -> wanted.addAll(RequestStudy.overGrpc());
        case HTTP -> wanted.addAll(RequestStudy.overHttp());
        default -> wanted.add(policy);
      }
    }
    require(
        known.containsAll(wanted),
        "--policies must be grpc, http or of " + known + ", but was " + policies);
    for (String missing : RequestStudy.notInstalled()) {
      if (wanted.remove(missing)) {
        command
            .commandLine()
            .getErr()
            .println(
                missing + " is left out: its program is not on the PATH; install it to see it");
      }
    }
    require(!wanted.isEmpty(), "--policies leave none that is installed");
    return wanted;
  }

  private void require(boolean is, String message) {
    if (!is) {
      throw new ParameterException(command.commandLine(), message);
    }
  }
}
