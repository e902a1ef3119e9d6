package io.mild.benchmarks.jmh;

import io.mild.AssuranceStream;
import io.mild.Explanation;
import io.mild.Incident;
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
 * What a service does beside scoring rows: loads a model, takes a stream's snapshot, resumes a
 * stream of one, and explains an alarm, KPI by KPI; 8 KPIs, 3 intents, three horizons, in hot
 * loops.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
public class LifecycleBenchmark {
  private static final int MOST_ROWS = 11_000;

  private TemporaryFolder folder;
  private Path file;
  private Mild mild;
  private AssuranceStream stream;
  private byte[] beforeAlarm;
  private EndlessRows rows;

  /** Trains a model and streams rows until one alarms. */
  @Setup
  public void setUp() throws IOException {
    folder = new TemporaryFolder();
    file = folder.path().resolve("service.mild");
    TrainedService.train(3).save(file);
    mild = Mild.load(file);
    stream = mild.openStream();
    rows = TrainedService.rows();
    for (int row = 0; row < MOST_ROWS; row++) {
      beforeAlarm = stream.snapshot();
      rows.advance();
      if (stream.accept(rows.time(), rows.values()).incident().isPresent()) {
        return;
      }
    }
    throw new IllegalStateException("no alarm in " + MOST_ROWS + " rows");
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
    return mild.resumeStream(beforeAlarm);
  }

  /** The row that alarms, scored and explained, since an explanation is kept once it is made. */
  @Benchmark
  public Explanation explain() {
    return mild.resumeStream(beforeAlarm)
        .accept(rows.time(), rows.values())
        .incident()
        .map(Incident::explanation)
        .orElseThrow();
  }
}
