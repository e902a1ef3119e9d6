package io.mild.benchmarks.jmh;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Incident;
import io.mild.Mild;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.report.Ingredient;
import io.mild.training.MildTrainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What {@link AssuranceStream#accept} costs with more KPIs and with more intents: as {@link
 * AcceptBenchmark}, of one horizon, on noise. It should grow as they do.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
public class ScaleBenchmark {
  /** A row each ten minutes, so that few make the week from which on the preset is the full one. */
  private static final Duration PERIOD = Duration.ofMinutes(10);

  private static final int ROWS = 2_100;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Number of KPIs and of intents. */
  @Param({"8 x 3", "40 x 3", "200 x 3", "1000 x 3", "8 x 30", "8 x 100", "8 x 300"})
  public String kpisAndIntents = "";

  private EndlessRows rows;
  private AssuranceStream stream;

  /** Trains a model for one epoch, without the mixtures that only calibrate it. */
  @Setup
  public void setUp() {
    String[] sizes = kpisAndIntents.split(" x ", 2);
    double[][] values = noise(Integer.parseInt(sizes[0]));
    List<String> intents = names("intent", Integer.parseInt(sizes[1]));
    List<Instant> times = Stream.iterate(START, time -> time.plus(PERIOD)).limit(ROWS).toList();
    KpiHistory history = KpiHistory.of(names("kpi", values[0].length), times, values);
    List<Failure> failures = new ArrayList<>();
    for (int row = 50; row < ROWS; row += 50) {
      failures.add(Failure.of("at " + row, intents.get(row / 50 % 3), times.get(row)));
    }
    Mild mild =
        MildTrainer.create()
            .horizons(Duration.ofHours(2))
            .intents(intents.toArray(String[]::new))
            .without(Ingredient.CROSS_FITTING)
            .maxEpochs(1)
            .train(history, new FailureLog(failures));
    rows = new EndlessRows(values, PERIOD);
    stream = TrainedService.requireMixture(mild).openStream();
  }

  private static double[][] noise(int kpis) {
    SplittableRandom random = new SplittableRandom(1);
    double[][] values = new double[ROWS][kpis];
    for (double[] row : values) {
      for (int kpi = 0; kpi < kpis; kpi++) {
        row[kpi] = random.nextDouble();
      }
    }
    return values;
  }

  private static List<String> names(String kind, int count) {
    return IntStream.range(0, count).mapToObj(i -> kind + i).toList();
  }

  /** This library. */
  @Benchmark
  public Optional<Incident> mild(Blackhole blackhole) {
    rows.advance();
    Assessment now = stream.accept(rows.time(), rows.values());
    blackhole.consume(now);
    return now.incident();
  }
}
