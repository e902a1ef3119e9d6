package io.mild.testbed;

import io.mild.testbed.recording.RecordingFiles;
import io.mild.testbed.scene.Conductor;
import io.mild.testbed.scene.FaultPlan;
import io.mild.testbed.scene.Scene;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;

/**
 * A run of a scene from its start to its clean end, also by a signal: then what was recorded so far
 * is written, and processes end, before this JVM does.
 */
final class SceneRun {
  private static final int STOP_SECONDS = 30;
  private static final double MICROS_A_MILLI = 1e3;

  private final SceneOptions options;
  private final int rows;
  private final PrintWriter out;

  SceneRun(SceneOptions options, int rows, PrintWriter out) {
    this.options = options;
    this.rows = rows;
    this.out = out;
  }

  /** Who is told of rows as they come, beside the files. */
  interface Audience {
    /** The run begins. */
    void begins(List<String> kpis) throws IOException;

    /** A row has ended. */
    void row(int row, double[] values);
  }

  /**
   * Runs.
   *
   * @param folder of the recording's files; none are written if empty
   * @throws IOException if a process of the scene ends, or a file can't be written; what was
   *     recorded so far is there
   */
  void run(Optional<Path> folder, boolean gzipped, Audience audience) throws IOException {
    CountDownLatch done = new CountDownLatch(1);
    try (Scene scene = options.open()) {
      FaultPlan plan = options.plan(scene, rows);
      Conductor conductor =
          new Conductor(
              scene, plan, options.load(rows), options.minute().toNanos(), options.warmUp());
      Thread onSignal = new Thread(() -> stop(conductor, done), "stop");
      Runtime.getRuntime().addShutdownHook(onSignal);
      scene.facts().forEach((what, fact) -> out.printf("%s: %s%n", what, fact));
      audience.begins(scene.kpis());
      out.flush();
      if (folder.isEmpty()) {
        conduct(conductor, audience::row);
      } else {
        try (RecordingFiles files = new RecordingFiles(folder.get(), scene.kpis(), gzipped)) {
          record(scene, conductor, plan, files, audience);
        }
      }
    } finally {
      done.countDown();
    }
  }

  private void record(
      Scene scene, Conductor conductor, FaultPlan plan, RecordingFiles files, Audience audience)
      throws IOException {
    Instant begun = Instant.now();
    try {
      conduct(
          conductor,
          (row, values) -> {
            files.row(values);
            audience.row(row, values);
          });
    } finally {
      Map<String, Object> meta = meta(scene, conductor, plan, begun);
      meta.put("rows", files.rows());
      meta.put("missing values", files.missing());
      meta.put("postponed", conductor.postponed());
      int failures = files.finish(scene.goals(), plan, meta).failures().size();
      out.printf(
          Locale.ROOT,
          "%d rows of %d KPIs with %d failures; sampler late by %s ms%n",
          files.rows(),
          scene.kpis().size(),
          failures,
          millis(conductor.lagMicros()));
      out.flush();
    }
  }

  private void conduct(Conductor conductor, Conductor.RowListener listener) throws IOException {
    try {
      conductor.run(rows, listener);
    } catch (IOException e) {
      if (!conductor.isToldToEnd()) {
        throw e;
      }
    }
  }

  /** Ends the run after its row, and keeps the JVM until files are written and processes ended. */
  private static void stop(Conductor conductor, CountDownLatch done) {
    conductor.stop();
    try {
      done.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Object> meta(
      Scene scene, Conductor conductor, FaultPlan plan, Instant begun) {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("scene", options.kind().name().toLowerCase(Locale.ROOT));
    meta.put("seed", options.seed());
    meta.put("minute seconds", options.minute().toMillis() / 1e3);
    meta.put("density", options.density());
    meta.put("begun", begun.toString());
    meta.put("ended", Instant.now().toString());
    meta.put("planned faults", plan.faults().size());
    meta.put("sampler lag ms", millis(conductor.lagMicros()));
    meta.put("sampler took ms", millis(conductor.tookMicros()));
    HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
    Map<String, Object> machine = new LinkedHashMap<>();
    String release = System.getProperty("os.version").replaceFirst("-.*", ""); // without the build
    machine.put("os", System.getProperty("os.name") + " " + release);
    machine.put("processor", hardware.getProcessor().getProcessorIdentifier().getName());
    machine.put("processors", hardware.getProcessor().getLogicalProcessorCount());
    machine.put("memory GB", Math.round(hardware.getMemory().getTotal() / 1e9));
    machine.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    meta.put("machine", machine);
    meta.put("facts", scene.facts());
    return meta;
  }

  private static Map<String, Double> millis(Histogram micros) {
    Map<String, Double> millis = new LinkedHashMap<>();
    millis.put("p50", micros.getValueAtPercentile(50) / MICROS_A_MILLI);
    millis.put("p99", micros.getValueAtPercentile(99) / MICROS_A_MILLI);
    millis.put("max", micros.getMaxValue() / MICROS_A_MILLI);
    return millis;
  }
}
