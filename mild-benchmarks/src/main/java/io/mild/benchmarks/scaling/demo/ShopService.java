package io.mild.benchmarks.scaling.demo;

/**
 * A service of the shop: replicas with a pool of threads each, in which calls wait.
 *
 * @param name its name
 * @param seconds that a call takes, without what it calls itself
 * @param cpuSeconds of them on a core
 * @param threads of a replica
 * @param slo seconds that a call may take
 */
record ShopService(String name, double seconds, double cpuSeconds, int threads, double slo) {
  private static final double TIME_OUT = 5;
  private static final double FULLEST = .97;
  private static final int SHARPNESS = 8; // of the rise of waiting times towards all threads busy

  /** Share of the threads that are busy; above 1 calls are turned away. */
  double busy(double rate, double blocked, int replicas) {
    return rate * blocked / (replicas * threads);
  }

  /** Seconds that a call takes where it blocks a thread for so long. */
  double latency(double blocked, double busy) {
    double used = Math.min(FULLEST, busy);
    double waits = Math.pow(used, SHARPNESS) / (1 - used);
    return Math.min(TIME_OUT, blocked * (1 + waits));
  }
}
