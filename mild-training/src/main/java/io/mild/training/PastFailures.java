package io.mild.training;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.internal.model.CalibratedModel;
import io.mild.internal.model.Explainer;
import io.mild.internal.model.HorizonModel;
import io.mild.internal.model.PastFailure;
import io.mild.internal.model.TrainedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Finds what a model would have said of the failures that it learned from. */
final class PastFailures {
  /** The latest are kept, at most so many. */
  static final int MOST = 200;

  private static final int HEALTHY_ROWS = 25;
  private static final int EVALUATIONS_A_FAILURE = 20_000;

  private final TrainedModel model;
  private final KpiHistory history;
  private final float[] features;
  private final int width;

  private PastFailures(TrainedModel model, KpiHistory history, float[] features) {
    this.model = model;
    this.history = history;
    this.features = features;
    this.width = features.length / history.rows();
  }

  /**
   * The latest failures, without victims, the latest last.
   *
   * @param features standardised, of all rows of the history
   */
  static List<PastFailure> of(
      TrainedModel model, KpiHistory history, FailureLog failures, float[] features) {
    PastFailures past = new PastFailures(model, history, features);
    List<PastFailure> found = new ArrayList<>();
    for (Failure failure : failures.failures()) {
      if (failure.role() != Failure.Role.VICTIM) {
        past.firstAlert(failure).ifPresent(row -> found.add(past.at(row, failure)));
      }
    }
    return found.subList(Math.max(0, found.size() - MOST), found.size());
  }

  /** The first row at which the risk reached its threshold, or else at which it was highest. */
  private OptionalInt firstAlert(Failure failure) {
    HorizonModel longest = model.longestHorizon();
    int intent = model.indexOfIntent(failure.intent());
    Duration drift = longest.horizon();
    Instant onset = failure.onset().orElse(failure.time().minus(drift));
    int from = history.firstRow(onset);
    int until = history.firstRow(failure.time());
    double threshold = longest.policy().rules().get(intent).threshold();
    CalibratedModel.Scorer scorer = longest.risk().newScorer();
    double[] risks = new double[longest.risk().model().risks()];
    double[] gate = new double[longest.risk().model().intents()];
    double highest = -1;
    int at = -1;
    for (int row = from; row < until && highest < threshold; row++) {
      scorer.score(features, row * width, risks, gate);
      double risk = risks[longest.indexOf(intent)];
      at = risk > highest ? row : at;
      highest = Math.max(highest, risk);
    }
    return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
  }

  private PastFailure at(int row, Failure failure) {
    float[] seen = new float[width];
    System.arraycopy(features, row * width, seen, 0, width);
    Explainer explainer = new Explainer(model);
    return new PastFailure(
        failure.incident(),
        failure.intent(),
        failure.kind(),
        failure.time(),
        explainer.roughContributions(
            model.indexOfIntent(failure.intent()), seen, HEALTHY_ROWS, EVALUATIONS_A_FAILURE),
        explainer.deviations(seen));
  }
}
