package io.mild.benchmarks.streams;

import io.mild.Mild;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import io.mild.training.MildTrainer;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Speed of streams by key on Flink. */
@Command(
    name = "streams",
    description = {
      "Measures rows a second of the operator for Flink beside a fleet and beside Flink alone, what"
          + " a checkpoint takes, what another model costs while rows come, and what a row costs by"
          + " the number of keys.",
      "Everything runs in this JVM: give it -Xmx6g."
    })
public final class StreamsCommand implements Callable<Integer> {
  private static final int HISTORY = 11_000;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Rows of each of 20,000 keys (default: ${DEFAULT-VALUE}).")
  private int minutes = 60;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each is measured, in turn (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(
      names = "--keys",
      split = ",",
      paramLabel = "N",
      description = "Numbers of keys to measure (default: 1000 to 1000000).")
  private List<Integer> keys = new ArrayList<>(List.of(1_000, 10_000, 100_000, 1_000_000));

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    SyntheticTelemetry telemetry =
        SyntheticTelemetry.generate(SyntheticSpec.builder().minutes(HISTORY).build());
    StreamsSpeed speed = new StreamsSpeed(out, train(telemetry), telemetry.values(), minutes);
    speed.rows(rounds);
    speed.swaps();
    speed.checkpoint();
    speed.keys(keys.stream().mapToInt(Integer::intValue).toArray());
    return 0;
  }

  /** A model of the usual shape; how well it predicts does not change how fast. */
  private static Mild train(SyntheticTelemetry telemetry) throws Exception {
    Path data = Files.createTempDirectory("telemetry");
    telemetry.writeTo(data);
    return MildTrainer.create()
        .horizons(Duration.ofMinutes(120), Duration.ofMinutes(60), Duration.ofMinutes(30))
        .maxEpochs(1)
        .train(
            KpiHistory.readCsv(data.resolve("kpis.csv")),
            FailureLog.readCsv(data.resolve("failures.csv")));
  }
}
