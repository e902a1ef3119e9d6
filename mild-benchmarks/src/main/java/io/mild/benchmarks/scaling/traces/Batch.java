package io.mild.benchmarks.scaling.traces;

import io.mild.benchmarks.scaling.evaluation.Contender;
import io.mild.benchmarks.scaling.evaluation.RunFigure;
import io.mild.benchmarks.scaling.evaluation.ScalingEvaluation;
import io.mild.benchmarks.scaling.evaluation.ScalingResults;
import io.mild.benchmarks.scaling.evaluation.Scenario;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Contenders that are run on the same days of one service. */
final class Batch {
  private final ScalingEvaluation evaluation;
  private @Nullable ScalingResults results;

  /**
   * @param folder of days that are done; made if it is not there
   */
  Batch(
      ServiceModel model,
      List<Scenario> scenarios,
      List<Contender> contenders,
      List<Long> seeds,
      Path folder)
      throws IOException {
    this.evaluation =
        new ScalingEvaluation(
            model, scenarios, contenders, List.of(), seeds, Files.createDirectories(folder));
  }

  int days() {
    return evaluation.days();
  }

  void run(Runnable dayDone) {
    results = evaluation.run(dayDone);
  }

  /**
   * @throws IllegalStateException if it has not been run
   */
  ScalingResults results() {
    if (results == null) {
      throw new IllegalStateException("not run yet");
    }
    return results;
  }

  /** One value a seed, the mean over some days. */
  double[] means(List<Scenario> scenarios, Contender contender, RunFigure figure) {
    double[] means = new double[results().seeds().size()];
    for (Scenario scenario : scenarios) {
      double[] values = results().values(scenario, contender.name(), figure);
      for (int i = 0; i < means.length; i++) {
        means[i] += values[i] / scenarios.size();
      }
    }
    return means;
  }
}
