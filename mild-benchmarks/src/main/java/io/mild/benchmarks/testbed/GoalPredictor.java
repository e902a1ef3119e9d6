package io.mild.benchmarks.testbed;

import io.mild.benchmarks.rivals.Fold;
import io.mild.benchmarks.rivals.MildPredictor;
import io.mild.benchmarks.rivals.Predictor;
import io.mild.data.KpiHistory;
import io.mild.goals.Goals;
import io.mild.training.MildTrainer;
import java.util.Map;
import java.util.function.DoubleConsumer;

/** MILD that is told goals, of the whole history or of its last rows alone. */
final class GoalPredictor implements Predictor {
  private final Goals goals;
  private final double budget;
  private final int lastRows;
  private final boolean isLogKnown;

  /**
   * @param budget of false positives a day
   * @param lastRows of the history that are known; all, where it has no more
   * @param isLogKnown whether it is told the failures with their roots, too; else it takes breaks
   */
  GoalPredictor(Goals goals, double budget, int lastRows, boolean isLogKnown) {
    this.goals = goals;
    this.budget = budget;
    this.lastRows = lastRows;
    this.isLogKnown = isLogKnown;
  }

  @Override
  public Trained train(Fold fold, DoubleConsumer progress) {
    KpiHistory history = fold.history();
    KpiHistory known = history.from(history.time(Math.max(0, history.rows() - lastRows)));
    MildTrainer trainer =
        MildPredictor.trainer(fold, budget)
            .goals(goals)
            .onProgress(now -> progress.accept(now.fraction()));
    return MildPredictor.streaming(
        isLogKnown ? trainer.train(known, fold.known()) : trainer.train(known));
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of(
        "goals",
        goals.toString(),
        "falsePositiveBudget",
        budget,
        "rows",
        lastRows,
        "log",
        isLogKnown);
  }
}
