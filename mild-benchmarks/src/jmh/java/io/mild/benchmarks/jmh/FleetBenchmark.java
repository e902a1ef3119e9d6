package io.mild.benchmarks.jmh;

import io.mild.Assessment;
import io.mild.AssuranceFleet;
import io.mild.Mild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Many streams in one JVM of 4 GiB: a row to each from all cores, and all of them to a file and
 * back; seconds each. 8 KPIs, 3 intents, 3 horizons. The first row of each stream comes before the
 * first measurement; what the streams take of the heap is printed at the end.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class FleetBenchmark {
  /** Number of streams. */
  @Param("1000000")
  public int streams;

  private Mild mild;
  private AssuranceFleet fleet;
  private String[] keys;
  private EndlessRows rows;
  private TemporaryFolder folder;
  private Path file;
  private long heapBefore;

  /** Trains a model, and begins the streams. */
  @Setup
  public void setUp() throws IOException {
    mild = TrainedService.train(3);
    rows = TrainedService.rows();
    folder = new TemporaryFolder();
    file = folder.path().resolve("fleet.state");
    keys = new String[streams];
    Arrays.setAll(keys, i -> "service-" + i);
    heapBefore = usedHeap();
    fleet = mild.openFleet();
    rowEach(null);
    fleet.save(file);
  }

  /** Tells what the streams take of the heap. */
  @TearDown(Level.Trial)
  public void tellHeap() throws IOException {
    System.out.printf(
        "%n%,d streams take %,d bytes of the heap each, without their keys, and %,d of the file%n",
        fleet.size(), (usedHeap() - heapBefore) / streams, Files.size(file) / streams);
    folder.close();
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** A row to each stream, from all cores. */
  @Benchmark
  public void aRowEach(Blackhole blackhole) {
    rowEach(blackhole);
  }

  private void rowEach(@Nullable Blackhole blackhole) {
    rows.advance();
    IntStream.range(0, streams)
        .parallel()
        .forEach(
            i -> {
              Assessment now = fleet.accept(keys[i], rows.time(), rows.values());
              if (blackhole != null) {
                blackhole.consume(now);
              }
            });
  }

  /** All streams to a file. */
  @Benchmark
  public void save() throws IOException {
    fleet.save(file);
  }

  /** All streams from a file. */
  @Benchmark
  public AssuranceFleet resume() throws IOException {
    return mild.resumeFleet(file);
  }
}
