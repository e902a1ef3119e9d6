package io.mild.benchmarks.scaling.simulation;

import io.mild.benchmarks.scaling.simulation.Fault.Kind;
import java.util.ArrayList;
import java.util.List;

/** What goes wrong at the moment, and what it does to requests that begin now. */
final class ActiveFaults {
  private final List<Fault> active = new ArrayList<>();
  private double extraSeconds;

  void begin(Fault fault) {
    active.add(fault);
    extraSeconds += fault.kind() == Kind.DEPENDENCY_SLOW ? fault.magnitude() : 0;
  }

  void end(Fault fault) {
    active.remove(fault);
    extraSeconds -= fault.kind() == Kind.DEPENDENCY_SLOW ? fault.magnitude() : 0;
  }

  /** What each request waits for other services. */
  double extraSeconds() {
    return extraSeconds;
  }

  /** What is left of a replica's speed. */
  double slowed(double speed, Replica replica, double now) {
    double left = speed;
    for (int i = 0; i < active.size(); i++) {
      Fault fault = active.get(i);
      if (fault.kind() == Kind.REPLICA_SLOW && fault.strikes(replica)) {
        left /= fault.magnitude();
      } else if (fault.kind() == Kind.LEAK && fault.leaksIn(replica)) {
        double grown = (now - fault.start()) / (fault.end() - fault.start());
        left /= 1 + (fault.magnitude() - 1) * grown;
      }
    }
    return left;
  }
}
