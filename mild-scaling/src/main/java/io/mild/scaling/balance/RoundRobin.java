package io.mild.scaling.balance;

/** Each endpoint in turn, whatever its load. */
public final class RoundRobin implements Balancer {
  private int next;

  @Override
  public int choose(Endpoints endpoints, double now) {
    if (next >= endpoints.size()) {
      next = 0;
    }
    return endpoints.id(next++);
  }
}
