package io.mild.training;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.internal.model.CalibratedModel;
import io.mild.internal.model.Explainer;
import io.mild.internal.model.HorizonModel;
import io.mild.internal.model.PastFailure;
import io.mild.internal.model.TrainedModel;
import io.mild.training.labels.FeatureReplay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Finds what a model would have said of the failures that it learned from. */
final class PastFailures {
  /** The latest are kept, at most so many. */
  static final int MOST = 200;

  private static final int HEALTHY_ROWS = 25;
  private static final int EVALUATIONS_A_FAILURE = 20_000;

  private final TrainedModel model;
  private final KpiHistory history;

  private PastFailures(TrainedModel model, KpiHistory history) {
    this.model = model;
    this.history = history;
  }

  /**
   * The latest failures, without victims, the latest last.
   *
   * @param replay of the whole history
   */
  static List<PastFailure> of(TrainedModel model, FailureLog failures, FeatureReplay replay) {
    PastFailures past = new PastFailures(model, replay.history());
    List<Failure> roots = failures.notVictims().failures();
    int[] rows = roots.stream().flatMapToInt(past::rows).toArray();
    float[][] features = replay.standardized(model.standardizer(), rows);
    List<Seen> seen = new ArrayList<>();
    int from = 0;
    for (Failure failure : roots) {
      int until = from + (int) past.rows(failure).count();
      past.firstAlert(failure, features, from, until)
          .ifPresent(row -> seen.add(new Seen(failure, features[row])));
      from = until;
    }
    return seen.subList(Math.max(0, seen.size() - MOST), seen.size()).parallelStream()
        .map(past::explained) // each for itself
        .toList();
  }

  /**
   * A failure as it was first seen.
   *
   * @param features standardised, of the row that alerted
   */
  private record Seen(Failure failure, float[] features) {}

  /** From a failure's onset, or from where it is to be foretold, until it came. */
  private IntStream rows(Failure failure) {
    Instant onset = failure.onset().orElse(failure.time().minus(model.longestHorizon().horizon()));
    return IntStream.range(history.firstRow(onset), history.firstRow(failure.time()));
  }

  /** The first row at which the risk reached its threshold, or else at which it was highest. */
  private OptionalInt firstAlert(Failure failure, float[][] features, int from, int until) {
    HorizonModel longest = model.longestHorizon();
    int intent = model.indexOfIntent(failure.intent());
    double threshold = longest.policy().rules().get(intent).threshold();
    CalibratedModel.Scorer scorer = longest.risk().newScorer();
    double[] risks = new double[longest.risk().model().risks()];
    double[] gate = new double[longest.risk().model().intents()];
    double highest = -1;
    int at = -1;
    for (int row = from; row < until && highest < threshold; row++) {
      scorer.score(features[row], 0, risks, gate);
      double risk = risks[longest.indexOf(intent)];
      at = risk > highest ? row : at;
      highest = Math.max(highest, risk);
    }
    return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
  }

  private PastFailure explained(Seen seen) {
    Failure failure = seen.failure;
    Explainer explainer = new Explainer(model);
    return new PastFailure(
        failure.incident(),
        failure.intent(),
        failure.kind(),
        failure.time(),
        explainer.roughContributions(
            model.indexOfIntent(failure.intent()),
            seen.features,
            HEALTHY_ROWS,
            EVALUATIONS_A_FAILURE),
        explainer.deviations(seen.features));
  }
}
