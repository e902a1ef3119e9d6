package io.mild.benchmarks.jmh;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.FailureLog;
import io.mild.KpiHistory;
import io.mild.Mild;
import io.mild.benchmarks.models.NativeThreads;
import io.mild.benchmarks.synthetic.SyntheticSpec;
import io.mild.benchmarks.synthetic.SyntheticTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One row: the whole of {@link AssuranceStream#accept} (features, teacher, mixture, smoothing,
 * alerts), beside the mixture alone in DL4J's standard layers. 8 KPIs, 40 features, 3 intents;
 * microseconds a row in a hot loop.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
public class AcceptBenchmark {
  /** More than a week, so that the recommended preset is what it is on long histories. */
  private static final int MINUTES = 11_000;

  /** Number of horizons. */
  @Param({"1", "3"})
  public int horizons;

  private double[][] rows;
  private AssuranceStream stream;
  private Instant time;
  private int next;

  private ComputationGraph graph;
  private INDArray features;
  private INDArray prior;

  /** Trains a model for one epoch: how well it predicts does not change how fast. */
  @Setup
  public void setUp() throws IOException {
    Path directory = Files.createTempDirectory("accept-benchmark");
    SyntheticTelemetry telemetry =
        SyntheticTelemetry.generate(SyntheticSpec.defaults().withMinutes(MINUTES));
    telemetry.writeTo(directory);
    KpiHistory history = KpiHistory.readCsv(directory.resolve("kpis.csv"));
    Duration[] all = {Duration.ofMinutes(120), Duration.ofMinutes(60), Duration.ofMinutes(30)};
    stream =
        Mild.trainer()
            .horizons(List.of(all).subList(0, horizons).toArray(Duration[]::new))
            .maxEpochs(1)
            .train(history, FailureLog.readCsv(directory.resolve("failures.csv")))
            .openStream();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    rows = telemetry.values();
    time = history.end();

    NativeThreads.useOne();
    graph = StandardLayers.graph(5 * history.kpis().size(), stream.mild().intents().size());
    features = Nd4j.randn(1, 5L * history.kpis().size());
    prior = Nd4j.valueArrayOf(new long[] {1, stream.mild().intents().size()}, 1f / 3);
  }

  /** The library's whole step. */
  @Benchmark
  public Assessment accept() {
    time = time.plusSeconds(60);
    next = next + 1 < rows.length ? next + 1 : 0;
    return stream.accept(time, rows[next]);
  }

  /** DL4J's forward pass of one horizon's mixture, without features, teacher or alerts. */
  @Benchmark
  public INDArray[] dl4jOutput() {
    return graph.output(features, prior);
  }
}
