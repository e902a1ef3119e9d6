package io.mild.benchmarks.jmh;

import io.mild.FailureLog;
import io.mild.KpiHistory;
import io.mild.Mild;
import io.mild.benchmarks.synthetic.SyntheticSpec;
import io.mild.benchmarks.synthetic.SyntheticTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A model of the recommended preset that was trained on synthetic telemetry, for one epoch: how
 * well it predicts does not change how fast.
 *
 * @param mild 8 KPIs, 3 intents
 * @param rows values to stream
 * @param end of the history: rows come after it
 */
record TrainedModel(Mild mild, double[][] rows, Instant end) {
  /** More than a week, so that the preset is what it is on long histories. */
  private static final int MINUTES = 11_000;

  private static final List<Duration> HORIZONS =
      List.of(Duration.ofMinutes(120), Duration.ofMinutes(60), Duration.ofMinutes(30));

  static TrainedModel ofOneEpoch(int horizons) throws IOException {
    Path directory = Files.createTempDirectory("trained-model");
    SyntheticTelemetry telemetry =
        SyntheticTelemetry.generate(SyntheticSpec.defaults().withMinutes(MINUTES));
    telemetry.writeTo(directory);
    KpiHistory history = KpiHistory.readCsv(directory.resolve("kpis.csv"));
    Mild mild =
        Mild.trainer()
            .horizons(HORIZONS.subList(0, horizons).toArray(Duration[]::new))
            .maxEpochs(1)
            .train(history, FailureLog.readCsv(directory.resolve("failures.csv")));
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    return new TrainedModel(mild, telemetry.values(), history.end());
  }
}
