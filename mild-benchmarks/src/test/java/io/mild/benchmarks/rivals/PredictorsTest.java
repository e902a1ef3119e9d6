package io.mild.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all rivals have in common. */
class PredictorsTest {
  private static final List<Predictor> RIVALS =
      List.of(
          new LogisticOneVsRest(),
          new SharedLogistic(),
          new WeightedKpis(),
          new TargetDistance(),
          DeviationRule.distance(),
          DeviationRule.largest(),
          new Perceptron(),
          new RecurrentNetwork(),
          new BoostedTrees());

  private static final Map<Predictor, Twice> TRAINED = new IdentityHashMap<>();

  /** What two trainings at the same time gave, and how far the second one was all along. */
  private record Twice(Prediction first, Prediction second, List<Double> shares) {
    static Twice of(Predictor rival) {
      Fold fold = ProductRecording.fold(800);
      CompletableFuture<Prediction> first =
          CompletableFuture.supplyAsync(() -> NoiseRecording.predict(rival, fold));
      List<Double> shares = new ArrayList<>();
      Prediction second = rival.train(fold, shares::add).score(fold);
      return new Twice(first.join(), second, shares);
    }
  }

  static Stream<Predictor> rivals() {
    return RIVALS.stream();
  }

  @ParameterizedTest
  @MethodSource("rivals")
  void twoTrainingsGiveTheSameRisksBitForBitEvenAtTheSameTime(Predictor rival) {
    Twice trained = TRAINED.computeIfAbsent(rival, Twice::of);

    assertThat(trained.first().risks()).isDeepEqualTo(trained.second().risks());
    assertThat(trained.first().causes()).isDeepEqualTo(trained.second().causes());
  }

  @ParameterizedTest
  @MethodSource("rivals")
  void anIntentThatNeverFailedHasAConstantLowRisk(Predictor rival) {
    Fold fold = NoiseRecording.fold(2, 800, List.of("api"), (i, n, minutes, row) -> row[i] += 3);

    double[][] risks = NoiseRecording.predict(rival, fold).risks();

    assertThat(risks).hasDimensions(2, fold.scoredRows());
    assertThat(risks[0]).doesNotContain(risks[1][0]);
    assertThat(risks[1]).containsOnly(risks[1][0]);
    assertThat(risks[1][0]).isBetween(0.0, 0.01); // 1/2 of some 420 rows
  }

  @ParameterizedTest
  @MethodSource("rivals")
  void withoutAnyFailureAllRisksAreConstantAndLow(Predictor rival) {
    Fold fold = NoiseRecording.fold(2, 800, List.of(), (i, n, minutes, row) -> row[i] += 3);

    for (double[] risks : NoiseRecording.predict(rival, fold).risks()) {
      assertThat(risks).containsOnly(risks[0]);
      assertThat(risks[0]).isBetween(0.0, 0.01);
    }
  }

  @ParameterizedTest
  @MethodSource("rivals")
  void anInterruptedThreadsTrainingIsCancelled(Predictor rival) {
    Fold fold = ProductRecording.fold(800);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> rival.train(fold, share -> {}))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("rivals")
  void progressRisesToOne(Predictor rival) {
    List<Double> shares = TRAINED.computeIfAbsent(rival, Twice::of).shares();

    assertThat(shares).isSorted().endsWith(1.0).allMatch(share -> share > 0 && share <= 1);
  }

  @ParameterizedTest
  @MethodSource("rivals")
  void settingsArePlainValues(Predictor rival) {
    assertThat(rival.settings()).isNotEmpty();
    assertThat(rival.settings().values())
        .allMatch(value -> value instanceof Number || value instanceof String);
  }
}
