package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must hold of a small experiment whatever the seed: 56 days, the last three of four folds'
 * worth of history to learn from. Margins are well below what was seen, so that chance doesn't fail
 * them.
 */
@Tag("experiment")
class RankingTest {
  @TempDir static Path folder;
  private static ExperimentResults results;

  @BeforeAll
  static void experiment() throws IOException {
    Path data = folder.resolve("data");
    SyntheticTelemetry.generate(SyntheticSpec.builder().minutes(80_000).seed(101).build())
        .writeTo(data);
    results =
        Experiment.on(Recording.read(data, "seed 101"), folder.resolve("out"))
            .folds(4)
            .models(Stream.of("dist", "lr", "mlp", "mild-paper", "mild").map(Model::named).toList())
            .build()
            .run(
                new Experiment.Progress() {
                  @Override
                  public void done(double share) {}

                  @Override
                  public void finished(FoldResult result) {}
                });
  }

  @Test
  void networksSeeProductsThatLinesDoNot() {
    assertThat(mean("mlp", FoldResult::incidentLeadAtOnePerDay))
        .isGreaterThan(mean("lr", FoldResult::incidentLeadAtOnePerDay) + 5);
    assertThat(mean("mild-paper", FoldResult::incidentLeadAtOnePerDay))
        .isGreaterThan(mean("lr", FoldResult::incidentLeadAtOnePerDay) + 5);
    assertThat(mean("mlp", FoldResult::brier)).isLessThan(mean("lr", FoldResult::brier) - 0.005);
  }

  @Test
  void theRecommendedGateKnowsTheRootBetterThanTheHighestRisk() {
    for (String rival : List.of("dist", "lr", "mlp")) {
      assertThat(own("mild")).as(rival).isGreaterThan(own(rival) + 0.03);
    }
  }

  @Test
  void oneBudgetForAllMakesFewerFalsePositivesThanOneForEach() {
    assertThat(mean("mild", fold -> fold.alerts().fpPerDay().getOrDefault("incident", 0.0)))
        .isLessThan(
            mean("mild-paper", fold -> fold.alerts().fpPerDay().getOrDefault("sum", 0.0)) - 0.5);
  }

  @Test
  void theRecommendedPresetWarnsEarlierAtTheSamePriceAndItsRisksAreTruer() {
    for (String rival : List.of("mlp", "mild-paper")) {
      assertThat(mean("mild", FoldResult::incidentLeadAtOnePerDay))
          .as(rival)
          .isGreaterThan(mean(rival, FoldResult::incidentLeadAtOnePerDay) + 4);
      assertThat(mean("mild", FoldResult::brier))
          .as(rival)
          .isLessThan(mean(rival, FoldResult::brier));
    }
  }

  @Test
  void everyModelAnnouncesMostFailures() {
    for (String model : results.folds().keySet()) {
      assertThat(mean(model, fold -> fold.alerts().figures().incidentDetection()))
          .as(model)
          .isGreaterThan(0.6);
    }
  }

  private static double own(String model) {
    return mean(
        model,
        fold -> fold.alerts().figures().rootCause().get("own").getOrDefault("all", Double.NaN));
  }

  /** Over the folds but the first, which has too little to learn from. */
  private static double mean(String model, ToDoubleFunction<FoldResult> figure) {
    List<FoldResult> folds = results.folds().get(model);
    return folds.subList(1, folds.size()).stream().mapToDouble(figure).average().orElseThrow();
  }
}
