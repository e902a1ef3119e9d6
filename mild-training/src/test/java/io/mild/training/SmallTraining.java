package io.mild.training;

import io.mild.Mild;
import io.mild.SmallService;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.nio.file.Path;

/** Trainings of the {@link SmallService}. */
final class SmallTraining {
  private SmallTraining() {}

  /** The training of the shared model: two horizons, few epochs. */
  static MildTrainer trainer() {
    return MildTrainer.create()
        .horizons(SmallService.LONG, SmallService.SHORT)
        .maxEpochs(4)
        .falsePositiveBudget(4);
  }

  /** A training for tests of what is said about it, not of what it learned. */
  static MildTrainer shortTrainer() {
    return MildTrainer.create().horizons(SmallService.LONG).maxEpochs(1);
  }

  /** The first 33 hours: half of the history, for tests that train for themselves. */
  static KpiHistory shortHistory() {
    return SmallService.history().before(SmallService.time(2_000));
  }

  /** A model of the service, trained once for all tests. */
  static Mild mild() {
    return Trained.MILD;
  }

  private static final class Trained {
    static final Mild MILD = trainer().train(SmallService.history(), SmallService.failures());
  }

  /**
   * Writes the model that {@link SmallService#mild()} loads.
   *
   * @param args the file
   */
  public static void main(String[] args) throws IOException {
    mild().save(Path.of(args[0]));
  }
}
