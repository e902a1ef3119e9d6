package io.mild.scaling.balance;

import java.util.Arrays;

/**
 * In turn, but the faster the more often: smooth weighted round robin, where an endpoint's weight
 * is its share as a newcomer over its mean latency.
 *
 * @see <a
 *     href="https://github.com/nginx/nginx/commit/52327e0627f49dbda1e8db695e63a4b0af4448b1">nginx's
 *     smooth weighted balancing</a>
 */
public final class Weighted implements Balancer {
  /** Before anything is known, all weigh the same. */
  private static final double UNKNOWN = 1;

  private double[] credit = new double[0]; // by id

  @Override
  public int choose(Endpoints endpoints, double now) {
    double sum = 0;
    int best = endpoints.id(0);
    for (int i = 0; i < endpoints.size(); i++) {
      int id = endpoints.id(i);
      if (id >= credit.length) {
        credit = Arrays.copyOf(credit, 2 * id + 1);
      }
      double latency = endpoints.meanLatency(id);
      double weight = endpoints.share(id, now) / (latency > 0 ? latency : UNKNOWN);
      credit[id] += weight;
      sum += weight;
      best = credit[id] > credit[best] ? id : best;
    }
    credit[best] -= sum;
    return best;
  }
}
