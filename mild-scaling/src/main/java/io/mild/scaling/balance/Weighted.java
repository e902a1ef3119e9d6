package io.mild.scaling.balance;

import java.util.random.RandomGenerator;

/**
 * At random, in proportion to weights that fall with an endpoint's latency: the share of a newcomer
 * over the peak EWMA. The weights are set anew each second.
 */
public final class Weighted implements Balancer {
  private static final double REFRESH_SECONDS = 1;

  private final RandomGenerator random;
  private double[] cumulated = new double[0];
  private int size;
  private double validUntil = Double.NEGATIVE_INFINITY;

  /** Weights to come from the first endpoints seen. */
  public Weighted(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public int choose(Endpoints endpoints, double now) {
    if (now >= validUntil || endpoints.size() != size) {
      weigh(endpoints, now);
    }
    double point = random.nextDouble() * cumulated[size - 1];
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulated[middle] > point) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return endpoints.id(low);
  }

  private void weigh(Endpoints endpoints, double now) {
    size = endpoints.size();
    if (cumulated.length < size) {
      cumulated = new double[size];
    }
    double sum = 0;
    for (int i = 0; i < size; i++) {
      int id = endpoints.id(i);
      double latency = endpoints.latency(id, now);
      sum += endpoints.share(id, now) / (latency > 0 ? latency : 1);
      cumulated[i] = sum;
    }
    validUntil = now + REFRESH_SECONDS;
  }
}
