package io.mild.scaling.balance;

/** The endpoint with the lowest load; among equals, each in turn. */
public final class LeastLoaded implements Balancer {
  private int first;

  @Override
  public int choose(Endpoints endpoints, double now) {
    int size = endpoints.size();
    first = first + 1 < size ? first + 1 : 0; // or else gateways would all begin with the same one
    int best = endpoints.id(first);
    double lowest = endpoints.load(best, now);
    for (int i = 1; i < size; i++) {
      int id = endpoints.id(first + i < size ? first + i : first + i - size);
      double load = endpoints.load(id, now);
      if (load < lowest) {
        lowest = load;
        best = id;
      }
    }
    return best;
  }
}
