package io.mild.benchmarks.jmh;

import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Incident;
import java.util.Optional;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * The whole of {@link AssuranceStream#accept} (features, teacher, mixture, calibration, smoothing,
 * alerts, verdict) and the question whether there is an incident, beside the whole of
 * random-cut-forest's {@code process} on the same 8 KPIs, which tells no intents apart;
 * microseconds a row in a hot loop.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
public class AcceptBenchmark {

  /** This library's stream. */
  @State(Scope.Thread)
  public static class Stream {
    /** Number of horizons. */
    @Param({"1", "3"})
    public int horizons;

    private EndlessRows rows;
    private AssuranceStream stream;

    /** Trains the model. */
    @Setup
    public void setUp() {
      rows = TrainedService.rows();
      stream = TrainedService.train(horizons).openStream();
    }

    Optional<Incident> accept(Blackhole blackhole) {
      rows.advance();
      Assessment now = stream.accept(rows.time(), rows.values());
      blackhole.consume(now);
      return now.incident();
    }
  }

  /** The peer's. */
  @State(Scope.Thread)
  public static class Peer {
    private final EndlessRows rows = TrainedService.rows();
    private final Forest forest = new Forest(TrainedService.KPIS);

    AnomalyDescriptor process() {
      return forest.process(rows);
    }
  }

  /** This library. */
  @Benchmark
  public Optional<Incident> mild(Stream stream, Blackhole blackhole) {
    return stream.accept(blackhole);
  }

  /** The peer. */
  @Benchmark
  public AnomalyDescriptor randomCutForest(Peer peer) {
    return peer.process();
  }
}
