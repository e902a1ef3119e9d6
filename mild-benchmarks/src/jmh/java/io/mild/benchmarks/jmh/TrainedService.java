package io.mild.benchmarks.jmh;

import io.mild.Mild;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import io.mild.training.MildTrainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * A service of 3 intents, and a model of it: of the recommended preset, in which teacher and
 * mixture both have a share, trained for one epoch, since how well it predicts does not change how
 * fast.
 */
final class TrainedService {
  /** More than a week, so that the recommended preset is what it is on long histories. */
  private static final int MINUTES = 11_000;

  /** How many KPIs it has unless said otherwise: 8. */
  static final int KPIS = SyntheticSpec.defaults().kpis();

  private static final int INTENTS = SyntheticSpec.defaults().intents();

  private static final Duration[] HORIZONS = {
    Duration.ofMinutes(120), Duration.ofMinutes(60), Duration.ofMinutes(30)
  };

  private TrainedService() {}

  /** Its telemetry, over and over. */
  static EndlessRows rows() {
    return rows(KPIS);
  }

  /** The same of another number of KPIs, at least 8. */
  static EndlessRows rows(int kpis) {
    return new EndlessRows(telemetry(kpis).values());
  }

  /**
   * Trains, some ten seconds.
   *
   * @param horizons how many, 1 to 3
   */
  static Mild train(int horizons) {
    return train(KPIS, horizons);
  }

  /** The same of another number of KPIs, at least 8. */
  static Mild train(int kpis, int horizons) {
    try (TemporaryFolder folder = new TemporaryFolder()) {
      Path data = folder.path();
      telemetry(kpis).writeTo(data);
      return requireMixture(
          MildTrainer.create()
              .horizons(Arrays.copyOf(HORIZONS, horizons))
              .maxEpochs(1)
              .train(
                  KpiHistory.readCsv(data.resolve("kpis.csv")),
                  FailureLog.readCsv(data.resolve("failures.csv"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same model.
   *
   * @throws IllegalStateException if it is one of few failures, which costs something else
   */
  static Mild requireMixture(Mild mild) {
    if (mild.report().horizons().get(0).epochs() == 0) {
      throw new IllegalStateException("a model of few failures was trained, not a mixture");
    }
    return mild;
  }

  private static SyntheticTelemetry telemetry(int kpis) {
    return SyntheticTelemetry.generate(
        SyntheticSpec.builder().minutes(MINUTES).intents(INTENTS).kpis(kpis).build());
  }
}
