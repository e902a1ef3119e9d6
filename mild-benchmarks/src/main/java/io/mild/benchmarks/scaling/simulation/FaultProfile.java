package io.mild.benchmarks.scaling.simulation;

import io.mild.benchmarks.scaling.simulation.Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import umontreal.ssj.rng.MRG32k3a;

/** What goes wrong in an hour. */
public enum FaultProfile {
  /** Nothing. */
  NONE,
  /** One of each kind, one after another, in random order and at random times. */
  MIXED,
  /** A dependency gets slow, twice: the failures that more replicas help against. */
  DEPENDENCY;

  private static final double FIRST_MINUTE = 8;
  private static final double LAST_MINUTE = 58;
  private static final double MINUTE = 60;

  /** The faults of one day, in the order of time. */
  public List<Fault> day(long seed) {
    MRG32k3a stream = Streams.of(seed, "faults");
    List<Kind> kinds =
        switch (this) {
          case NONE -> List.of();
          case MIXED -> shuffled(List.of(Kind.values()), stream);
          case DEPENDENCY -> List.of(Kind.DEPENDENCY_SLOW, Kind.DEPENDENCY_SLOW);
        };
    double slot = (LAST_MINUTE - FIRST_MINUTE) / Math.max(1, kinds.size());
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      double start = FIRST_MINUTE + slot * (i + 0.4 * stream.nextDouble());
      double minutes = slot * (0.4 + 0.2 * stream.nextDouble());
      faults.add(fault(kinds.get(i), start * MINUTE, minutes * MINUTE, stream));
    }
    return faults;
  }

  private static Fault fault(Kind kind, double start, double seconds, MRG32k3a stream) {
    double strength = stream.nextDouble();
    double draw = stream.nextDouble();
    double end = start + seconds;
    return switch (kind) {
      case REPLICA_SLOW -> new Fault(kind, start, end, 2 + 2 * strength, 0.25, draw);
      case CRASH -> new Fault(kind, start, start + 1, 0, 0.2, draw);
      case LEAK -> new Fault(kind, start, end, 2 + 2 * strength, 0.3, draw);
      case DEPENDENCY_SLOW -> new Fault(kind, start, end, 0.02 + 0.03 * strength, 1, draw);
      case METRICS_STALE -> new Fault(kind, start, end, 0, 1, draw);
    };
  }

  private static List<Kind> shuffled(List<Kind> kinds, MRG32k3a stream) {
    List<Kind> shuffled = new ArrayList<>(kinds);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int other = stream.nextInt(0, i);
      Kind moved = shuffled.set(other, shuffled.get(i));
      shuffled.set(i, moved);
    }
    return shuffled;
  }
}
