package io.mild.benchmarks.streams;

import com.sun.management.OperatingSystemMXBean;
import io.mild.AssuranceFleet;
import io.mild.Mild;
import io.mild.flink.AssuredStreams;
import io.mild.flink.KeyedTypes;
import io.mild.flink.MildFlink;
import io.mild.keyed.KeyedCount;
import io.mild.keyed.KeyedMessage;
import io.mild.keyed.KeyedModel;
import io.mild.keyed.KeyedRow;
import io.mild.keyed.KeyedSettings;
import io.mild.keyed.KeyedState;
import io.mild.keyed.KeyedStreams;
import io.mild.keyed.RefusedMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;

/** What a row costs in Flink's hands, beside a fleet and beside Flink alone; in one JVM and run. */
@SuppressWarnings("try") // Flink's clusters are closed by any exception
final class StreamsSpeed {
  private static final int KEYS = 20_000;
  private static final int WARM_UP = 20;
  private static final int MANY_KEYS = 200_000;
  private static final int MANY_KEYS_ROWS = 5;
  private static final int SWAPS = 100;
  private static final int SWAP_KEYS = 2_000;
  private static final int LEAST_ROWS = 5;
  private static final long MICROS = 1_000;
  private static final double MEGA = 1 << 20;

  private final PrintWriter out;
  private final Mild mild;
  private final int minutes;
  private final String backEnd;

  StreamsSpeed(PrintWriter out, Mild mild, double[][] values, int minutes, String backEnd) {
    this.out = out;
    this.mild = mild;
    this.minutes = minutes;
    this.backEnd = backEnd;
    PacedSource.values = values;
    PacedSource.start = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }

  /** Rows a second: fleet, bytes alone, operator; on one task and on two; in turn. */
  void rows(int rounds) throws Exception {
    byte[] state = stateAfter(WARM_UP);
    line("state of a key after %d rows: %,d bytes", WARM_UP, state.length);
    for (int round = 0; round < rounds; round++) {
      for (int parallelism = 1; parallelism <= 2; parallelism++) {
        tell("fleet", parallelism, KEYS, fleet(parallelism));
        tell("bytes", parallelism, KEYS, flink(parallelism, KEYS, minutes, state));
        tell("operator", parallelism, KEYS, flink(parallelism, KEYS, minutes, null));
      }
    }
  }

  /** What a row took, by the clock and of all processors. */
  private record Cost(double micros, double processorMicros) {
    /** Since a time, for so many rows. */
    static Cost since(long nanos, long processorNanos, long rows) {
      return new Cost(
          (System.nanoTime() - nanos) / (double) MICROS / rows,
          (processorNanos() - processorNanos) / (double) MICROS / rows);
    }
  }

  /** Of this process, in which other work of the machine does not count. */
  static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void tell(String what, int parallelism, int keys, Cost cost) {
    line(
        "%-8s %d task(s), %,9d keys: %,9.0f rows/s, %.2f µs a row, %.2f µs of a processor",
        what, parallelism, keys, 1e6 / cost.micros, cost.micros, cost.processorMicros);
  }

  /** A fleet alone, of several threads. */
  private Cost fleet(int threads) throws InterruptedException {
    AssuranceFleet fleet = mild.openFleet();
    PacedSource source = new PacedSource(KEYS, minutes, threads, false);
    long start = System.nanoTime();
    long processor = processorNanos();
    Thread[] all =
        IntStream.range(0, threads)
            .mapToObj(
                part ->
                    new Thread(
                        () -> {
                          PacedSource.Rows rows = new PacedSource.Rows(source, part, 0);
                          while (rows.hasNext()) {
                            KeyedRow row = (KeyedRow) rows.next();
                            fleet.accept(row.key(), row.time(), row.values()).incidentEvents();
                          }
                        }))
            .toArray(Thread[]::new);
    for (Thread thread : all) {
      thread.start();
    }
    for (Thread thread : all) {
      thread.join();
    }
    return Cost.since(start, processor, (long) KEYS * minutes);
  }

  /** The same in Flink, from the first row to the end of the job. */
  private Cost flink(int parallelism, int keys, int rows, byte @Nullable [] state)
      throws Exception {
    PacedSource.reset();
    StreamExecutionEnvironment env = environment(parallelism, backEnd);
    job(env, new PacedSource(keys, rows, parallelism, false), state);
    try (MiniCluster cluster = cluster(parallelism)) {
      JobID job = cluster.submitJob(env.getStreamGraph()).get().getJobID();
      cluster.requestJobResult(job).get().toJobExecutionResult(StreamsSpeed.class.getClassLoader());
      return Cost.since(
          PacedSource.firstNanos, PacedSource.firstProcessorNanos, (long) keys * rows);
    }
  }

  private void job(StreamExecutionEnvironment env, PacedSource source, byte @Nullable [] state) {
    DataStream<KeyedMessage> rows =
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "rows", KeyedTypes.MESSAGE)
            .uid("rows");
    if (state != null) {
      rows.keyBy(KeyedMessage::key, Types.STRING)
          .process(new BytesKeeper(state))
          .returns(KeyedTypes.MESSAGE)
          .uid("bytes")
          .sinkTo(new DiscardingSink<>())
          .uid("nowhere");
      return;
    }
    AssuredStreams assured =
        MildFlink.assess(
            rows,
            env.fromData(KeyedTypes.MODEL, KeyedModel.of(PacedSource.KIND, mild)).uid("models"),
            KeyedSettings.DEFAULT.withSilence(Duration.ofDays(1)).withMostWaiting(1_000_000));
    assured.incidents().sinkTo(new DiscardingSink<>()).uid("nowhere");
  }

  /** A full checkpoint of many keys on the heap. */
  void checkpoint() throws Exception {
    int rows = MANY_KEYS_ROWS;
    long bytes = (long) MANY_KEYS * stateAfter(rows).length;
    Path folder = Files.createTempDirectory("checkpoints");
    PacedSource.reset();
    StreamExecutionEnvironment env = environment(2, backEnd);
    env.configure(
        new Configuration()
            .set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem")
            .set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString()));
    env.enableCheckpointing(Duration.ofDays(1).toMillis());
    job(env, new PacedSource(MANY_KEYS, rows, 2, true), null);
    try (MiniCluster cluster = cluster(2)) {
      JobID job = cluster.submitJob(env.getStreamGraph()).get().getJobID();
      while (PacedSource.DONE.get() < 2) {
        Thread.sleep(10);
      }
      Thread.sleep(10_000); // what is under way comes in
      cluster.triggerCheckpoint(job, CheckpointType.FULL).get(5, TimeUnit.MINUTES);
      Thread.sleep(2_000); // with which the source of the model ends, which declines one meanwhile
      for (int i = 0; i < 3; i++) {
        long start = System.nanoTime();
        long id = cluster.triggerCheckpoint(job, CheckpointType.FULL).get(5, TimeUnit.MINUTES);
        double seconds = (System.nanoTime() - start) / 1e9;
        long size = size(folder.resolve(job.toHexString()).resolve("chk-" + id));
        line(
            "checkpoint of %,d keys: %.1f MB, %.3f times their states' bytes, %.2f s",
            MANY_KEYS, size / MEGA, size / (double) bytes, seconds);
      }
      PacedSource.mayEnd = true;
      cluster.requestJobResult(job).get();
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(StreamsSpeed::sizeOf).sum();
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a row costs by the number of keys, each of which gets some; compiled before. */
  void keys(int... numbers) throws Exception {
    flink(2, KEYS, minutes, null);
    for (int keys : numbers) {
      int rows = Math.max(LEAST_ROWS, KEYS * minutes / keys);
      tell("operator", 2, keys, flink(2, keys, rows, null));
    }
  }

  /** Another model, again and again while rows come; within a task, without Flink around it. */
  void swaps() {
    int[] refused = {0};
    KeyedStreams streams =
        new KeyedStreams(
            KeyedSettings.DEFAULT,
            PacedSource.start,
            output -> refused[0] += output instanceof RefusedMessage ? 1 : 0);
    KeyedModel[] models = {
      KeyedModel.of(PacedSource.KIND, mild), KeyedModel.of(PacedSource.KIND, mild.withBudget(0.5))
    };
    streams.offer(models[0]);
    Map<String, KeyedState> states = new HashMap<>();
    PacedSource source = new PacedSource(SWAP_KEYS, SWAPS + 2, 1, false);
    PacedSource.Rows rows = new PacedSource.Rows(source, 0, 0);
    long[] pauses = new long[SWAPS];
    long[] firstRows = new long[SWAPS * SWAP_KEYS];
    long[] otherRows = new long[SWAP_KEYS];
    long taken = 0;
    for (int swap = -2; swap < SWAPS; swap++) {
      if (swap >= 0) {
        long start = System.nanoTime();
        streams.offer(models[(swap + 1) % 2]);
        pauses[swap] = System.nanoTime() - start;
      }
      for (int key = 0; key < SWAP_KEYS; key++) {
        KeyedRow row = (KeyedRow) rows.next();
        long start = System.nanoTime();
        KeyedState state = streams.accept(row, states.get(row.key()), PacedSource.start);
        long nanos = System.nanoTime() - start;
        states.put(row.key(), Objects.requireNonNull(state));
        taken++;
        if (swap >= 0) {
          firstRows[swap * SWAP_KEYS + key] = nanos;
        } else {
          otherRows[key] = nanos;
        }
      }
    }
    line(
        "%d swaps under load: %,d of %,d rows without an assessment (%d refused), %,d streams"
            + " moved",
        SWAPS,
        taken - streams.count(KeyedCount.SCORED),
        taken,
        refused[0],
        streams.count(KeyedCount.MOVED));
    line(
        "pause of a task by a swap: median %.1f ms, p99 %.1f ms, longest %.1f ms",
        quantile(pauses, 0.5) / 1e6, quantile(pauses, 0.99) / 1e6, quantile(pauses, 1) / 1e6);
    line(
        "a key's first row in the new model: median %.1f µs, p99 %.1f µs; another row: %.1f µs,"
            + " %.1f µs",
        quantile(firstRows, 0.5) / 1e3,
        quantile(firstRows, 0.99) / 1e3,
        quantile(otherRows, 0.5) / 1e3,
        quantile(otherRows, 0.99) / 1e3);
  }

  /** The same in Flink, while rows come at a steady rate. */
  void swapsInFlink() throws Exception {
    SwapUnderLoad.Result result = new SwapUnderLoad(mild, backEnd).run();
    line(
        "swaps in Flink: %,d of %,d rows without an assessment, %d models refused",
        result.unscored(), result.rows(), result.refusedModels());
    for (boolean swapped : new boolean[] {true, false}) {
      long[] gaps = swapped ? result.pauses() : result.others();
      line(
          "longest time without one of %,d answers, %s: median %.1f ms, p99 %.1f ms, longest %.1f"
              + " ms",
          result.answers(),
          swapped ? "after a swap" : "between swaps",
          quantile(gaps, 0.5) / 1e6,
          quantile(gaps, 0.99) / 1e6,
          quantile(gaps, 1) / 1e6);
    }
  }

  private static double quantile(long[] values, double share) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }

  /** A key's state once its stream is warm. */
  private byte[] stateAfter(int rows) {
    KeyedStreams streams = new KeyedStreams(KeyedSettings.DEFAULT, PacedSource.start, output -> {});
    streams.offer(KeyedModel.of(PacedSource.KIND, mild));
    KeyedState state = null;
    PacedSource.Rows source = new PacedSource.Rows(new PacedSource(1, rows, 1, false), 0, 0);
    while (source.hasNext()) {
      state = streams.accept(source.next(), state, PacedSource.start);
    }
    return Objects.requireNonNull(state).toBytes();
  }

  static StreamExecutionEnvironment environment(int parallelism, String backEnd) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            new Configuration().set(StateBackendOptions.STATE_BACKEND, backEnd));
    env.setParallelism(parallelism);
    return env;
  }

  static MiniCluster cluster(int slots) throws Exception {
    Configuration config = new Configuration();
    config.set(RestOptions.BIND_PORT, "0");
    config.set(RestOptions.ADDRESS, "localhost");
    config.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(config)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    cluster.start();
    return cluster;
  }
}
