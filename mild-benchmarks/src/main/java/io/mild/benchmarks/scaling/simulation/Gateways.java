package io.mild.benchmarks.scaling.simulation;

import io.mild.scaling.balance.Balancer;
import io.mild.scaling.balance.Endpoints;
import io.mild.scaling.balance.LoadReport;
import io.mild.scaling.balance.Prequal;
import java.util.random.RandomGenerator;

/** The gateways of a cluster: requests spread over them, and each sees its own alone. */
final class Gateways {
  private static final int SPREADING = 0x9e3779b9;

  private final Endpoints[] endpoints;
  private final Balancer[] balancers;

  Gateways(int count, Routing routing, long seed) {
    endpoints = new Endpoints[count];
    balancers = new Balancer[count];
    for (int i = 0; i < count; i++) {
      RandomGenerator random = Streams.splittable(seed, "gateway " + i);
      endpoints[i] = new Endpoints(routing.settings());
      balancers[i] = routing.balancer().apply(random);
    }
  }

  void addWarm(int replica) {
    for (Endpoints seen : endpoints) {
      seen.addWarm(replica);
    }
  }

  void join(int replica, double now) {
    for (Endpoints seen : endpoints) {
      seen.join(replica, now);
    }
  }

  void remove(int replica) {
    for (Endpoints seen : endpoints) {
      seen.remove(replica);
    }
  }

  /** Sends a request on; the replica, or −1 if there is none. */
  int send(int request, double now) {
    int gateway = gateway(request);
    Endpoints seen = endpoints[gateway];
    if (seen.size() == 0) {
      return -1;
    }
    int replica = balancers[gateway].choose(seen, now);
    seen.sent(replica);
    return replica;
  }

  /** Told whom a gateway probes. */
  interface Probes {
    void probe(int gateway, int replica);
  }

  /** Whether any probes are ever sent. */
  boolean areProbing() {
    return balancers[0] instanceof Prequal;
  }

  /** The probes that the gateway of a request sends after it. */
  void probes(int request, Probes probes) {
    int gateway = gateway(request);
    if (balancers[gateway] instanceof Prequal prequal) {
      for (int replica : prequal.probes(endpoints[gateway])) {
        probes.probe(gateway, replica);
      }
    }
  }

  void probed(int gateway, int replica, LoadReport report, double now) {
    if (balancers[gateway] instanceof Prequal prequal && endpoints[gateway].contains(replica)) {
      prequal.probed(replica, report, now);
    }
  }

  void answered(int request, int replica, double seconds, boolean success, double now) {
    int gateway = gateway(request);
    endpoints[gateway].answered(replica, seconds, success, now);
    balancers[gateway].answered(seconds, success, now);
  }

  /** As good as at random, or gateways that take turns would go on in step; but always the same. */
  private int gateway(int request) {
    return ((request * SPREADING) >>> 16) % balancers.length;
  }
}
