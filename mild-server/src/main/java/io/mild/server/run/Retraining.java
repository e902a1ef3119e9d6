package io.mild.server.run;

import io.mild.Mild;
import io.mild.alerting.incident.NoiseRules;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.server.config.SystemConfig;
import io.mild.server.config.TrainingConfig;
import io.mild.training.MildTrainer;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Trains a system's model of its past. */
public final class Retraining {
  private Retraining() {}

  /**
   * Trains one.
   *
   * @param onStage told in words what it does
   * @throws IOException if the log of failures can't be read
   * @throws IllegalArgumentException if there is nothing to learn; the message says why
   */
  public static Mild train(
      SystemConfig config, KpiHistory past, NoiseRules rules, Consumer<String> onStage)
      throws IOException {
    TrainingConfig training = config.training();
    MildTrainer trainer =
        MildTrainer.create()
            .horizons(training.horizons().toArray(Duration[]::new))
            .goals(config.goals())
            .rules(rules)
            .onProgress(
                progress ->
                    onStage.accept(
                        "learns from %,d rows, %.0f %% done"
                            .formatted(past.rows(), 100 * progress.fraction())));
    training.budget().ifPresent(trainer::falsePositiveBudget);
    return training.failures().isPresent()
        ? trainer.train(past, FailureLog.readCsv(training.failures().get()))
        : trainer.train(past);
  }
}
