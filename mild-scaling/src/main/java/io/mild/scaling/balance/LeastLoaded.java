package io.mild.scaling.balance;

import java.util.random.RandomGenerator;

/** The endpoint with the lowest load; among equals, a random one. */
public final class LeastLoaded implements Balancer {
  private final RandomGenerator random;

  /** The random numbers decide between equals. */
  public LeastLoaded(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public int choose(Endpoints endpoints, double now) {
    int size = endpoints.size();
    int best = endpoints.id(0);
    double lowest = endpoints.load(best, now);
    int equals = 1;
    for (int i = 1; i < size; i++) {
      int id = endpoints.id(i);
      double load = endpoints.load(id, now);
      if (load < lowest) {
        lowest = load;
        best = id;
        equals = 1;
      } else if (load == lowest && random.nextInt(++equals) == 0) {
        best = id;
      }
    }
    return best;
  }
}
