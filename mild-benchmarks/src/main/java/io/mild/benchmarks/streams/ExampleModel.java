package io.mild.benchmarks.streams;

import io.mild.Mild;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import io.mild.training.MildTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A model of the usual shape, trained for one epoch, and telemetry for it. */
final class ExampleModel {
  /** More than a week of minutes. */
  private static final int MINUTES = 11_000;

  private ExampleModel() {}

  static SyntheticTelemetry telemetry(long seed) {
    return SyntheticTelemetry.generate(SyntheticSpec.builder().minutes(MINUTES).seed(seed).build());
  }

  /**
   * The model.
   *
   * @param kept where it is, or is to be; null for nowhere
   * @throws IllegalArgumentException if the one that is there is of other KPIs
   */
  static Mild of(SyntheticTelemetry telemetry, @Nullable Path kept) throws IOException {
    if (kept != null && Files.exists(kept)) {
      Mild mild = Mild.load(kept);
      if (!mild.schema().kpis().equals(telemetry.kpis())) {
        throw new IllegalArgumentException(
            "%s is of %s, but the rows here have %s; name a file that is not there, and a model is trained"
                .formatted(kept, mild.schema().kpis(), telemetry.kpis()));
      }
      return mild;
    }
    Path data = Files.createTempDirectory("telemetry");
    telemetry.writeTo(data);
    Mild mild =
        MildTrainer.create()
            .horizons(Duration.ofMinutes(120), Duration.ofMinutes(60), Duration.ofMinutes(30))
            .maxEpochs(1)
            .train(
                KpiHistory.readCsv(data.resolve("kpis.csv")),
                FailureLog.readCsv(data.resolve("failures.csv")));
    if (kept != null) {
      mild.save(kept);
    }
    return mild;
  }
}
