package io.mild.benchmarks.rivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedLogisticTest {
  private static final int ROWS = 4000;
  private static final int PERIOD = 200;

  @Test
  void anIntentThatNeverFailedIsKnownByWhatTheOthersShowed() {
    Fold fold = fold(owners("api.*", "web.*"));

    double[][] shared = NoiseRecording.predict(new SharedLogistic(), fold).risks();
    double[][] apart = NoiseRecording.predict(new LogisticOneVsRest(), fold).risks();

    assertThat(auc(fold, shared[1])).isGreaterThan(0.95);
    assertThat(apart[1]).containsOnly(apart[1][0]); // it can't know
  }

  @Test
  void withoutKpisOfTheSameKindsItIsARegressionAnIntent() {
    for (KpiOwners owners : List.of(KpiOwners.NONE, owners("api.ms", "web.*"))) {
      Fold fold = fold(owners);

      assertThat(NoiseRecording.predict(new SharedLogistic(), fold).risks())
          .isDeepEqualTo(NoiseRecording.predict(new LogisticOneVsRest(), fold).risks());
    }
  }

  @Test
  void theWebsOwnDistanceRisesBeforeItsFirstFailure() {
    Fold fold = fold(owners("api.*", "web.*"));

    for (DeviationRule rule : List.of(DeviationRule.distance(), DeviationRule.largest())) {
      assertThat(auc(fold, NoiseRecording.predict(rule, fold).risks()[1])).isGreaterThan(0.9);
    }
  }

  private static KpiOwners owners(String api, String web) {
    return new KpiOwners(Map.of("api", List.of(api), "web", List.of(web)));
  }

  /**
   * Two services of two KPIs each; the latency of one that fails rises by 4 in the hour before. Web
   * fails in the test block alone.
   */
  private static Fold fold(KpiOwners owners) {
    Random random = new Random(3);
    double[][] values = new double[ROWS][4];
    List<Failure> failures = new ArrayList<>();
    for (double[] row : values) {
      for (int j = 0; j < row.length; j++) {
        row[j] = random.nextGaussian();
      }
    }
    for (int end = PERIOD; end <= ROWS; end += PERIOD) {
      boolean web = end > ROWS * 3 / 4;
      for (int row = end - 60; row < end; row++) {
        values[row][web ? 2 : 0] += 4;
      }
      failures.add(Failure.of("at " + end, web ? "web" : "api", NoiseRecording.time(end)));
    }
    KpiHistory history =
        KpiHistory.of(
            List.of("api.ms", "api.load", "web.ms", "web.load"),
            IntStream.range(0, ROWS).mapToObj(NoiseRecording::time).toList(),
            values);
    return Fold.of(history, new FailureLog(failures), Duration.ofMinutes(60), 3, 3, owners);
  }

  /** Of the test block, without the 15 minutes after a failure. */
  private static double auc(Fold fold, double[] risks) {
    double above = 0;
    int pairs = 0;
    for (int p = fold.testStart(); p < ROWS; p++) {
      for (int q = fold.testStart(); q < ROWS; q++) {
        if (p % PERIOD >= PERIOD - 60 && q % PERIOD >= 15 && q % PERIOD < PERIOD - 60) {
          double difference = risks[p - fold.validationStart()] - risks[q - fold.validationStart()];
          above += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
          pairs++;
        }
      }
    }
    return above / pairs;
  }
}
