package io.mild.training.departures;

import io.mild.moe.DepartureModel;
import io.mild.moe.DepartureShape;
import io.mild.moe.Departures;
import io.mild.moe.IntentViews;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Learns to say what fails: a softmax over intents, fitted to failing rows alone, of distances and
 * weights that all share over KPIs of the same kinds, and of each intent's own.
 *
 * <p>Where detection learns no weights, of few failures, the first are how far an intent's own KPIs
 * are beyond their usual on average, and the farthest of them, and they have a say before any
 * failure: weights are drawn to it at the middle span. Of more failures they are the mean of its
 * own, and that against the others', drawn to 0.
 *
 * <p>Which way KPIs went when others failed says little of an intent that never did: most failures
 * may have driven a load up, and its own drive it down. So where there are such intents, shared
 * weights are also of how far KPIs are beyond their usual, whichever way, and what else tells
 * intents apart is penalised more.
 */
final class NamingTrainer {
  private static final double SIGNED_PENALTY = 3;
  private static final double OWN_PENALTY = 1;

  // where some intents never failed
  private static final double SIGNED_PENALTY_WITH_UNKNOWN = 30;
  private static final double EXCESS_PENALTY_WITH_UNKNOWN = 10;
  private static final double OWN_PENALTY_WITH_UNKNOWN = 100;

  private static final double DISTANCE_PENALTY = 3;

  /** What the mean and the greatest excess of an intent's own KPIs count before any failure. */
  private static final double PRIOR = 1.5;

  /** Of few failures, intents' own weights are penalised more: by this of one, and so on. */
  private static final double OWN_PENALTY_OF_ONE = 300;

  private static final double NEGLIGIBLE = 1e-3;

  /** Residuals and departures. */
  private static final int SIGNED_SOURCES = 2;

  private final DepartureShape shape;
  private final int[][] kinds; // [kind][intent], the KPI or NONE
  private final SeenDepartures seen;

  NamingTrainer(DepartureShape shape, int[][] kinds, SeenDepartures seen) {
    this.shape = shape;
    this.kinds = kinds;
    this.seen = seen;
  }

  /** Weights as {@link DepartureModel} has them. */
  record Naming(float[] own, float[] excess, float[] shared) {}

  Naming fit(DepartureTargets targets, DepartureSettings settings) {
    int intents = shape.intents();
    Naming naming =
        new Naming(
            new float[intents * DepartureModel.namingLength(shape)],
            new float[DepartureModel.excessNamingLength(shape)],
            new float[DepartureModel.sharedNamingLength(shape)]);
    int[] failed = IntStream.range(0, intents).filter(targets::failed).toArray();
    if (intents == 1 || failed.length == 0) {
      return naming;
    }
    boolean known = failed.length == intents;
    boolean few = !settings.supervised();
    double own = known ? OWN_PENALTY : OWN_PENALTY_WITH_UNKNOWN;
    List<double[][]> shared = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    List<float[]> causes = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int[] failure : targets.failures()) {
      int[] some = SeenDepartures.some(failure);
      for (int row : some) {
        float[] target = target(targets, row);
        if (target.length > 0) {
          shared.add(shared(seen.at(row), settings.absoluteInNaming(), known, few));
          rows.add(seen.weighed(settings.absoluteInNaming(), 1));
          causes.add(target);
          weights.add(1.0 / some.length);
        }
      }
    }
    if (rows.isEmpty()) {
      return naming;
    }
    double[][][] g = shared.toArray(double[][][]::new);
    double[] scales = scaled(g);
    double[] fitted =
        new NamingLoss(
                g,
                rows.toArray(double[][]::new),
                causes.toArray(float[][]::new),
                weights.stream().mapToDouble(Double::doubleValue).toArray(),
                failed,
                penalties(known),
                priors(scales, few),
                few ? Math.max(own, OWN_PENALTY_OF_ONE / targets.failures().size()) : own)
            .least();
    for (int j = 0; j < scales.length; j++) {
      fitted[j] /= scales[j];
    }
    place(fitted, failed, settings.absoluteInNaming(), known, few, naming);
    return naming;
  }

  /** Shares that sum to one; none in a row of no known cause. */
  private static float[] target(DepartureTargets targets, int row) {
    int intents = targets.intents();
    float[] target = Arrays.copyOfRange(targets.causes(), row * intents, (row + 1) * intents);
    float sum = 0;
    for (float share : target) {
      sum += share;
    }
    for (int i = 0; i < intents && sum > 0; i++) {
      target[i] /= sum;
    }
    return sum > 0 ? target : new float[0];
  }

  /**
   * Of each intent: two of its own distances at each span, and of each source, span and kind its
   * KPI's value and that less the mean of the others': of the logarithms of residuals and of
   * departures, then, unless all are known to fail, of how far departures are beyond their usual.
   */
  private double[][] shared(Departures departures, double absolute, boolean known, boolean few) {
    int spans = shape.spans();
    double[][] shared = new double[shape.intents()][sharedWidth(known)];
    double[] one = few ? departures.ownMeanExcess() : departures.own();
    double[] other = few ? departures.ownFarthest() : departures.ownAgainstOthers();
    for (int i = 0; i < shared.length; i++) {
      for (int span = 0; span < spans; span++) {
        shared[i][span] = one[i * spans + span];
        shared[i][spans + span] = other[i * spans + span];
      }
    }
    for (int block = 0; block < SIGNED_SOURCES * spans; block++) {
      double scale = block < spans ? absolute : 1;
      compare(departures.logs(), block, scale, shared, columns(block));
    }
    for (int span = 0; span < spans && !known; span++) {
      compare(departures.excess(), span, 1, shared, excessColumns(span));
    }
    return shared;
  }

  /** Two columns a kind. */
  private void compare(double[] values, int block, double scale, double[][] shared, int column) {
    int at = column;
    for (int[] owners : kinds) {
      double sum = 0;
      int count = 0;
      for (int kpi : owners) {
        sum += kpi == IntentViews.NONE ? 0 : values[block * shape.kpis() + kpi];
        count += kpi == IntentViews.NONE ? 0 : 1;
      }
      for (int i = 0; i < shared.length; i++) {
        if (owners[i] != IntentViews.NONE) {
          double own = values[block * shape.kpis() + owners[i]];
          shared[i][at] = scale * own;
          shared[i][at + 1] = scale * (own - (sum - own) / Math.max(1, count - 1));
        }
      }
      at += 2;
    }
  }

  /** Where those of a source and span begin. */
  private int columns(int block) {
    return 2 * shape.spans() + 2 * kinds.length * block;
  }

  private int excessColumns(int span) {
    return columns(SIGNED_SOURCES * shape.spans() + span);
  }

  private int sharedWidth(boolean known) {
    return excessColumns(known ? 0 : shape.spans());
  }

  /** Of the weights that are shared. */
  private double[] penalties(boolean known) {
    double[] penalties = new double[sharedWidth(known)];
    Arrays.fill(penalties, EXCESS_PENALTY_WITH_UNKNOWN);
    Arrays.fill(
        penalties, 0, excessColumns(0), known ? SIGNED_PENALTY : SIGNED_PENALTY_WITH_UNKNOWN);
    Arrays.fill(penalties, 0, columns(0), DISTANCE_PENALTY);
    return penalties;
  }

  /** Of the weights that are shared, of scaled columns. */
  private double[] priors(double[] scales, boolean few) {
    double[] priors = new double[scales.length];
    int spans = shape.spans();
    int middle = Math.min(1, spans - 1);
    if (few && Arrays.stream(shape.owned()).filter(its -> its.length > 0).count() > 1) {
      priors[middle] = PRIOR * scales[middle];
      priors[spans + middle] = PRIOR * scales[spans + middle];
    }
    return priors;
  }

  /** Divides each column by its root mean square, which it returns. */
  private static double[] scaled(double[][][] shared) {
    double[] scales = new double[shared[0][0].length];
    for (int j = 0; j < scales.length; j++) {
      double squares = 0;
      for (double[][] row : shared) {
        for (double[] intent : row) {
          squares += intent[j] * intent[j];
        }
      }
      scales[j] = Math.sqrt(squares / (shared.length * shared[0].length)) + NEGLIGIBLE;
      for (double[][] row : shared) {
        for (double[] intent : row) {
          intent[j] /= scales[j];
        }
      }
    }
    return scales;
  }

  /** Both the intents' own weights and those they share are sums over the same logarithms. */
  private void place(
      double[] fitted, int[] failed, double absolute, boolean known, boolean few, Naming naming) {
    int spans = shape.spans();
    int length = DepartureModel.namingLength(shape);
    for (int j = 0; j < 2 * spans; j++) {
      naming.shared[(few ? 2 * spans : 0) + j] = (float) fitted[j];
    }
    double[][] weights = new double[shape.intents()][length];
    for (int block = 0; block < SIGNED_SOURCES * spans; block++) {
      double scale = block < spans ? absolute : 1;
      spread(fitted, columns(block), scale, weights, 1 + block * shape.kpis());
    }
    double[][] excess = new double[shape.intents()][shape.averages()];
    for (int span = 0; span < spans && !known; span++) {
      spread(fitted, excessColumns(span), 1, excess, span * shape.kpis());
    }
    int at = sharedWidth(known);
    for (int j = 0; j < length; j++) {
      int weight = (j + length - 1) % length; // the intercept, first in the model, is last here
      double scale = j > 0 && j <= shape.averages() ? absolute : 1;
      double mean = 0;
      for (int f = 0; f < failed.length; f++) {
        mean += fitted[at + f * length + weight] / failed.length;
      }
      for (int f = 0; f < failed.length; f++) {
        weights[failed[f]][j] += scale * (fitted[at + f * length + weight] - mean);
      }
    }
    copy(weights, naming.own);
    copy(excess, naming.excess);
  }

  /** What two columns a kind weigh, in place of the KPIs that they were made of. */
  private void spread(double[] fitted, int column, double scale, double[][] weights, int first) {
    int at = column;
    for (int[] owners : kinds) {
      int count = (int) Arrays.stream(owners).filter(kpi -> kpi != IntentViews.NONE).count();
      for (int i = 0; i < weights.length; i++) {
        for (int j = 0; j < weights.length && owners[i] != IntentViews.NONE; j++) {
          if (owners[j] != IntentViews.NONE) {
            double share =
                i == j ? fitted[at] + fitted[at + 1] : -fitted[at + 1] / Math.max(1, count - 1);
            weights[i][first + owners[j]] += scale * share;
          }
        }
      }
      at += 2;
    }
  }

  private static void copy(double[][] weights, float[] to) {
    int at = 0;
    for (double[] row : weights) {
      for (double weight : row) {
        to[at++] = (float) weight;
      }
    }
  }
}
