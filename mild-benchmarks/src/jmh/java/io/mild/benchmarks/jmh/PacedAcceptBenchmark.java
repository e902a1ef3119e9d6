package io.mild.benchmarks.jmh;

import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import io.mild.Incident;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.IterationParams;

/**
 * The same as {@link AcceptBenchmark} as in production, where a row comes once a minute: between
 * two there is a {@link Pause}, and each is timed by itself. Some hundred rows; look at the median.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 10)
@Measurement(iterations = 7, time = 3)
public class PacedAcceptBenchmark {
  /**
   * Rows without a pause that come first: an hour's, or a week's. JMH warms up by some two hundred
   * more with pauses, so of the first all is measured in the JIT's early stages.
   */
  @Param({"60", "10080"})
  public int rowsBefore;

  private Pause pause;

  /** Before all rows. */
  @Setup
  public void setUp() {
    pause = new Pause(rowsBefore);
  }

  /** Before warming up and before measuring. */
  @Setup(Level.Iteration)
  public void beforeIteration(IterationParams iteration) {
    pause.iteration(iteration);
  }

  /** Before each row. */
  @Setup(Level.Invocation)
  public void beforeRow() throws InterruptedException {
    pause.beforeRow();
  }

  /** This library. */
  @Benchmark
  public Optional<Incident> mild(AcceptBenchmark.Stream stream, Blackhole blackhole) {
    return stream.accept(blackhole);
  }

  /** The peer. */
  @Benchmark
  public AnomalyDescriptor randomCutForest(AcceptBenchmark.Peer peer) {
    return peer.process();
  }
}
