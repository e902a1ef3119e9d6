package io.mild.training.departures;

import io.mild.moe.DepartureModel;
import io.mild.moe.DepartureShape;
import io.mild.moe.IntentViews;

/**
 * Fits a {@link DepartureModel} to few failures: detection and naming, apart from one another.
 *
 * @see DetectionTrainer
 * @see NamingTrainer
 */
public final class DepartureTrainer {
  private final DepartureShape shape;
  private final DetectionTrainer detection;
  private final NamingTrainer naming;

  /**
   * @param kinds KPIs of each kind that two intents or more own one of, {@code [kind][intent]}, or
   *     {@link IntentViews#NONE}; none if nothing is to be shared
   * @param features standardised, of all rows of a history
   */
  public DepartureTrainer(DepartureShape shape, int[][] kinds, float[] features) {
    this.shape = shape;
    SeenDepartures seen = new SeenDepartures(shape, features);
    this.detection = new DetectionTrainer(shape, seen);
    this.naming = new NamingTrainer(shape, kinds, seen);
  }

  /** What these targets tell of whether any intent fails, of a model that names none. */
  DepartureModel fitDetection(DepartureTargets targets, DepartureSettings settings) {
    DetectionTrainer.Detection detected = detection.fit(targets, settings);
    return new DepartureModel(
        shape,
        detected.weights(),
        new float[shape.intents() * DepartureModel.namingLength(shape)],
        new float[DepartureModel.excessNamingLength(shape)],
        new float[DepartureModel.sharedNamingLength(shape)],
        detected.joint());
  }

  /** A model of all that these targets tell. */
  DepartureModel fit(DepartureTargets targets, DepartureSettings settings) {
    NamingTrainer.Naming named = naming.fit(targets, settings);
    DetectionTrainer.Detection detected = detection.fit(targets, settings);
    return new DepartureModel(
        shape, detected.weights(), named.own(), named.excess(), named.shared(), detected.joint());
  }
}
