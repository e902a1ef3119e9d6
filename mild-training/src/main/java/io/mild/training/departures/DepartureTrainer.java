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
 * Fits a {@link DepartureModel} to few failures.
 *
 * <p>Detection and naming are fitted apart. <em>Detection</em>: first the slopes of the distances,
 * at least 0 and drawn to those of a fixed rule; then, with that as an offset, a ridge logistic
 * regression on the averages, whose penalty grows as failures get few. Each failure weighs 1, and
 * healthy rows together as many as there are failures; the intercept is then moved to what is the
 * case. <em>Naming</em>: a softmax over intents, fitted to failing rows alone, of distances and
 * weights that all share over KPIs of the same kinds, and of each intent's own.
 */
public final class DepartureTrainer {
  private static final int MOST_HEALTHY_ROWS = 5_000;
  private static final int MOST_ROWS_OF_A_FAILURE = 100;

  private static final double DISTANCE_PENALTY = 3;

  /** What the slopes of standardised distances are together before any failure. */
  private static final double DISTANCE_SLOPES = 2;

  private static final double LEAST_PENALTY = 3;
  private static final double PENALTY_OF_ONE_FAILURE = 100;
  private static final double SHARED_PENALTY = 3;
  private static final double OWN_PENALTY = 1;

  /** Where some intents never failed: those that did shall not be favoured. */
  private static final double OWN_PENALTY_WITH_UNKNOWN = 30;

  private static final double NEGLIGIBLE = 1e-3;

  private final DepartureShape shape;
  private final int[][] kinds; // [kind][intent], the KPI or NONE
  private final float[] features;
  private final Departures departures;

  /**
   * @param kinds KPIs of each kind that two intents or more own one of, {@code [kind][intent]}, or
   *     {@link IntentViews#NONE}; none if nothing is to be shared
   * @param features standardised, of all rows of a history
   */
  public DepartureTrainer(DepartureShape shape, int[][] kinds, float[] features) {
    this.shape = shape;
    this.kinds = kinds;
    this.features = features;
    this.departures = new Departures(shape);
  }

  /** A model of all that these targets tell. */
  DepartureModel fit(DepartureTargets targets, DepartureSettings settings) {
    Naming naming = naming(targets, settings);
    return new DepartureModel(shape, detection(targets, settings), naming.own, naming.shared);
  }

  /** Weights as {@link DepartureModel} has them. */
  private record Naming(float[] own, float[] shared) {}

  private float[] detection(DepartureTargets targets, DepartureSettings settings) {
    int[] healthy =
        some(
            IntStream.range(0, targets.healthy().length)
                .filter(row -> targets.healthy()[row])
                .toArray(),
            MOST_HEALTHY_ROWS);
    List<int[]> failures =
        targets.failures().stream().map(rows -> some(rows, MOST_ROWS_OF_A_FAILURE)).toList();
    int positives = failures.stream().mapToInt(rows -> rows.length).sum();
    int n = healthy.length + positives;
    double[][] distances = new double[n][];
    double[][] logs = new double[n][];
    boolean[] outcomes = new boolean[n];
    double[] weights = new double[n];
    int at = 0;
    for (int row : healthy) {
      see(row, at, distances, logs, settings);
      weights[at++] = Math.max(1, failures.size()) / (double) healthy.length;
    }
    for (int[] failure : failures) {
      for (int row : failure) {
        see(row, at, distances, logs, settings);
        outcomes[at] = true;
        weights[at++] = 1.0 / failure.length;
      }
    }
    double[] means = new double[shape.distances()];
    double[] deviations = new double[shape.distances()];
    standardise(distances, healthy.length, means, deviations);
    double[] slopes = slopes(distances, outcomes, weights, settings.supervised() && positives > 0);
    double[] offsets = new double[n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < slopes.length - 1; k++) {
        offsets[i] += slopes[k] * distances[i][k];
      }
    }
    double[] linear = new double[shape.weighed() + 1];
    if (positives > 0 && settings.supervised()) {
      double penalty = Math.max(LEAST_PENALTY, PENALTY_OF_ONE_FAILURE / failures.size());
      linear = new RidgeLogisticLoss(logs, offsets, outcomes, weights, penalty, 0).least();
    } else {
      linear[linear.length - 1] = intercept(offsets, outcomes, weights, healthy.length);
    }
    return detection(targets, settings, means, deviations, slopes, linear);
  }

  /** Where everything is put in its place, and the intercept moved to the share of failing rows. */
  private float[] detection(
      DepartureTargets targets,
      DepartureSettings settings,
      double[] means,
      double[] deviations,
      double[] slopes,
      double[] linear) {
    float[] detection = new float[DepartureModel.detectionLength(shape)];
    long failing = targets.failures().stream().mapToInt(rows -> rows.length).sum();
    double intercept =
        linear[linear.length - 1] + Math.log((failing + 0.5) / (targets.healthyRows() + 0.5));
    int at = 1;
    for (int k = 0; k < means.length; k++) {
      double slope = deviations[k] > 0 ? slopes[k] / deviations[k] : 0;
      detection[at++] = (float) slope;
      intercept -= slope * means[k];
    }
    for (int j = 0; j < shape.weighed(); j++) {
      double scale =
          j < shape.averages() ? settings.absoluteInDetection() : settings.departuresInDetection();
      detection[at++] = (float) (scale * linear[j]);
    }
    detection[0] = (float) intercept;
    return detection;
  }

  private void see(
      int row, int at, double[][] distances, double[][] logs, DepartureSettings settings) {
    departures.see(features, row * shape.features());
    distances[at] = departures.distances().clone();
    logs[at] = weighed(settings.absoluteInDetection(), settings.departuresInDetection());
  }

  private double[] weighed(double absolute, double relative) {
    double[] logs = departures.logs().clone();
    for (int j = 0; j < logs.length; j++) {
      logs[j] *= j < shape.averages() ? absolute : relative;
    }
    return logs;
  }

  /** By the first, healthy rows. */
  private static void standardise(
      double[][] rows, int healthy, double[] means, double[] deviations) {
    for (int k = 0; k < means.length; k++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < healthy; i++) {
        sum += rows[i][k];
        squares += rows[i][k] * rows[i][k];
      }
      means[k] = healthy == 0 ? 0 : sum / healthy;
      double variance = healthy == 0 ? 0 : squares / healthy - means[k] * means[k];
      deviations[k] = variance > NEGLIGIBLE * NEGLIGIBLE ? Math.sqrt(variance) : 0;
      for (double[] row : rows) {
        row[k] = deviations[k] > 0 ? (row[k] - means[k]) / deviations[k] : 0;
      }
    }
  }

  private double[] slopes(
      double[][] distances, boolean[] outcomes, double[] weights, boolean supervised) {
    int count = shape.distances();
    double prior = DISTANCE_SLOPES / count;
    double[] fixed = new double[count + 1];
    Arrays.fill(fixed, 0, count, prior);
    if (!supervised) {
      return fixed;
    }
    boolean[] kept = new boolean[count];
    Arrays.fill(kept, true);
    while (true) { // each time without the distance that would count for the opposite
      double[] slopes = slopes(distances, kept, outcomes, weights, prior);
      int least = 0;
      for (int k = 1; k < count; k++) {
        least = slopes[k] < slopes[least] ? k : least;
      }
      if (slopes[least] >= 0) {
        return slopes;
      }
      kept[least] = false;
    }
  }

  /** Those of some of the distances, 0 of the others; the intercept is the last. */
  private static double[] slopes(
      double[][] distances, boolean[] kept, boolean[] outcomes, double[] weights, double prior) {
    int[] columns = IntStream.range(0, kept.length).filter(k -> kept[k]).toArray();
    double[][] rows = new double[distances.length][columns.length];
    for (int i = 0; i < rows.length; i++) {
      for (int column = 0; column < columns.length; column++) {
        rows[i][column] = distances[i][columns[column]];
      }
    }
    double[] fitted =
        new RidgeLogisticLoss(
                rows, new double[rows.length], outcomes, weights, DISTANCE_PENALTY, prior)
            .least();
    double[] slopes = new double[kept.length + 1];
    for (int column = 0; column < columns.length; column++) {
      slopes[columns[column]] = fitted[column];
    }
    slopes[kept.length] = fitted[columns.length];
    return slopes;
  }

  /** Of known scores; without a failure, so that one healthy row in a hundred looks like one. */
  private static double intercept(
      double[] scores, boolean[] outcomes, double[] weights, int healthy) {
    if (healthy < scores.length) {
      double[][] nothing = new double[scores.length][0];
      return new RidgeLogisticLoss(nothing, scores, outcomes, weights, 0, 0).least()[0];
    }
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : -sorted[(int) (0.99 * (sorted.length - 1))];
  }

  private Naming naming(DepartureTargets targets, DepartureSettings settings) {
    int intents = shape.intents();
    Naming naming =
        new Naming(
            new float[intents * DepartureModel.namingLength(shape)], new float[2 * shape.spans()]);
    int[] failed = IntStream.range(0, intents).filter(targets::failed).toArray();
    if (intents == 1 || failed.length == 0) {
      return naming;
    }
    List<double[][]> shared = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    List<float[]> causes = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int[] failure : targets.failures()) {
      int[] some = some(failure, MOST_ROWS_OF_A_FAILURE);
      for (int row : some) {
        float[] target = target(targets, row);
        if (target.length > 0) {
          departures.see(features, row * shape.features());
          shared.add(shared(settings.absoluteInNaming()));
          rows.add(weighed(settings.absoluteInNaming(), 1));
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
                SHARED_PENALTY,
                failed.length < intents ? OWN_PENALTY_WITH_UNKNOWN : OWN_PENALTY)
            .least();
    for (int j = 0; j < scales.length; j++) {
      fitted[j] /= scales[j];
    }
    place(fitted, failed, settings.absoluteInNaming(), naming);
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
   * Of each intent: its own distances at each span, these against the others', and of each source,
   * span and kind its KPI's logarithm and that less the mean of the others'.
   */
  private double[][] shared(double absolute) {
    int spans = shape.spans();
    double[] logs = departures.logs();
    double[][] shared = new double[shape.intents()][sharedWidth()];
    for (int i = 0; i < shared.length; i++) {
      for (int span = 0; span < spans; span++) {
        shared[i][span] = departures.own()[i * spans + span];
        shared[i][spans + span] = departures.ownAgainstOthers()[i * spans + span];
      }
    }
    int at = 2 * spans;
    for (int block = 0; block < 2 * spans; block++) {
      double scale = block < spans ? absolute : 1;
      for (int[] owners : kinds) {
        double sum = 0;
        int count = 0;
        for (int kpi : owners) {
          sum += kpi == IntentViews.NONE ? 0 : logs[block * shape.kpis() + kpi];
          count += kpi == IntentViews.NONE ? 0 : 1;
        }
        for (int i = 0; i < shared.length; i++) {
          if (owners[i] != IntentViews.NONE) {
            double own = logs[block * shape.kpis() + owners[i]];
            shared[i][at] = scale * own;
            shared[i][at + 1] = scale * (own - (sum - own) / Math.max(1, count - 1));
          }
        }
        at += 2;
      }
    }
    return shared;
  }

  private int sharedWidth() {
    return 2 * shape.spans() * (1 + 2 * kinds.length);
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
  private void place(double[] fitted, int[] failed, double absolute, Naming naming) {
    int spans = shape.spans();
    int length = DepartureModel.namingLength(shape);
    for (int j = 0; j < naming.shared.length; j++) {
      naming.shared[j] = (float) fitted[j];
    }
    double[][] weights = new double[shape.intents()][length];
    int at = 2 * spans;
    for (int block = 0; block < 2 * spans; block++) {
      double scale = block < spans ? absolute : 1;
      for (int[] owners : kinds) {
        int count = (int) Arrays.stream(owners).filter(kpi -> kpi != IntentViews.NONE).count();
        for (int i = 0; i < weights.length; i++) {
          for (int j = 0; j < weights.length && owners[i] != IntentViews.NONE; j++) {
            if (owners[j] != IntentViews.NONE) {
              double share =
                  i == j ? fitted[at] + fitted[at + 1] : -fitted[at + 1] / Math.max(1, count - 1);
              weights[i][1 + block * shape.kpis() + owners[j]] += scale * share;
            }
          }
        }
        at += 2;
      }
    }
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
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < length; j++) {
        naming.own[i * length + j] = (float) weights[i][j];
      }
    }
  }

  private static int[] some(int[] rows, int most) {
    int size = Math.min(rows.length, most);
    return IntStream.range(0, size)
        .map(i -> rows[(int) ((i + 0.5) * rows.length / size)])
        .toArray();
  }
}
