package io.mild.benchmarks.scaling.simulation;

import java.util.Arrays;
import umontreal.ssj.rng.MRG32k3a;

/** Speeds and start-up times by the order of creation, the same for every policy. */
final class ReplicaSpecs {
  private static final double START_UP_SPREAD = 0.2;

  private final ServiceModel model;
  private final MRG32k3a speedStream;
  private final MRG32k3a startUpStream;
  private final int samples;
  private double[] startUps = new double[64];
  private int drawn;

  ReplicaSpecs(ServiceModel model, long seed) {
    this.model = model;
    this.speedStream = Streams.of(seed, "speeds");
    this.startUpStream = Streams.of(seed, "start-up");
    this.samples =
        (int) Math.ceil((model.metricsWindow() + model.metricsDelay()) / model.syncPeriod()) + 1;
  }

  /**
   * The next replica.
   *
   * @param number that of the one before, and one
   */
  Replica create(int number, double now) {
    double spread = model.speedSpread();
    double speed = Math.exp(spread * Streams.gaussian(speedStream) - spread * spread / 2);
    if (drawn == startUps.length) {
      startUps = Arrays.copyOf(startUps, 2 * drawn);
    }
    startUps[drawn++] =
        model.startUp() * Math.exp(START_UP_SPREAD * Streams.gaussian(startUpStream));
    return new Replica(number, speed, now, model.workers(), model.queueBound(), samples);
  }

  /** Seconds from asking for it until it is ready. */
  double startUp(int number) {
    return startUps[number];
  }
}
