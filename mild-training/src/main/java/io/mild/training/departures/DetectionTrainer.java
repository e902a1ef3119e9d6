package io.mild.training.departures;

import io.mild.moe.DepartureModel;
import io.mild.moe.DepartureModel.JointDepartures;
import io.mild.moe.DepartureShape;
import io.mild.moe.Departures;
import io.mild.moe.Mahalanobis;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Learns to say that something fails. Of few failures: by how far all KPIs together are from usual,
 * in joint distances of healthy rows' covariance. Of more: first the slopes of distances one by
 * one, at least 0 and drawn to those of a fixed rule; then, with that as an offset, a ridge
 * logistic regression on the averages, whose penalty grows as failures get few. Each failure weighs
 * 1, and healthy rows together as many as there are failures; the intercept is then moved to what
 * is the case.
 */
final class DetectionTrainer {
  private static final int MOST_HEALTHY_ROWS = 5_000;

  /** Of more, covariances take too long and too much. */
  private static final int MOST_KPIS = 200;

  private static final double DISTANCE_PENALTY = 3;

  /** What the slopes of standardised distances are together before any failure. */
  private static final double DISTANCE_SLOPES = 2;

  private static final double NEGLIGIBLE = 1e-3;

  private final DepartureShape shape;
  private final SeenDepartures seen;

  DetectionTrainer(DepartureShape shape, SeenDepartures seen) {
    this.shape = shape;
    this.seen = seen;
  }

  /**
   * What says that something fails, as {@link DepartureModel} has it.
   *
   * @param weights b, a and w
   * @param joint empty of too many KPIs for a covariance
   */
  record Detection(float[] weights, Optional<JointDepartures> joint) {}

  Detection fit(DepartureTargets targets, DepartureSettings settings) {
    int[] healthy =
        SeenDepartures.some(
            IntStream.range(0, targets.healthy().length)
                .filter(row -> targets.healthy()[row])
                .toArray(),
            MOST_HEALTHY_ROWS);
    List<int[]> failures = targets.failures().stream().map(SeenDepartures::some).toList();
    int positives = failures.stream().mapToInt(rows -> rows.length).sum();
    int n = healthy.length + positives;
    float[] once = usual(healthy);
    List<Mahalanobis> usual =
        settings.supervised() ? List.of() : distances(healthy, once, settings.ridge());
    double[][] distances = new double[n][];
    double[][] logs = new double[n][];
    boolean[] outcomes = new boolean[n];
    double[] weights = new double[n];
    int at = 0;
    for (int row : healthy) {
      see(row, at, once, usual, distances, logs, settings);
      weights[at++] = Math.max(1, failures.size()) / (double) healthy.length;
    }
    for (int[] failure : failures) {
      for (int row : failure) {
        see(row, at, once, usual, distances, logs, settings);
        outcomes[at] = true;
        weights[at++] = 1.0 / failure.length;
      }
    }
    int distanceCount = shape.distances() + usual.size();
    double[] means = new double[distanceCount];
    double[] deviations = new double[distanceCount];
    standardise(distances, healthy.length, means, deviations);
    double[] slopes =
        slopes(
            priors(usual.size()),
            distances,
            outcomes,
            weights,
            settings.supervised() && positives > 0);
    double[] offsets = new double[n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < slopes.length - 1; k++) {
        offsets[i] += slopes[k] * distances[i][k];
      }
    }
    double[] linear = new double[shape.weighed() + 1];
    if (positives > 0 && settings.supervised()) {
      double penalty = settings.penaltyOf(failures.size());
      linear =
          new RidgeLogisticLoss(
                  logs, offsets, outcomes, weights, penalty, new double[shape.weighed()])
              .least();
    } else {
      linear[linear.length - 1] = intercept(offsets, outcomes, weights, healthy.length);
    }
    return placed(targets, settings, once, usual, means, deviations, slopes, linear);
  }

  /** The mean of what is usual in healthy rows. */
  private float[] usual(int[] healthy) {
    double[] sums = new double[shape.averages()];
    for (int row : healthy) {
      double[] its = seen.at(row).usual();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += its[i] / healthy.length;
      }
    }
    float[] means = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      means[i] = (float) sums[i];
    }
    return means;
  }

  /** Distances of healthy rows at each span; none of too many KPIs. */
  private List<Mahalanobis> distances(int[] healthy, float[] once, double ridge) {
    if (shape.kpis() > MOST_KPIS) {
      return List.of();
    }
    DepartureCovariance covariance = new DepartureCovariance(shape);
    for (int row : healthy) {
      covariance.add(seen.at(row).tempered(once));
    }
    return IntStream.range(0, shape.spans())
        .mapToObj(span -> covariance.distance(span, ridge))
        .toList();
  }

  /** What slopes are before any failure: joint distances, where there are any, say all. */
  private double[] priors(int joint) {
    int alone = shape.distances();
    double[] priors = new double[alone + joint];
    Arrays.fill(
        priors,
        joint > 0 ? alone : 0,
        priors.length,
        DISTANCE_SLOPES / (joint > 0 ? joint : alone));
    return priors;
  }

  /** Where everything is put in its place, and the intercept moved to the share of failing rows. */
  private Detection placed(
      DepartureTargets targets,
      DepartureSettings settings,
      float[] once,
      List<Mahalanobis> usual,
      double[] means,
      double[] deviations,
      double[] slopes,
      double[] linear) {
    float[] detection = new float[DepartureModel.detectionLength(shape)];
    long failing = targets.failures().stream().mapToInt(rows -> rows.length).sum();
    double intercept =
        linear[linear.length - 1] + Math.log((failing + 0.5) / (targets.healthyRows() + 0.5));
    float[] joint = new float[usual.size()];
    for (int k = 0; k < means.length; k++) {
      double slope = deviations[k] > 0 ? slopes[k] / deviations[k] : 0;
      if (k < shape.distances()) {
        detection[1 + k] = (float) slope;
      } else {
        joint[k - shape.distances()] = (float) slope;
      }
      intercept -= slope * means[k];
    }
    int at = 1 + shape.distances();
    for (int j = 0; j < shape.weighed(); j++) {
      double scale =
          j < shape.averages() ? settings.absoluteInDetection() : settings.departuresInDetection();
      detection[at++] = (float) (scale * linear[j]);
    }
    detection[0] = (float) intercept;
    return new Detection(
        detection,
        usual.isEmpty() ? Optional.empty() : Optional.of(new JointDepartures(usual, once, joint)));
  }

  private void see(
      int row,
      int at,
      float[] once,
      List<Mahalanobis> usual,
      double[][] distances,
      double[][] logs,
      DepartureSettings settings) {
    Departures departures = seen.at(row);
    double[] alone = departures.distances();
    distances[at] = Arrays.copyOf(alone, alone.length + usual.size());
    double[] tempered = departures.tempered(once);
    for (int span = 0; span < usual.size(); span++) {
      double distance = usual.get(span).distance(tempered, span * shape.kpis());
      distances[at][alone.length + span] = Math.log1p(distance * distance);
    }
    logs[at] = seen.weighed(settings.absoluteInDetection(), settings.departuresInDetection());
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

  private static double[] slopes(
      double[] priors,
      double[][] distances,
      boolean[] outcomes,
      double[] weights,
      boolean supervised) {
    int count = priors.length;
    if (!supervised) {
      return Arrays.copyOf(priors, count + 1);
    }
    boolean[] kept = new boolean[count];
    Arrays.fill(kept, true);
    while (true) { // each time without the distance that would count for the opposite
      double[] slopes = slopes(priors, distances, kept, outcomes, weights);
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
      double[] priors, double[][] distances, boolean[] kept, boolean[] outcomes, double[] weights) {
    int[] columns = IntStream.range(0, kept.length).filter(k -> kept[k]).toArray();
    double[][] rows = new double[distances.length][columns.length];
    for (int i = 0; i < rows.length; i++) {
      for (int column = 0; column < columns.length; column++) {
        rows[i][column] = distances[i][columns[column]];
      }
    }
    double[] fitted =
        new RidgeLogisticLoss(
                rows,
                new double[rows.length],
                outcomes,
                weights,
                DISTANCE_PENALTY,
                Arrays.stream(columns).mapToDouble(k -> priors[k]).toArray())
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
      return new RidgeLogisticLoss(nothing, scores, outcomes, weights, 0, new double[0]).least()[0];
    }
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : -sorted[(int) (0.99 * (sorted.length - 1))];
  }
}
