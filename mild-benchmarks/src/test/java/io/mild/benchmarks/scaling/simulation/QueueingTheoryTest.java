package io.mild.benchmarks.scaling.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.mild.scaling.Recommendation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The simulation against the formulas of queueing theory. */
class QueueingTheoryTest {
  private static final double MEAN_DEMAND = 0.1;
  private static final int SECONDS = 80_000;

  /** M/M/1: W = 1 / (μ − λ); the 99 % quantile of an exponential is ln 100 times its mean. */
  @Test
  void oneWorkerAnswersAsAnMm1Queue() {
    double rate = 7;
    RunFigures figures =
        ServiceModels.run(
            ServiceModels.ideal(1, MEAN_DEMAND, 15),
            ServiceModels.day(rate, SECONDS, List.of(), 1),
            1);

    double response = 1 / (1 / MEAN_DEMAND - rate);
    assertThat(figures.meanMillis() / 1000).isCloseTo(response, withinPercentage(3));
    assertThat(figures.p99Millis() / 1000).isCloseTo(Math.log(100) * response, withinPercentage(6));
  }

  /** M/M/c: W = 1 / μ + C(c, λ / μ) / (c μ − λ), with Erlang's C. */
  @Test
  void severalWorkersAnswerAsAnMmcQueue() {
    int workers = 4;
    double rate = 32;
    RunFigures figures =
        ServiceModels.run(
            ServiceModels.ideal(workers, MEAN_DEMAND, 15),
            ServiceModels.day(rate, SECONDS / 4, List.of(), 2),
            1);

    double load = rate * MEAN_DEMAND;
    double response = MEAN_DEMAND + erlangC(workers, load) / (workers / MEAN_DEMAND - rate);
    assertThat(figures.meanMillis() / 1000).isCloseTo(response, withinPercentage(3));
  }

  /** The textbook's sum: aᶜ/c! · c/(c−a) over itself and Σ aᵏ/k!, k below c. */
  private static double erlangC(int workers, double load) {
    double term = 1;
    double sum = 0;
    for (int k = 0; k < workers; k++) {
      sum += term;
      term *= load / (k + 1);
    }
    double waiting = term * workers / (workers - load);
    return waiting / (sum + waiting);
  }

  /** Utilisation law: a worker is busy for the share λ / μ of the time. */
  @Test
  void cpuIsUsedAsTheUtilisationLawSays() {
    RunFigures figures =
        ServiceModels.run(
            ServiceModels.ideal(1, MEAN_DEMAND, 15),
            ServiceModels.day(7, SECONDS, List.of(), 3),
            1);

    assertThat(figures.utilization()).isCloseTo(0.7, withinPercentage(1));
  }

  /** Little's law for the queue: the mean number that wait is λ times their mean wait. */
  @Test
  void asManyWaitAsLittlesLawSays() {
    double rate = 7;
    List<Double> waiting = new ArrayList<>();
    RunFigures figures =
        ServiceModels.run(
            ServiceModels.ideal(1, MEAN_DEMAND, 2),
            ServiceModels.day(rate, SECONDS, List.of(), 4),
            situation -> {
              waiting.add(situation.state().queue());
              return Recommendation.of("watch", situation.state().time(), 1);
            },
            1);

    double meanWait = figures.meanMillis() / 1000 - MEAN_DEMAND;
    double meanWaiting = waiting.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    assertThat(meanWaiting).isCloseTo(rate * meanWait, withinPercentage(3));
  }

  /** The interactive response time law: X = N / (R + Z). */
  @Test
  void aClosedLoopKeepsTheInteractiveResponseTimeLaw() {
    Day open = ServiceModels.day(1, 8000, List.of(), 5);
    Day day =
        new Day(
            "closed",
            open.trace(),
            Optional.of(new Day.Clients(20, 1)),
            List.of(),
            AlertQuality.NONE,
            300,
            5);
    RunFigures figures = ServiceModels.run(ServiceModels.ideal(1, MEAN_DEMAND, 15), day, 1);

    assertThat(figures.throughput() * (figures.meanMillis() / 1000 + 1))
        .isCloseTo(20, withinPercentage(2));
  }
}
