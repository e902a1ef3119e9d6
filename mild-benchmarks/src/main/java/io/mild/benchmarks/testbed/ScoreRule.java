package io.mild.benchmarks.testbed;

import io.mild.benchmarks.firstday.ForestScores;
import io.mild.benchmarks.firstday.LinearPrediction;
import io.mild.benchmarks.rivals.Fold;
import io.mild.benchmarks.rivals.Prediction;
import io.mild.benchmarks.rivals.Predictor;
import io.mild.data.KpiHistory;
import io.mild.goals.Goals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/**
 * What alerts by a score that needs no failure to learn from: its logistic function stands for the
 * risk, which has the same order, and the thresholds are tuned as all rivals' are.
 */
final class ScoreRule implements Predictor {
  private final String name;
  private final Scores scores;

  /** Scores of rows. */
  @FunctionalInterface
  private interface Scores {
    /**
     * Of each intent, {@code [intents][rows from the first one]}.
     *
     * @param from the first row that is scored
     */
    double[][] of(KpiHistory rows, List<String> intents, int from);
  }

  private ScoreRule(String name, Scores scores) {
    this.name = name;
    this.scores = scores;
  }

  /** Random-cut-forest: one score, whichever intent. */
  static ScoreRule forest() {
    return new ScoreRule(
        "random-cut-forest",
        (rows, intents, from) -> {
          double[] score = ForestScores.of(filled(rows), from);
          return intents.stream().map(intent -> score).toArray(double[][]::new);
        });
  }

  /**
   * Prometheus' {@code predict_linear} on the KPI that an intent's goal is stated in.
   *
   * @param lookBack in rows
   * @param lead in rows
   */
  static ScoreRule linear(Goals goals, int lookBack, int lead) {
    return new ScoreRule(
        "predict_linear over %d rows".formatted(lookBack),
        (rows, intents, from) ->
            intents.stream()
                .map(
                    intent ->
                        new LinearPrediction(
                                filled(rows),
                                from,
                                Goals.of(goals.goal(intent).orElseThrow()),
                                lookBack,
                                lead)
                            .scores(from))
                .toArray(double[][]::new));
  }

  /** Neither knows missing values: the last one holds. */
  private static KpiHistory filled(KpiHistory rows) {
    List<Instant> times = new ArrayList<>();
    double[][] values = new double[rows.rows()][];
    double[] last = new double[rows.kpis().size()];
    for (int row = 0; row < values.length; row++) {
      times.add(rows.time(row));
      values[row] = rows.values(row);
      for (int kpi = 0; kpi < last.length; kpi++) {
        if (Double.isNaN(values[row][kpi])) {
          values[row][kpi] = last[kpi];
        }
        last[kpi] = values[row][kpi];
      }
    }
    return KpiHistory.of(rows.kpis(), times, values);
  }

  @Override
  public Trained train(Fold fold, DoubleConsumer progress) {
    progress.accept(1);
    return scored -> {
      double[][] risks = scores.of(scored.rows(), scored.intents(), scored.validationStart());
      double[][] logistic = new double[risks.length][];
      for (int i = 0; i < risks.length; i++) {
        logistic[i] = new double[risks[i].length];
        for (int row = 0; row < logistic[i].length; row++) {
          logistic[i][row] = 1 / (1 + Math.exp(-risks[i][row]));
        }
      }
      return Prediction.of(logistic);
    };
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("score", name);
  }
}
