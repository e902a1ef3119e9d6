package io.mild.benchmarks.rivals;

import io.mild.Failure;
import io.mild.FailureLog;
import io.mild.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A small recording to learn from: KPIs of white noise of unit variance, one row a minute, and
 * incidents dealt to the intents api and web in turn, every {@value #PERIOD} minutes. What an
 * incident does to the KPIs is the test's.
 */
final class NoiseRecording {
  static final int PERIOD = 200;
  static final int HORIZON = 60;
  static final List<String> INTENTS = List.of("api", "web");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Moves KPIs in the minutes before a failure, and in those where there is none. */
  interface Movement {
    /**
     * @param intent the index of the one that fails
     * @param incident counts from 0
     * @param toFailure minutes to the failure, {@value #HORIZON} to 1
     * @param row to be changed
     */
    void move(int intent, int incident, int toFailure, double[] row);
  }

  private NoiseRecording() {}

  static Fold fold(int kpis, int rows, Movement movement) {
    return fold(kpis, rows, INTENTS, movement);
  }

  /** The last of three folds. An incident of an intent that is not given is none: it goes by. */
  static Fold fold(int kpis, int rows, List<String> failing, Movement movement) {
    Random random = new Random(7);
    double[][] values = new double[rows][kpis];
    List<Failure> failures = new ArrayList<>();
    for (double[] row : values) {
      for (int j = 0; j < kpis; j++) {
        row[j] = random.nextGaussian();
      }
    }
    for (int n = 0; (n + 1) * PERIOD <= rows; n++) {
      int failure = (n + 1) * PERIOD;
      int intent = n % INTENTS.size();
      for (int minutes = HORIZON; minutes > 0; minutes--) {
        movement.move(intent, n, minutes, values[failure - minutes]);
      }
      if (failing.contains(INTENTS.get(intent))) {
        failures.add(
            Failure.of("incident " + n, INTENTS.get(intent), time(failure))
                .withRole(Failure.Role.ROOT));
      }
    }
    for (String intent : INTENTS) { // known by name, though it fails only at the very end
      failures.add(Failure.of("last", intent, time(rows)));
    }
    return Fold.of(history(values), new FailureLog(failures), Duration.ofMinutes(HORIZON), 3, 3);
  }

  static KpiHistory history(double[][] values) {
    return KpiHistory.of(
        IntStream.range(0, values[0].length).mapToObj(j -> "kpi" + j).toList(),
        IntStream.range(0, values.length).mapToObj(NoiseRecording::time).toList(),
        values);
  }

  static Instant time(int row) {
    return START.plus(Duration.ofMinutes(row));
  }

  /** What a predictor says of a fold, trained on it. */
  static Prediction predict(Predictor predictor, Fold fold) {
    return predictor.train(fold, share -> {}).score(fold);
  }

  /**
   * The area under the ROC curve: how often a row within the horizon of the intent's failure scores
   * above one that is not; a half is chance. By definition, over all pairs of the scored rows, but
   * without the 15 minutes after an incident, whose windows still hold it.
   */
  static double auc(Fold fold, double[] risks, int intent) {
    List<Double> positive = new ArrayList<>();
    List<Double> negative = new ArrayList<>();
    for (int n = 0; n < risks.length; n++) {
      int row = fold.validationStart() + n;
      if (fails(row, intent)) {
        positive.add(risks[n]);
      } else if (row % PERIOD >= 15) {
        negative.add(risks[n]);
      }
    }
    double above = 0;
    for (double p : positive) {
      for (double q : negative) {
        above += p > q ? 1 : p == q ? 0.5 : 0;
      }
    }
    return above / positive.size() / negative.size();
  }

  /** Whether the row lies within the horizon of one of the intent's incidents. */
  static boolean fails(int row, int intent) {
    int failure = (row / PERIOD + 1) * PERIOD;
    return failure - row <= HORIZON && (failure / PERIOD - 1) % INTENTS.size() == intent;
  }
}
