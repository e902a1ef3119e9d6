package io.mild.benchmarks.jmh;

import io.mild.AssuranceStream;
import io.mild.Mild;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a service does beside scoring rows: loads a model, takes a stream's snapshot and resumes a
 * stream of one; 8 KPIs, 3 intents, three horizons, in hot loops. What explanations cost tells
 * {@link ExplainBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
public class LifecycleBenchmark {
  private static final int HORIZONS = 3;

  /** Enough that all averages and alerts have begun. */
  private static final int ROWS = 1_000;

  private TemporaryFolder folder;
  private Path file;
  private Mild mild;
  private AssuranceStream stream;
  private byte[] state;

  /** Trains a model and streams some rows. */
  @Setup
  public void setUp() throws IOException {
    folder = new TemporaryFolder();
    file = folder.path().resolve("service.mild");
    mild = TrainedService.train(HORIZONS);
    mild.save(file);
    stream = mild.openStream();
    EndlessRows rows = TrainedService.rows();
    for (int row = 0; row < ROWS; row++) {
      rows.advance();
      stream.accept(rows.time(), rows.values());
    }
    state = stream.snapshot();
  }

  /** Deletes the file. */
  @TearDown
  public void tearDown() throws IOException {
    folder.close();
  }

  /** Reads and checks a model file. */
  @Benchmark
  public Mild load() throws IOException {
    return Mild.load(file);
  }

  /** A stream's state as bytes. */
  @Benchmark
  public byte[] snapshot() {
    return stream.snapshot();
  }

  /** A stream of a state's bytes. */
  @Benchmark
  public AssuranceStream resume() {
    return mild.resumeStream(state);
  }
}
