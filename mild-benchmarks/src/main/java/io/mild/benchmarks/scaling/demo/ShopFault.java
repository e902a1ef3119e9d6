package io.mild.benchmarks.scaling.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * What goes wrong with a service, and when: it begins unnoticed, grows, and stays until somebody
 * mends it. It does not depend on what a controller does.
 *
 * @param service that it begins at
 * @param kind what runs out
 * @param onset when it begins
 * @param growth from there to its full size
 * @param until when it is mended
 * @param size slow-down of the calls at full size; of no meaning for a leak
 */
record ShopFault(
    String service, Kind kind, Instant onset, Duration growth, Instant until, double size) {
  /** What runs out. */
  enum Kind {
    /** Calls block longer and longer, until all threads wait: more replicas have more threads. */
    SATURATION,
    /** Memory that is not given back: more replicas leak as well. */
    LEAK
  }

  /** Before, 0; from the onset on up to 1. */
  double share(Instant now) {
    if (now.isBefore(onset) || !now.isBefore(until)) {
      return 0;
    }
    double grown = Duration.between(onset, now).toSeconds() / (double) growth.toSeconds();
    return Math.min(1, grown);
  }
}
