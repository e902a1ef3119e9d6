package io.mild.benchmarks.scaling.jmh;

import io.mild.scaling.balance.Balancer;
import io.mild.scaling.balance.Dispatcher;
import io.mild.scaling.balance.Dispatcher.Member;
import io.mild.scaling.balance.Endpoints;
import io.mild.scaling.balance.LeastLoaded;
import io.mild.scaling.balance.LoadReport;
import io.mild.scaling.balance.Prequal;
import io.mild.scaling.balance.TwoChoices;
import io.mild.scaling.balance.Weighted;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a request costs besides being sent: the choice, its counting, and Prequal's answers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DispatchBenchmark {
  /** Requests in flight all the time. */
  private static final int IN_FLIGHT = 64;

  /** Which balancer chooses. */
  @Param({"prequal", "least", "two", "ewma", "weighted"})
  public String balancer = "";

  /** Replicas. */
  @Param({"10", "100"})
  public int endpoints;

  private Dispatcher<Integer> dispatcher;
  private final Dispatcher.Request[] underWay = new Dispatcher.Request[IN_FLIGHT];
  private int next;

  /** Endpoints that are busy as they are in the middle of a day. */
  @Setup
  public void start() {
    RandomGenerator random = new SplittableRandom(1);
    dispatcher = new Dispatcher<>(balancer(random), Endpoints.Settings.DEFAULT);
    for (int i = 0; i < endpoints; i++) {
      dispatcher.addWarm(i);
    }
    for (int i = 0; i < IN_FLIGHT; i++) {
      underWay[i] = dispatcher.choose().orElseThrow().sent();
    }
  }

  private Balancer balancer(RandomGenerator random) {
    return switch (balancer) {
      case "prequal" -> new Prequal(random);
      case "least" -> new LeastLoaded(random);
      case "two" -> TwoChoices.byLoad(random);
      case "ewma" -> TwoChoices.byPeakEwma(random);
      default -> new Weighted();
    };
  }

  /** One request is answered, the next is sent; three probes are answered. */
  @Benchmark
  public Member<Integer> request() {
    next = (next + 1) % IN_FLIGHT;
    underWay[next].answered(true);
    Member<Integer> chosen = dispatcher.choose().orElseThrow();
    underWay[next] = chosen.sent();
    for (Member<Integer> asked : dispatcher.probes()) {
      asked.probed(new LoadReport(next % 8, 0.01));
    }
    return chosen;
  }
}
