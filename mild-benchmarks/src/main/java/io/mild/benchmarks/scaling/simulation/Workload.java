package io.mild.benchmarks.scaling.simulation;

import java.util.Arrays;
import umontreal.ssj.rng.MRG32k3a;

/**
 * The requests of one day: when each arrives and how much work it is. Every policy gets the same.
 *
 * @param arrivals seconds, ascending
 * @param demands seconds that each takes on a replica of speed 1
 */
record Workload(double[] arrivals, double[] demands) {
  /** Poisson arrivals at a trace's rates, exponential demands. */
  static Workload open(Trace trace, double meanDemand, long seed) {
    MRG32k3a gaps = Streams.of(seed, "arrivals");
    double[] arrivals = new double[(int) (trace.mean() * trace.seconds() * 1.05) + 1000];
    int count = 0;
    double gap = Streams.exponential(gaps);
    for (int second = 0; second < trace.seconds(); second++) {
      double rate = trace.at(second);
      double from = second;
      while (gap <= rate * (second + 1 - from)) { // the gap is in units of expected arrivals
        from += gap / rate;
        if (count == arrivals.length) {
          arrivals = Arrays.copyOf(arrivals, 2 * count);
        }
        arrivals[count++] = from;
        gap = Streams.exponential(gaps);
      }
      gap -= rate * (second + 1 - from);
    }
    return new Workload(Arrays.copyOf(arrivals, count), demands(count, meanDemand, seed));
  }

  /** Exponential demands of so many requests, in the order in which they arrive. */
  static double[] demands(int count, double mean, long seed) {
    MRG32k3a stream = Streams.of(seed, "demands");
    double[] demands = new double[count];
    for (int i = 0; i < count; i++) {
      demands[i] = mean * Streams.exponential(stream);
    }
    return demands;
  }
}
