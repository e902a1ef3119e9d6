package io.mild.benchmarks.jmh;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Explanation;
import io.mild.FailureLog;
import io.mild.KpiHistory;
import io.mild.Mild;
import io.mild.benchmarks.synthetic.SyntheticSpec;
import io.mild.benchmarks.synthetic.SyntheticTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
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
 * One explanation against up to 100 healthy rows, of another row each time: 8 KPIs exactly, which
 * scores 25,600 rows, and 20 KPIs sampled to a standard error of 0.01; milliseconds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
public class ExplainBenchmark {
  /** More than a week, so that the recommended preset is what it is on long histories. */
  private static final int MINUTES = 11_000;

  /** Number of KPIs. */
  @Param({"8", "20"})
  public int kpis;

  private double[][] rows;
  private AssuranceStream stream;
  private Instant time;
  private int next;

  /** Trains a model for one epoch: how well it predicts does not change how fast. */
  @Setup
  public void setUp() throws IOException {
    Path directory = Files.createTempDirectory("explain-benchmark");
    SyntheticTelemetry telemetry =
        SyntheticTelemetry.generate(
            SyntheticSpec.defaults().withMinutes(MINUTES).withScale(3, kpis));
    telemetry.writeTo(directory);
    KpiHistory history = KpiHistory.readCsv(directory.resolve("kpis.csv"));
    stream =
        Mild.trainer()
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
  }

  /** By KPI. */
  @Benchmark
  public Explanation kpis() {
    return next().explain(stream.mild().intents().get(0));
  }

  /** By feature, which explains by KPI first. */
  @Benchmark
  public Explanation features() {
    return next().explainFeatures(stream.mild().intents().get(0));
  }

  private Assessment next() {
    time = time.plusSeconds(60);
    next = next + 1 < rows.length ? next + 1 : 0;
    return stream.accept(time, rows[next]);
  }
}
