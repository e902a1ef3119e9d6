package io.mild.benchmarks.scaling.jmh;

import io.mild.scaling.Decision;
import io.mild.scaling.DecisionLog;
import io.mild.scaling.DryRunActuator;
import io.mild.scaling.ManagedService;
import io.mild.scaling.Mode;
import io.mild.scaling.PodState;
import io.mild.scaling.ReplicaRange;
import io.mild.scaling.Resource;
import io.mild.scaling.RiskSignal;
import io.mild.scaling.ScalingController;
import io.mild.scaling.ServiceState;
import io.mild.scaling.forecast.LstmTrainer;
import io.mild.scaling.forecast.PointForecaster;
import io.mild.scaling.forecast.QuantileForecaster;
import io.mild.scaling.forecast.SeasonalNaive;
import io.mild.scaling.policy.HpaPolicy;
import io.mild.scaling.policy.HpaSettings;
import io.mild.scaling.policy.PredictivePolicy;
import io.mild.scaling.policy.RiskPolicy;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One decision on one service, from a state to the line in the log: forecast, policies, plain HPA
 * on each pod, governor; without MILD's own scoring and without the API server.
 */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecisionBenchmark {
  private static final int SYNC_SECONDS = 15;
  private static final int LEAD = 4;
  private static final int SEASON = 240;

  /** Replicas of the service. */
  @Param({"10", "100"})
  public int pods;

  /** How demand is forecast. */
  @Param({"seasonal", "lstm"})
  public String forecaster = "";

  private ScalingController controller;
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private long slot;

  /** A controller that has seen an hour. */
  @Setup
  public void start() {
    Duration period = Duration.ofSeconds(SYNC_SECONDS);
    controller =
        ScalingController.of(new DryRunActuator())
            .service(
                ManagedService.of(
                        "checkout",
                        new ReplicaRange(2, 500),
                        new HpaPolicy(HpaSettings.ofTarget(60)))
                    .forecaster(new QuantileForecaster(method(), period))
                    .policy(new RiskPolicy(RiskPolicy.Settings.DEFAULT))
                    .policy(new PredictivePolicy(PredictivePolicy.Settings.ofTarget(.6))))
            .mode(Mode.ADVISE)
            .log(DecisionLog.to(Writer.nullWriter()))
            .build();
    controller.accept(List.of(signal()));
    for (int i = 0; i < SEASON; i++) {
      decide();
    }
  }

  /** Observe, decide, log. */
  @Benchmark
  public List<Decision> decide() {
    now = now.plusSeconds(SYNC_SECONDS);
    slot++;
    controller.observe(state());
    return controller.decide(now);
  }

  private PointForecaster method() {
    if (forecaster.equals("seasonal")) {
      return new SeasonalNaive(SEASON, LEAD);
    }
    double[] history = new double[4 * SEASON];
    for (int t = 0; t < history.length; t++) {
      history[t] = rate(t);
    }
    return LstmTrainer.train(LstmTrainer.Settings.of(SEASON, LEAD), 0, history);
  }

  private ServiceState state() {
    List<PodState> all = new ArrayList<>(pods);
    Instant started = Instant.parse("2026-02-01T00:00:00Z");
    for (int i = 0; i < pods; i++) {
      all.add(PodState.ready(started, started, .5 + .001 * (i % 10), now));
    }
    return ServiceState.builder("checkout", now)
        .replicas(pods, 0, pods)
        .cpu(.5)
        .requestRate(rate(slot))
        .pods(all)
        .build();
  }

  private static double rate(long slot) {
    return 100 + 30 * Math.sin(2 * Math.PI * slot / SEASON);
  }

  private RiskSignal signal() {
    return RiskSignal.builder("checkout", RiskSignal.Role.ROOT_CAUSE, Resource.SATURATION, now)
        .risk(.8)
        .gateMargin(.5)
        .ttfLow(Duration.ofMinutes(10))
        .ttfHigh(Duration.ofMinutes(20))
        .topKpis(List.of("checkout_cpu", "checkout_queue"))
        .expires(now.plus(Duration.ofDays(36_500)))
        .build();
  }
}
