package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Two intents that own KPIs of no common kind, a day of rows, and one failure, of the api: that the
 * queue of orders is theirs is told by its name alone.
 */
class OwnKpisNameTest {
  private static final List<String> KPIS = List.of("api_latency", "orders_queue", "cpu");
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final int ROWS = 1_440;
  private static final int RAMP = 40;
  private static final int FAILURE = 1_000;

  @Test
  void whoNeverFailedIsNamedByItsOwnKpi() {
    Mild mild = trainer().train(history(0), failure());

    Assessment now = lastBefore(mild, history(1));
    assertThat(now.rootCause()).isEqualTo("orders");
    assertThat(now.rootCauseProbabilities().get("orders")).isGreaterThan(0.8);
    assertThat(lastBefore(mild, history(0)).rootCause()).isEqualTo("api");
    assertThat(mild.report().warnings())
        .contains(
            "the names of the KPIs say whose they are: 2 intents own KPIs; root causes are named by"
                + " them first, since too few failures tell otherwise");
  }

  @Test
  void notWhereOwnersAreNotToBeFound() {
    Mild mild = trainer().findOwners(false).train(history(0), failure());

    assertThat(lastBefore(mild, history(1)).rootCauseProbabilities().get("orders")).isLessThan(0.8);
    assertThat(mild.report().warnings()).noneMatch(told -> told.contains("names of the KPIs"));
  }

  /** What fails is told by the other's KPI, each time: names mislead, and failures say so. */
  @Test
  void namesThatMisleadAreUnlearned() {
    int apart = 150;
    List<Failure> failures = new ArrayList<>();
    double[][] values = quiet();
    for (int n = 0; n < 8; n++) {
      int failure = (n + 1) * apart;
      failures.add(Failure.of("" + n, n % 2 == 0 ? "api" : "orders", minute(failure)));
      ramp(values, (n + 1) % 2, failure);
    }

    Mild mild = trainer().train(history(values), new FailureLog(failures));

    assertThat(lastBefore(mild, history(0)).rootCause()).isEqualTo("orders");
    assertThat(lastBefore(mild, history(1)).rootCause()).isEqualTo("api");
    assertThat(mild.report().warnings())
        .anyMatch(
            told ->
                told.startsWith("the names of the KPIs say whose they are: 2 intents own KPIs; ")
                    && told.contains("log loss"));
  }

  private static MildTrainer trainer() {
    return MildTrainer.create().intents("api", "orders").horizons(Duration.ofMinutes(60));
  }

  private static Assessment lastBefore(Mild mild, KpiHistory rows) {
    AssuranceStream stream = mild.openStream();
    Assessment now = stream.accept(rows.time(0), rows.values(0));
    for (int row = 1; row < FAILURE; row++) {
      now = stream.accept(rows.time(row), rows.values(row));
    }
    return now;
  }

  private static FailureLog failure() {
    return new FailureLog(List.of(Failure.of("1", "api", minute(FAILURE))));
  }

  private static KpiHistory history(int kpi) {
    double[][] values = quiet();
    ramp(values, kpi, FAILURE);
    return history(values);
  }

  private static KpiHistory history(double[][] values) {
    return KpiHistory.of(
        KPIS, IntStream.range(0, ROWS).mapToObj(OwnKpisNameTest::minute).toList(), values);
  }

  private static double[][] quiet() {
    SplittableRandom random = new SplittableRandom(7);
    return IntStream.range(0, ROWS)
        .mapToObj(
            row ->
                new double[] {
                  100 + 3 * random.nextGaussian(),
                  500 + 15 * random.nextGaussian(),
                  40 + random.nextGaussian()
                })
        .toArray(double[][]::new);
  }

  /** A KPI that rises to twice its height. */
  private static void ramp(double[][] values, int kpi, int failure) {
    for (int row = failure - RAMP; row < failure; row++) {
      values[row][kpi] *= 1 + (row - failure + RAMP) / (double) RAMP;
    }
  }

  private static Instant minute(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}
