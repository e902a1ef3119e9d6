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
   * @param joint empty where averages have weights, or of too many KPIs for a covariance
   */
  record Detection(float[] weights, Optional<JointDepartures> joint) {}

  Detection fit(DepartureTargets targets, DepartureSettings settings) {
    BalancedRows rows = BalancedRows.of(targets);
    int[] healthy = Arrays.copyOf(rows.rows(), rows.healthy());
    boolean fails = healthy.length < rows.size();
    boolean isJoint = !settings.supervised() && shape.kpis() <= MOST_KPIS;
    float[] usual = isJoint ? usual(healthy) : new float[0];
    List<Mahalanobis> joint = isJoint ? joint(healthy, usual, settings.ridge()) : List.of();
    double[][] distances = new double[rows.size()][];
    double[][] logs = new double[rows.size()][];
    for (int at = 0; at < rows.size(); at++) {
      see(rows.rows()[at], at, usual, joint, distances, logs, settings);
    }
    double[] means = new double[isJoint ? joint.size() : shape.distances()];
    double[] deviations = new double[means.length];
    standardise(distances, healthy.length, means, deviations);
    double[] slopes =
        slopes(
            means.length,
            distances,
            rows.failing(),
            rows.weights(),
            settings.supervised() && fails);
    double[] offsets = new double[rows.size()];
    for (int i = 0; i < offsets.length; i++) {
      for (int k = 0; k < slopes.length - 1; k++) {
        offsets[i] += slopes[k] * distances[i][k];
      }
    }
    double[] linear = new double[shape.weighed() + 1];
    if (fails && settings.supervised()) {
      double penalty = settings.penaltyOf(targets.failures().size());
      linear =
          new RidgeLogisticLoss(logs, offsets, rows.failing(), rows.weights(), penalty, 0).least();
    } else {
      linear[linear.length - 1] = intercept(offsets, rows, healthy.length);
    }
    return placed(targets, settings, usual, joint, means, deviations, slopes, linear);
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

  /** Distances by the covariance of healthy rows at each span. */
  private List<Mahalanobis> joint(int[] healthy, float[] usual, double ridge) {
    DepartureCovariance covariance = new DepartureCovariance(shape);
    for (int row : healthy) {
      covariance.add(seen.at(row).tempered(usual));
    }
    return IntStream.range(0, shape.spans())
        .mapToObj(span -> covariance.distance(span, ridge))
        .toList();
  }

  /** Where everything is put in its place, and the intercept moved to the share of failing rows. */
  private Detection placed(
      DepartureTargets targets,
      DepartureSettings settings,
      float[] usual,
      List<Mahalanobis> joint,
      double[] means,
      double[] deviations,
      double[] slopes,
      double[] linear) {
    float[] detection = new float[DepartureModel.detectionLength(shape)];
    double intercept = linear[linear.length - 1] + targets.balance();
    float[] scaled = new float[means.length];
    for (int k = 0; k < means.length; k++) {
      double slope = deviations[k] > 0 ? slopes[k] / deviations[k] : 0;
      scaled[k] = (float) slope;
      intercept -= slope * means[k];
    }
    if (joint.isEmpty()) {
      System.arraycopy(scaled, 0, detection, 1, scaled.length);
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
        joint.isEmpty()
            ? Optional.empty()
            : Optional.of(new JointDepartures(joint, usual, scaled)));
  }

  private void see(
      int row,
      int at,
      float[] usual,
      List<Mahalanobis> joint,
      double[][] distances,
      double[][] logs,
      DepartureSettings settings) {
    Departures departures = seen.at(row);
    distances[at] =
        joint.isEmpty() ? departures.distances().clone() : distances(departures, usual, joint);
    logs[at] = seen.weighed(settings.absoluteInDetection(), settings.departuresInDetection());
  }

  /** log(1 + d²) of each span. */
  private double[] distances(Departures row, float[] usual, List<Mahalanobis> joint) {
    double[] tempered = row.tempered(usual);
    double[] distances = new double[joint.size()];
    for (int span = 0; span < distances.length; span++) {
      double distance = joint.get(span).distance(tempered, span * shape.kpis());
      distances[span] = Math.log1p(distance * distance);
    }
    return distances;
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
      int count, double[][] distances, boolean[] outcomes, double[] weights, boolean supervised) {
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
  private static double intercept(double[] scores, BalancedRows rows, int healthy) {
    if (healthy < scores.length) {
      double[][] nothing = new double[scores.length][0];
      return new RidgeLogisticLoss(nothing, scores, rows.failing(), rows.weights(), 0, 0)
          .least()[0];
    }
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : -sorted[(int) (0.99 * (sorted.length - 1))];
  }
}
