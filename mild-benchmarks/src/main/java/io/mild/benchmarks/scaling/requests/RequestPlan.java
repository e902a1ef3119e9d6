package io.mild.benchmarks.scaling.requests;

import java.util.SplittableRandom;

/**
 * When requests come and what they take: the same for each policy, whatever it makes of them.
 *
 * @param atNanos since the start, rising
 * @param workNanos that each holds a worker of a steady server
 */
record RequestPlan(long[] atNanos, long[] workNanos) {
  private static final double NANOS = 1e9;

  /**
   * A Poisson stream of requests of exponential length.
   *
   * @param rate requests a second
   * @param seconds length of the plan
   * @param meanWorkSeconds mean length of a request
   */
  static RequestPlan poisson(double rate, double seconds, double meanWorkSeconds, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SplittableRandom lengths = random.split();
    int count = (int) Math.round(rate * seconds);
    long[] at = new long[count];
    long[] work = new long[count];
    double now = 0;
    for (int i = 0; i < count; i++) {
      now += exponential(random) / rate;
      at[i] = (long) (now * NANOS);
      work[i] = (long) (exponential(lengths) * meanWorkSeconds * NANOS);
    }
    return new RequestPlan(at, work);
  }

  private static double exponential(SplittableRandom random) {
    return -Math.log1p(-random.nextDouble());
  }

  int size() {
    return atNanos.length;
  }
}
