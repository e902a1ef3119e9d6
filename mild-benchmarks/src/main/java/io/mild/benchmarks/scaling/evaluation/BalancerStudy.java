package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.AlertQuality;
import io.mild.benchmarks.scaling.simulation.Autoscaler;
import io.mild.benchmarks.scaling.simulation.ClusterSimulator;
import io.mild.benchmarks.scaling.simulation.Day;
import io.mild.benchmarks.scaling.simulation.Fault;
import io.mild.benchmarks.scaling.simulation.RequestSource;
import io.mild.benchmarks.scaling.simulation.RunFigures;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.benchmarks.scaling.simulation.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Balancers alone: a service of so many replicas that are never scaled, a steady load, and more and
 * more gateways, each of which sees its own requests alone.
 *
 * <p>In each run there is a quiet hour's third, one in which neighbours take half or more of the
 * CPU of a quarter of the replicas (antagonists), and one in which these change every minute.
 */
public final class BalancerStudy {
  private static final int REPLICAS = 48;
  private static final int SECONDS = 3_600;
  private static final double WARM_UP_SECONDS = 300;
  private static final double SLOWED = 0.25;
  private static final double SLOWED_TIMES = 2.5;
  private static final double MINUTE = 60;
  private static final List<Routings> BALANCERS =
      List.of(
          Routings.ROUND_ROBIN,
          Routings.P2C,
          Routings.PEAK_EWMA,
          Routings.LEAST_LOADED,
          Routings.PREQUAL,
          Routings.PREQUAL_IN_FLIGHT);

  private final List<Integer> gateways;
  private final List<Double> loads;
  private final int seeds;

  /**
   * @param gateways numbers to try
   * @param loads shares of what the replicas can do while nothing slows them, each below 1; slowed
   *     they can do 0.85 of it
   * @param seeds days of each, from 1 on
   */
  public BalancerStudy(List<Integer> gateways, List<Double> loads, int seeds) {
    this.gateways = List.copyOf(gateways);
    this.loads = List.copyOf(loads);
    this.seeds = seeds;
  }

  /**
   * What a balancer did with so many gateways.
   *
   * @param violations share of requests that failed or missed the SLO, mean over the days
   * @param p99Millis mean of the days' quantiles of the response time
   * @param p999Millis the same, of 99.9 %
   * @param change of violations against the power of two choices, paired by days, and its interval
   */
  public record Result(
      int gateways,
      double load,
      String balancer,
      double violations,
      double p99Millis,
      double p999Millis,
      String change) {}

  /** The number of runs. */
  public int runs() {
    return gateways.size() * loads.size() * BALANCERS.size() * seeds;
  }

  /**
   * Runs all.
   *
   * @param ran told after each run
   */
  public List<Result> run(Runnable ran) {
    List<Result> results = new ArrayList<>();
    for (double load : loads) {
      for (int count : gateways) {
        ServiceModel model = ServiceModel.DEFAULT.toBuilder().gateways(count).build();
        List<RunFigures[]> figures = new ArrayList<>();
        BALANCERS.forEach(balancer -> figures.add(new RunFigures[seeds]));
        for (int seed = 1; seed <= seeds; seed++) {
          Day day = day(model, load, seed);
          RequestSource.Factory requests = RequestSource.of(day, model);
          for (int i = 0; i < BALANCERS.size(); i++) {
            figures.get(i)[seed - 1] = run(model, day, requests, BALANCERS.get(i));
            ran.run();
          }
        }
        double[] usual = of(figures.get(BALANCERS.indexOf(Routings.P2C)), RunFigures::violations);
        for (int i = 0; i < BALANCERS.size(); i++) {
          RunFigures[] its = figures.get(i);
          Estimate change = Estimate.ofChange(usual, of(its, RunFigures::violations));
          results.add(
              new Result(
                  count,
                  load,
                  BALANCERS.get(i).label(),
                  mean(its, RunFigures::violations),
                  mean(its, RunFigures::p99Millis),
                  mean(its, RunFigures::p999Millis),
                  "%+.0f ± %.0f %%".formatted(100 * change.mean(), 100 * change.halfWidth())));
        }
      }
    }
    return results;
  }

  private static Day day(ServiceModel model, double load, long seed) {
    double[] rates = new double[SECONDS];
    Arrays.fill(rates, load * REPLICAS / model.meanDemand());
    return new Day(
        "steady",
        new Trace("steady", rates),
        Optional.empty(),
        antagonists(),
        AlertQuality.MEASURED,
        WARM_UP_SECONDS,
        seed);
  }

  /** Of the second third the same replicas, of the last one others each minute. */
  private static List<Fault> antagonists() {
    double third = SECONDS / 3.0;
    List<Fault> faults = new ArrayList<>();
    faults.add(slow(third, 2 * third, 0));
    int minutes = (int) (third / MINUTE);
    for (int i = 0; i < minutes; i++) {
      double begin = 2 * third + i * MINUTE;
      faults.add(slow(begin, begin + MINUTE, i / (double) minutes));
    }
    return faults;
  }

  private static Fault slow(double begin, double end, double draw) {
    return new Fault(Fault.Kind.REPLICA_SLOW, begin, end, SLOWED_TIMES, SLOWED, draw);
  }

  private static RunFigures run(
      ServiceModel model, Day day, RequestSource.Factory requests, Routings balancer) {
    return new ClusterSimulator(
            model,
            day,
            requests.create(),
            Autoscaler.of(new FixedPolicy(REPLICAS)),
            balancer.of(model),
            REPLICAS)
        .run();
  }

  private static double[] of(RunFigures[] runs, ToDoubleFunction<RunFigures> figure) {
    return Arrays.stream(runs).mapToDouble(figure).toArray();
  }

  private static double mean(RunFigures[] runs, ToDoubleFunction<RunFigures> figure) {
    return Arrays.stream(of(runs, figure)).average().orElse(Double.NaN);
  }
}
