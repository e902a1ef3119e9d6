package io.mild.benchmarks.jmh;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.benchmarks.models.NativeThreads;
import java.io.IOException;
import java.time.Instant;
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
  private static final int KPIS = 8;

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

  /** Trains a model. */
  @Setup
  public void setUp() throws IOException {
    TrainedModel trained = TrainedModel.ofOneEpoch(horizons);
    stream = trained.mild().openStream();
    rows = trained.rows();
    time = trained.end();

    NativeThreads.useOne();
    graph = StandardLayers.graph(5 * KPIS, stream.mild().intents().size());
    features = Nd4j.randn(1, 5L * KPIS);
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
