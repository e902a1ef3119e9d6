package io.mild.scaling.balance;

import java.util.random.RandomGenerator;

/** Each endpoint in turn, whatever its load, from a random one on. */
public final class RoundRobin implements Balancer {
  private int next;

  /** Gateways that began with the same endpoint would go on in step. */
  public RoundRobin(RandomGenerator random) {
    this.next = random.nextInt(Integer.MAX_VALUE);
  }

  @Override
  public int choose(Endpoints endpoints, double now) {
    next = (next + 1) % endpoints.size();
    return endpoints.id(next);
  }
}
