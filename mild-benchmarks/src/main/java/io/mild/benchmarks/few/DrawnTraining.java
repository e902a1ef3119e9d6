package io.mild.benchmarks.few;

import io.mild.alerting.AlertPolicy;
import io.mild.benchmarks.experiment.FeedbackKind;
import io.mild.benchmarks.experiment.Model;
import io.mild.benchmarks.experiment.Teller;
import io.mild.benchmarks.rivals.Fold;
import io.mild.benchmarks.rivals.MildPredictor;
import io.mild.benchmarks.rivals.Prediction;
import io.mild.benchmarks.rivals.Predictor;
import io.mild.benchmarks.rivals.StreamedRisks;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.training.alerting.AlertTuner;
import io.mild.training.alerting.DetectionWindow;
import io.mild.training.alerting.ScoredBlock;
import io.mild.training.evaluation.AlertEvaluation;
import io.mild.training.evaluation.FailureOutcome;
import io.mild.training.evaluation.StreamedRows;
import io.mild.training.evaluation.VerdictTime;
import io.mild.training.labels.FailureWindows;
import io.mild.training.labels.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Models that learn from one drawn history.
 *
 * <p>MILD makes of it what it likes. Rivals are fitted to all of it; their threshold is tuned on
 * risks of the same history, given to each fourth of its pieces by a model that learned from the
 * others. Where without a fourth no failure is left, its risks are those of the model of all.
 */
final class DrawnTraining {
  private static final int PARTS = 4;

  /** Also no smoothing: a failure may be but a few rows long. */
  private static final List<Integer> SPANS = List.of(1, 2, 5, 10, 20, 40);

  private final FewSettings settings;
  private final List<Piece> pieces;
  private final Piece history;
  private final Fold fold;
  private final FailureLog known; // of history and test
  private final FailureLog failures; // of the test

  DrawnTraining(List<Piece> pieces, List<Piece> test, List<String> intents, FewSettings settings) {
    this.settings = settings;
    this.pieces = pieces;
    this.history = Piece.inOrder(pieces);
    Piece all = Piece.inOrder(joined(pieces, test));
    this.known = all.failures();
    this.failures =
        new FailureLog(
            known.failures().stream()
                .filter(failure -> !history.failures().failures().contains(failure))
                .toList());
    this.fold = fold(history, all, intents);
  }

  private static List<Piece> joined(List<Piece> one, List<Piece> other) {
    List<Piece> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }

  /**
   * @param all what is known and, after it, what is to be foretold
   */
  private Fold fold(Piece known, Piece all, List<String> intents) {
    KpiHistory rows = all.rows();
    return Fold.ofWhole(
        known.rows(),
        known.failures(),
        rows.from(rows.time(known.rows().rows())),
        intents,
        settings.horizon(),
        settings.owners());
  }

  FewResult run(Model model, int incidents, int draw) {
    Predictor predictor = model.predictor().apply(settings.budget());
    long began = System.nanoTime();
    Prediction prediction;
    String refusal = "";
    try {
      prediction = predictor.train(fold, share -> {}).score(fold);
    } catch (IllegalArgumentException e) {
      if (!(predictor instanceof MildPredictor)) {
        throw e;
      }
      refusal = String.valueOf(e.getMessage());
      prediction = Prediction.of(new double[fold.intents().size()][fold.scoredRows()]);
    }
    AlertPolicy policy = policy(predictor, prediction, refusal);
    AlertEvaluation evaluation = evaluation(policy, rows(prediction, policy));
    double seconds = (System.nanoTime() - began) / 1e9;
    return new FewResult(
        model.name(),
        incidents,
        draw,
        refusal,
        auc(prediction),
        refusal.isEmpty() ? rootFirst(prediction) : Double.NaN,
        evaluation.outcomes().size(),
        alerts(evaluation),
        refusal.isEmpty() ? told(prediction, policy) : Optional.of(alerts(evaluation)),
        seconds);
  }

  private FewResult.Alerts alerts(AlertEvaluation evaluation) {
    List<FailureOutcome> announced = evaluation.announced();
    double made = evaluation.incidentFalsePositivesPerDay();
    return new FewResult.Alerts(
        announced.size(),
        (int) announced.stream().filter(o -> o.isRight(VerdictTime.INCIDENT)).count(),
        made,
        made <= settings.budget() + 0.5 / evaluation.days());
  }

  /** Of a stream that is told what fails, if that can move its threshold. */
  private Optional<FewResult.Alerts> told(Prediction prediction, AlertPolicy policy) {
    return prediction
        .mild()
        .map(
            mild ->
                mild.takesFeedback()
                    ? Teller.watch(mild, fold, known, FeedbackKind.OUTCOMES).rows()
                    : rows(prediction, policy))
        .map(rows -> alerts(evaluation(policy, rows)));
  }

  private AlertPolicy policy(Predictor predictor, Prediction prediction, String refusal) {
    if (prediction.mild().isPresent()) {
      return prediction.mild().get().policy(settings.horizon());
    }
    return AlertTuner.forHorizon(settings.horizon())
        .withTimes(fold.times().quietGap(), fold.times().renotifyAfter())
        .withSpans(SPANS)
        .tuneJointly(
            refusal.isEmpty() ? crossFitted(predictor, prediction) : history(prediction),
            settings.budget());
  }

  /** The history with the risks of a model that learned from it. */
  private ScoredBlock history(Prediction prediction) {
    return block(fold.scored(prediction.risks(), 0, fold.testStart()));
  }

  private ScoredBlock block(double[][] risks) {
    return FailureWindows.of(history.failures(), fold.intents(), fold.horizon(), fold.times())
        .block(fold.epochMillis(0, fold.testStart()), risks);
  }

  private ScoredBlock crossFitted(Predictor predictor, Prediction whole) {
    double[][] risks = fold.scored(whole.risks(), 0, fold.testStart());
    int[] parts = parts(pieces);
    for (int part = 0; part < PARTS; part++) {
      List<Piece> known = new ArrayList<>();
      List<Piece> heldOut = new ArrayList<>();
      for (int n = 0; n < parts.length; n++) {
        (parts[n] == part ? heldOut : known).add(pieces.get(n));
      }
      if (heldOut.isEmpty() || known.stream().noneMatch(Piece::fails)) {
        continue;
      }
      Fold without =
          fold(Piece.inOrder(known), Piece.inOrder(joined(known, heldOut)), fold.intents());
      double[][] said = predictor.train(without, share -> {}).score(without).risks();
      int from = 0;
      int at = without.testStart();
      for (int n = 0; n < parts.length; n++) {
        int rows = pieces.get(n).rows().rows();
        if (parts[n] == part) {
          for (int i = 0; i < risks.length; i++) {
            System.arraycopy(said[i], at, risks[i], from, rows);
          }
          at += rows;
        }
        from += rows;
      }
    }
    return block(risks);
  }

  /** Failing pieces are dealt in turn, and quiet ones for themselves. */
  static int[] parts(List<Piece> pieces) {
    int[] parts = new int[pieces.size()];
    int failing = 0;
    int quiet = 0;
    for (int n = 0; n < parts.length; n++) {
      parts[n] = (pieces.get(n).fails() ? failing++ : quiet++) % PARTS;
    }
    return parts;
  }

  private AlertEvaluation evaluation(AlertPolicy policy, StreamedRows rows) {
    return AlertEvaluation.of(fold.intents(), settings.horizon(), policy, rows, failures);
  }

  private StreamedRows rows(Prediction prediction, AlertPolicy policy) {
    if (prediction.mild().isEmpty()) {
      return StreamedRisks.of(fold, prediction, policy, test(prediction));
    }
    StreamedRows rows = new StreamedRows();
    prediction.assessments().forEach(rows::accept);
    return rows;
  }

  private ScoredBlock test(Prediction prediction) {
    return test(prediction.risks(), failures);
  }

  private ScoredBlock test(double[][] scores, FailureLog failures) {
    int end = fold.rows().rows();
    return FailureWindows.of(failures, fold.intents(), fold.horizon(), fold.times())
        .block(fold.epochMillis(fold.testStart(), end), fold.scored(scores, fold.testStart(), end));
  }

  private double rootFirst(Prediction prediction) {
    double[][] causes = prediction.causes().length > 0 ? prediction.causes() : prediction.risks();
    ScoredBlock test = test(causes, failures.notVictims());
    return test.failures().stream()
        .mapToDouble(window -> rootFirst(test, window))
        .filter(share -> !Double.isNaN(share))
        .average()
        .orElse(Double.NaN);
  }

  /** Of a window without a row NaN. */
  private static double rootFirst(ScoredBlock test, DetectionWindow window) {
    return IntStream.range(0, test.rows())
        .filter(row -> isIn(window, test.epochMillis()[row]))
        .map(row -> StreamedRisks.highest(test.risks(), row) == window.rootIntent() ? 1 : 0)
        .average()
        .orElse(Double.NaN);
  }

  private static boolean isIn(DetectionWindow window, long epochMillis) {
    return epochMillis >= window.onsetEpochMillis() && epochMillis < window.failureEpochMillis();
  }

  /** Rows that are neither between onset and failure nor healthy don't count. */
  private double auc(Prediction prediction) {
    ScoredBlock test = test(prediction);
    double[] highest = new double[test.rows()];
    for (double[] risks : test.risks()) {
      Arrays.setAll(highest, row -> Math.max(highest[row], risks[row]));
    }
    boolean[] drifting = new boolean[test.rows()];
    for (DetectionWindow window : test.failures()) {
      for (int row = 0; row < drifting.length; row++) {
        long time = test.epochMillis()[row];
        drifting[row] |= isIn(window, time);
      }
    }
    KpiHistory rows = fold.rows().from(fold.rows().time(fold.testStart()));
    Labels labels = Labels.of(rows, failures, fold.intents(), fold.horizon());
    return DetectionRanking.auc(
        highest, row -> drifting[row], row -> labels.isHealthy(row) && !test.protectedRows()[row]);
  }
}
