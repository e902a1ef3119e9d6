package io.mild.benchmarks.scaling;

import io.mild.benchmarks.scaling.demo.ShopDemo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how a predicted failure becomes a decision. */
@Command(
    name = "demo",
    description = {
      "Trains a model on nine days of a simulated shop and lives through a day twice: advising, and"
          + " acting on a mock of Kubernetes' API.",
      "Leaves the decision logs and a page with pictures, scaling-demo.html."
    })
final class ScalingDemoCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write; created if it does not exist (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("mild-scaling-demo");

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter writer = command.commandLine().getOut();
    new ShopDemo(
            Files.createDirectories(out),
            line -> {
              writer.println(line);
              writer.flush();
            })
        .run();
    return 0;
  }
}
