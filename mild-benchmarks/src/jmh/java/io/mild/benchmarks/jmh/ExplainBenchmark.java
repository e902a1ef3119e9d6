package io.mild.benchmarks.jmh;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Explanation;
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
  private static final int HORIZONS = 3;

  /** Number of KPIs. */
  @Param({"8", "20"})
  public int kpis;

  private EndlessRows rows;
  private AssuranceStream stream;

  /** Trains a model. */
  @Setup
  public void setUp() {
    rows = TrainedService.rows(kpis);
    stream = TrainedService.train(kpis, HORIZONS).openStream();
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
    rows.advance();
    return stream.accept(rows.time(), rows.values());
  }
}
