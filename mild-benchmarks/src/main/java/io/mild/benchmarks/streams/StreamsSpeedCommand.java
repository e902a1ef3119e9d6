package io.mild.benchmarks.streams;

import io.mild.synthetic.SyntheticTelemetry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Speed of streams by key on Flink. */
@Command(
    name = "speed",
    description = {
      "Measures rows a second of the operator for Flink beside a fleet and beside Flink alone, what"
          + " a checkpoint takes, what another model costs while rows come, and what a row costs by"
          + " the number of keys.",
      "Everything runs in this JVM: give it -Xmx6g."
    })
final class StreamsSpeedCommand implements Callable<Integer> {
  private static final List<String> BACK_ENDS = List.of("hashmap", "rocksdb");

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

  /** What is measured. */
  private enum Part {
    ROWS,
    SWAPS,
    CHECKPOINT,
    KEYS
  }

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Of ${COMPLETION-CANDIDATES} (default: all).")
  private List<Part> parts = new ArrayList<>(List.of(Part.values()));

  @Option(
      names = "--back-end",
      paramLabel = "NAME",
      description =
          "Flink's back end of states (default: ${DEFAULT-VALUE}); of rocksdb, have its two jars on"
              + " the class path before this one, whose RocksDB is Kafka's.")
  private String backEnd = "hashmap";

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "Its model: trained and written where it is not there (default: not kept).")
  private @Nullable Path model;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    requireMeasurable();
    ExampleTopics.silence();
    PrintWriter out = command.commandLine().getOut();
    SyntheticTelemetry telemetry = ExampleModel.telemetry(42);
    StreamsSpeed speed =
        new StreamsSpeed(
            out, ExampleModel.of(telemetry, model), telemetry.values(), minutes, backEnd);
    if (parts.contains(Part.ROWS)) {
      speed.rows(rounds);
    }
    if (parts.contains(Part.SWAPS)) {
      speed.swaps();
      speed.swapsInFlink();
    }
    if (parts.contains(Part.CHECKPOINT)) {
      speed.checkpoint();
    }
    if (parts.contains(Part.KEYS)) {
      speed.keys(keys.stream().mapToInt(Integer::intValue).toArray());
    }
    return 0;
  }

  private void requireMeasurable() {
    requireOne("--minutes", minutes);
    requireOne("--rounds", rounds);
    keys.forEach(number -> requireOne("--keys", number));
    if (!BACK_ENDS.contains(backEnd)) {
      throw new ParameterException(
          command.commandLine(),
          "--back-end: no '%s': there are %s".formatted(backEnd, String.join(", ", BACK_ENDS)));
    }
  }

  private void requireOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          command.commandLine(), "%s must be at least 1, but was %d".formatted(option, value));
    }
  }
}
