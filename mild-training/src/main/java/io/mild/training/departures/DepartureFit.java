package io.mild.training.departures;

import io.mild.alerting.RiskCalibration;
import io.mild.moe.DepartureModel;
import io.mild.moe.DepartureShape;
import io.mild.moe.Probabilities;
import io.mild.moe.RiskModel;
import io.mild.training.backend.TrainingBackEndException;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A model of few failures, and what models that had not learned from a row said of it.
 *
 * @param model learned from all
 * @param risks {@code [intents][rows]}, of models without the row's failure or quiet stretch, if
 *     there are so many failures that {@link #leavesOut some are left out}; else of the model
 * @param gates {@code [intents][rows]}, of the same
 * @param relative whether departures alone were better on recordings that were left out, so that
 *     levels have no say
 */
public record DepartureFit(
    DepartureModel model, double[][] risks, double[][] gates, boolean relative) {
  private static final int FOLDS = 4;

  /** Levels lose their say only where the loss is clearly less so. */
  private static final double CLEARLY = 0.98;

  /** A ridge is another only where so many fewer healthy rows rank above failing ones. */
  private static final double CLEARLY_BETTER_RANKED = 0.9;

  /**
   * Fits.
   *
   * @param kinds see {@link DepartureTrainer}
   * @param features standardised, of all rows
   * @param recordings which recording each row is of, ascending from 0
   * @param stretch rows of a quiet stretch that is left out at once, at most
   * @throws TrainingBackEndException if Smile is not on the class path
   */
  public static DepartureFit of(
      DepartureShape shape,
      int[][] kinds,
      float[] features,
      DepartureTargets targets,
      int[] recordings,
      int stretch) {
    try {
      return fitted(shape, kinds, features, targets, recordings, stretch);
    } catch (NoClassDefFoundError e) {
      throw TrainingBackEndException.smileIsMissing(e);
    }
  }

  /**
   * Whether failing rows are asked about of models that have not learned from them: of few
   * failures, none is left out, for detection does not learn from them.
   */
  public static boolean leavesOut(DepartureTargets targets) {
    return targets.failures().size() >= FOLDS;
  }

  /** Whether so many failures are so few that detection learns no weights from them. */
  public static boolean isFew(int failures) {
    return !DepartureSettings.both(failures).supervised();
  }

  /**
   * Whether departures alone were clearly better than levels alone on recordings that were left
   * out.
   *
   * @param features standardised, of all rows
   * @param recordings which recording each row is of, ascending from 0
   * @throws TrainingBackEndException if Smile is not on the class path
   */
  public static boolean isBetterRelative(
      DepartureShape shape, float[] features, DepartureTargets targets, int[] recordings) {
    try {
      return new Fitting(new DepartureTrainer(shape, new int[0][], features), features, targets)
          .isBetterRelative(
              DepartureSettings.both(targets.failures().size()).absolute(), recordings);
    } catch (NoClassDefFoundError e) {
      throw TrainingBackEndException.smileIsMissing(e);
    }
  }

  private static DepartureFit fitted(
      DepartureShape shape,
      int[][] kinds,
      float[] features,
      DepartureTargets targets,
      int[] recordings,
      int stretch) {
    Fitting fitting = new Fitting(new DepartureTrainer(shape, kinds, features), features, targets);
    int most = Math.max(1, targets.healthyRows() / (2 * FOLDS)); // each fold gets two or more
    int[] folds = DepartureFolds.of(targets, FOLDS, Math.min(stretch, most));
    DepartureSettings settings =
        fitting.bestRidge(DepartureSettings.both(targets.failures().size()), folds);
    boolean relative = fitting.isBetterRelative(settings, recordings);
    DepartureSettings chosen = relative ? settings.relative() : settings;
    DepartureModel model = fitting.trainer.fit(targets, chosen);
    Scored scored = new Scored(shape.intents(), targets.healthy().length);
    scored.score(model, features, row -> true);
    fitting.leaveOut(
        folds, leavesOut(targets), training -> fitting.trainer.fit(training, chosen), scored);
    if (!chosen.supervised()) {
      RiskCalibration calibration = LeftOutCalibration.fit(targets, scored::logOdds);
      model = LeftOutCalibration.calibrated(model, calibration);
      scored.move(row -> true, any -> calibration.slope() * any + calibration.intercept());
    }
    return new DepartureFit(model, scored.risks, scored.gates, relative);
  }

  /** What to fit to. */
  private record Fitting(DepartureTrainer trainer, float[] features, DepartureTargets targets) {

    /**
     * With another ridge where distances alone clearly set failures better apart from healthy rows
     * that were left out.
     */
    DepartureSettings bestRidge(DepartureSettings settings, int[] folds) {
      if (settings.supervised()) {
        return settings;
      }
      DepartureSettings best = settings;
      double least = misranked(folds, settings);
      for (DepartureSettings other : settings.otherRidges()) {
        double misranked = misranked(folds, other);
        if (misranked < CLEARLY_BETTER_RANKED * least) {
          best = other;
          least = misranked;
        }
      }
      return best;
    }

    /** How often a healthy row scores above a failing one, the mean over failures. */
    private double misranked(int[] folds, DepartureSettings settings) {
      Scored scored = new Scored(targets.intents(), folds.length);
      leaveOut(folds, false, training -> trainer.fitDetection(training, settings), scored);
      double[] healthy =
          IntStream.range(0, folds.length)
              .filter(row -> targets.healthy()[row] && folds[row] != DepartureFolds.NONE)
              .mapToDouble(scored::logOdds)
              .sorted()
              .toArray();
      double misranked = 0;
      for (int[] rows : targets.failures()) {
        for (int row : rows) {
          int at = Arrays.binarySearch(healthy, scored.logOdds(row));
          double below = at < 0 ? -at - 1 : at;
          misranked += (1 - below / healthy.length) / rows.length;
        }
      }
      return misranked;
    }

    /**
     * Scores each fold's rows by a model of the others'.
     *
     * @param failures whether failures are left out, too, and not healthy rows alone
     */
    void leaveOut(
        int[] folds,
        boolean failures,
        Function<DepartureTargets, DepartureModel> learner,
        Scored scored) {
      for (int fold = 0; fold < FOLDS; fold++) {
        int its = fold;
        boolean[] kept = new boolean[folds.length];
        for (int row = 0; row < kept.length; row++) {
          kept[row] = folds[row] != its;
        }
        DepartureTargets others = failures ? targets.of(kept) : targets.withHealthy(kept);
        scored.score(learner.apply(others), features, row -> folds[row] == its);
        if (!failures) { // fewer healthy rows are no sign of more failures
          double moved = targets.balance() - others.balance();
          scored.move(row -> folds[row] == its, any -> any + moved);
        }
      }
    }

    /**
     * By recordings that were left out. Without {@value #FOLDS} that hold failures and more healthy
     * rows than failing ones, nobody knows.
     */
    boolean isBetterRelative(DepartureSettings settings, int[] recordings) {
      int[] asked = telling(recordings);
      if (asked.length < FOLDS) {
        return false;
      }
      int[] folds = new int[recordings.length];
      for (int row = 0; row < folds.length; row++) {
        int place = Arrays.binarySearch(asked, recordings[row]);
        folds[row] = place < 0 ? DepartureFolds.NONE : place % FOLDS;
      }
      DepartureSettings weighing = settings.withSupervision(true);
      return loss(folds, weighing.relative()) < CLEARLY * loss(folds, weighing);
    }

    /** Recordings with failures and more healthy rows than failing ones, ascending. */
    private int[] telling(int[] recordings) {
      int[] healthy = new int[recordings[recordings.length - 1] + 1];
      int[] failing = new int[healthy.length];
      for (int row = 0; row < recordings.length; row++) {
        healthy[recordings[row]] += targets.healthy()[row] ? 1 : 0;
      }
      for (int[] rows : targets.failures()) {
        failing[recordings[rows[0]]] += rows.length;
      }
      return IntStream.range(0, healthy.length)
          .filter(i -> failing[i] > 0 && healthy[i] > failing[i])
          .toArray();
    }

    /** Log loss of "does any fail", failures together weighing as much as healthy rows. */
    private double loss(int[] folds, DepartureSettings settings) {
      Scored scored = new Scored(targets.intents(), folds.length);
      leaveOut(folds, true, training -> trainer.fitDetection(training, settings), scored);
      List<int[]> failures =
          targets.failures().stream()
              .filter(rows -> folds[rows[0]] != DepartureFolds.NONE)
              .toList();
      int[] healthy =
          IntStream.range(0, folds.length)
              .filter(row -> targets.healthy()[row] && folds[row] != DepartureFolds.NONE)
              .toArray();
      double balance = targets.balance();
      double loss = 0;
      for (int[] rows : failures) {
        for (int row : rows) {
          loss -=
              Probabilities.logSigmoid(scored.logOdds(row) - balance)
                  / rows.length
                  / failures.size();
        }
      }
      for (int row : healthy) {
        loss -= Probabilities.logSigmoid(balance - scored.logOdds(row)) / healthy.length;
      }
      return loss;
    }
  }

  /** Risks and gates of rows. */
  private static final class Scored {
    private final double[][] risks;
    private final double[][] gates;

    Scored(int intents, int rows) {
      this.risks = new double[intents][rows];
      this.gates = new double[intents][rows];
    }

    void score(DepartureModel model, float[] features, IntPredicate wanted) {
      RiskModel.Scorer scorer = model.newScorer();
      double[] risk = new double[risks.length];
      double[] gate = new double[risks.length];
      for (int row = 0; row < risks[0].length; row++) {
        if (wanted.test(row)) {
          scorer.score(features, row * model.shape().features(), risk, gate);
          for (int i = 0; i < risk.length; i++) {
            risks[i][row] = risk[i];
            gates[i][row] = gate[i];
          }
        }
      }
    }

    /** Moves rows' risks by as much, in log-odds, as that of any failure. */
    void move(IntPredicate wanted, DoubleUnaryOperator to) {
      for (int row = 0; row < risks[0].length; row++) {
        if (wanted.test(row)) {
          double any = logOdds(row);
          double moved = to.applyAsDouble(any) - any;
          for (double[] risk : risks) {
            risk[row] = Probabilities.sigmoid(Probabilities.logit(risk[row]) + moved);
          }
        }
      }
    }

    /** Of any failure. */
    double logOdds(int row) {
      return Probabilities.logit(
          Arrays.stream(risks).mapToDouble(risk -> risk[row]).max().orElseThrow());
    }
  }
}
