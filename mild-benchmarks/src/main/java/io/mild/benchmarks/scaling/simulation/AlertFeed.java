package io.mild.benchmarks.scaling.simulation;

import io.mild.benchmarks.scaling.simulation.Fault.Kind;
import io.mild.scaling.Resource;
import io.mild.scaling.RiskSignal;
import io.mild.scaling.RiskSignal.Role;
import java.util.ArrayList;
import java.util.List;
import umontreal.ssj.rng.MRG32k3a;

/**
 * Predictions of the faults to come, as good and as bad as MILD's were measured to be. Crashes and
 * lost metrics come without a warning. A failure laid to another service reaches this one as its
 * victim; as many failures of others are laid to this one.
 */
final class AlertFeed {
  private static final double MINUTE = 60;

  /** How far beyond the middle an interval of 80 % reaches, in standard deviations. */
  private static final double EIGHTY_PERCENT = 1.2816;

  /** Of a predicted failure, how long it lasts if it is a false one. */
  private static final double FALSE_MINUTES = 10;

  /** A prediction that isn't repeated is forgotten after this. */
  private static final double VALID_SECONDS = 300;

  private static final double MARGIN = 0.6;

  /**
   * @param bias what is predicted over what is left
   */
  private record PredictedFault(
      double raised,
      double failure,
      double end,
      double bias,
      Resource resource,
      Role role,
      boolean real) {}

  private final double spread;
  private final List<PredictedFault> predicted = new ArrayList<>();

  AlertFeed(List<Fault> faults, AlertQuality quality, double seconds, long seed) {
    this.spread = quality.leadSpread();
    MRG32k3a stream = Streams.of(seed, "alerts");
    for (Fault fault : faults) {
      // all are drawn for each fault, so that no quality shifts the draws of another fault
      double heard = stream.nextDouble();
      double blamed = stream.nextDouble();
      double lead = -quality.leadMinutes() * MINUTE * Math.log(stream.nextDouble());
      double bias = Math.exp(spread * Streams.gaussian(stream));
      double falsely = stream.nextDouble();
      double when = seconds * stream.nextDouble();
      if (fault.kind() == Kind.CRASH || fault.kind() == Kind.METRICS_STALE) {
        continue;
      }
      Resource resource = fault.kind() == Kind.LEAK ? Resource.MEMORY : Resource.SATURATION;
      if (heard < quality.recall()) {
        Role role = blamed < quality.wrongCause() ? Role.VICTIM : Role.ROOT_CAUSE;
        predicted.add(
            new PredictedFault(
                fault.start() - lead, fault.start(), fault.end(), bias, resource, role, true));
      }
      double falseShare =
          quality.recall()
              * ((1 - quality.precision()) / quality.precision() + quality.wrongCause());
      if (falsely < falseShare) {
        predicted.add(
            new PredictedFault(
                when - lead,
                when,
                when + FALSE_MINUTES * MINUTE,
                bias,
                Resource.SATURATION,
                Role.ROOT_CAUSE,
                false));
      }
    }
  }

  /** What is predicted now. */
  List<RiskSignal> at(double now) {
    List<RiskSignal> signals = new ArrayList<>();
    for (PredictedFault fault : predicted) {
      if (fault.raised() <= now && now < fault.end()) {
        signals.add(signal(fault, now));
      }
    }
    return signals;
  }

  /** Whether something is predicted of this service now, and none of it is going to come. */
  boolean areAllFalse(double now) {
    List<PredictedFault> live =
        predicted.stream()
            .filter(i -> i.raised() <= now && now < i.end() && i.role() == Role.ROOT_CAUSE)
            .toList();
    return !live.isEmpty() && live.stream().noneMatch(PredictedFault::real);
  }

  private RiskSignal signal(PredictedFault fault, double now) {
    double left = Math.max(0, fault.failure() - now) * fault.bias();
    double reach = Math.exp(EIGHTY_PERCENT * spread);
    return RiskSignal.builder(
            SimulatedMonitor.SERVICE, fault.role(), fault.resource(), Seconds.instant(now))
        .risk(0.9)
        .gateMargin(MARGIN)
        .ttfLow(Seconds.duration(left / reach))
        .ttfHigh(Seconds.duration(left * reach))
        .raised(Seconds.instant(fault.raised()))
        .expires(Seconds.instant(now + VALID_SECONDS))
        .build();
  }
}
