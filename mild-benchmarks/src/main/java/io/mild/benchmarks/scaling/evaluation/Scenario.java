package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.AlertQuality;
import io.mild.benchmarks.scaling.simulation.Day;
import io.mild.benchmarks.scaling.simulation.FaultProfile;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.benchmarks.scaling.simulation.Trace;
import io.mild.benchmarks.scaling.simulation.TraceShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A kind of day.
 *
 * @param name in results
 * @param title for people
 * @param trace of a seed
 * @param load times the usual rates
 * @param earlierDays how many days before this one are known to forecasters
 * @param others days of other services that are known, at this load
 * @param clients in a closed loop
 * @param faults what goes wrong
 * @param alerts how well it is predicted
 */
public record Scenario(
    String name,
    String title,
    LongFunction<Trace> trace,
    double load,
    int earlierDays,
    List<Trace> others,
    Optional<Day.Clients> clients,
    FaultProfile faults,
    AlertQuality alerts) {
  private static final int KNOWN_DAYS = 6;
  private static final double WARM_UP_SECONDS = 300;

  /** The traces' rates are halved, and with them the time that an evaluation takes. */
  private static final double SCALE = 0.5;

  /** Days that belong to a seed: its own and those before. */
  private static final long DAYS_A_SEED = 100;

  /** The source's think time; about as many clients as make the traces' usual load. */
  private static final Day.Clients CLIENTS = new Day.Clients(60, 0.1875);

  /** All that run by default. */
  static List<Scenario> generated() {
    List<Scenario> scenarios = new ArrayList<>();
    for (TraceShape shape : TraceShape.values()) {
      scenarios.add(open(shape, "", FaultProfile.NONE));
    }
    scenarios.add(open(TraceShape.BURSTY, "faults", FaultProfile.MIXED));
    scenarios.add(open(TraceShape.DIURNAL, "slow dependency", FaultProfile.DEPENDENCY));
    scenarios.add(
        new Scenario(
            "bursty-closed",
            "bursty, closed loop",
            TraceShape.BURSTY::day,
            1,
            KNOWN_DAYS,
            List.of(),
            Optional.of(CLIENTS),
            FaultProfile.NONE,
            AlertQuality.MEASURED));
    return scenarios;
  }

  /** A day that was recorded: the same rates for each seed, and no day before is known. */
  static Scenario recorded(Trace trace) {
    return recorded(trace, List.of());
  }

  /** A day that was recorded, beside days of other services. */
  public static Scenario recorded(Trace trace, List<Trace> others) {
    return new Scenario(
        "recorded-" + trace.name(),
        trace.name() + ", recorded",
        seed -> trace,
        1,
        0,
        List.copyOf(others),
        Optional.empty(),
        FaultProfile.NONE,
        AlertQuality.MEASURED);
  }

  /** The same at another load. */
  public Scenario times(double factor) {
    return new Scenario(
        name + "-times-" + factor,
        title + " × " + factor,
        trace,
        load * factor,
        earlierDays,
        others,
        clients,
        faults,
        alerts);
  }

  /**
   * The same with faults.
   *
   * @param suffix of the name
   * @param quality how well they are predicted
   */
  public Scenario withFaults(String suffix, FaultProfile profile, AlertQuality quality) {
    return new Scenario(
        name + "-" + suffix,
        title + ", " + suffix,
        trace,
        load,
        earlierDays,
        others,
        clients,
        profile,
        quality);
  }

  private static Scenario open(TraceShape shape, String with, FaultProfile faults) {
    String suffix = with.isEmpty() ? "" : "-" + with.replace(' ', '-');
    return new Scenario(
        shape.label() + suffix,
        shape.label().replace('-', ' ') + (with.isEmpty() ? "" : ", " + with),
        shape::day,
        1,
        KNOWN_DAYS,
        List.of(),
        Optional.empty(),
        faults,
        AlertQuality.MEASURED);
  }

  public Day day(long seed) {
    return day(seed * DAYS_A_SEED, seed);
  }

  /** The last day before, without faults, if one is known. */
  Optional<Day> yesterday(long seed) {
    long before = seed * DAYS_A_SEED + 1;
    return earlierDays == 0
        ? Optional.empty()
        : Optional.of(day(before, before).withFaults(List.of()));
  }

  private Day day(long number, long seed) {
    return new Day(
        name,
        trace.apply(number).times(SCALE * load),
        clients,
        faults.day(seed),
        alerts,
        WARM_UP_SECONDS,
        seed);
  }

  /** What is known before the day, of it or of others. */
  public DemandHistory history(ServiceModel model, long seed) {
    return new DemandHistory(
        earlier(seed),
        others.stream().map(other -> other.times(SCALE * load)).toList(),
        model,
        seed);
  }

  /** The days before, the earliest first. */
  List<Trace> earlier(long seed) {
    List<Trace> days = new ArrayList<>();
    for (int before = earlierDays; before > 0; before--) {
      days.add(trace.apply(seed * DAYS_A_SEED + before).times(SCALE * load));
    }
    return days;
  }
}
