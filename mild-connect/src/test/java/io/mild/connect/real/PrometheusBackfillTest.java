package io.mild.connect.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.connect.prometheus.KpiQuery;
import io.mild.connect.prometheus.PrometheusSource;
import io.mild.data.KpiHistory;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a month takes: 30 days of 40 KPIs at a minute. Making it takes longer. */
class PrometheusBackfillTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final int ROWS = 30 * 24 * 60;
  private static final int KPIS = 40;

  @TempDir private Path folder;

  @Test
  void aMonthOfFortyKpisIsThereInHalfAMinute() throws Exception {
    Path metrics = folder.resolve("month.om");
    write(metrics);
    RealPrometheus.fill(folder, metrics);
    Files.delete(metrics);
    try (RealPrometheus prometheus = RealPrometheus.start(folder, "global: {}\n")) {
      List<KpiQuery> queries =
          IntStream.range(0, KPIS)
              .mapToObj(kpi -> new KpiQuery("kpi_" + kpi, "kpi_" + kpi + "{job=\"shop\"}"))
              .toList();
      PrometheusSource source =
          PrometheusSource.of(prometheus.client(), queries, Duration.ofMinutes(1));
      long begin = System.nanoTime();
      KpiHistory history = source.history(START, START.plus(Duration.ofMinutes(ROWS - 1)));
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      System.out.printf(
          "%d rows of %d KPIs from %s in %.1f s%n",
          ROWS, KPIS, prometheus.client(), took.toMillis() / 1e3);

      assertThat(history.rows()).isEqualTo(ROWS);
      for (int row = 0; row < ROWS; row += 997) {
        for (int kpi = 0; kpi < KPIS; kpi++) {
          assertThat(history.values(row)[kpi]).isEqualTo(value(row, kpi));
        }
      }
      assertThat(took).isLessThan(Duration.ofSeconds(30));
    }
  }

  private static void write(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int kpi = 0; kpi < KPIS; kpi++) {
        out.write("# TYPE kpi_" + kpi + " gauge\n");
        for (int row = 0; row < ROWS; row++) {
          out.write("kpi_" + kpi + "{job=\"shop\"} " + value(row, kpi) + " ");
          out.write(START.getEpochSecond() + 60L * row + "\n");
        }
      }
      out.write("# EOF\n");
    }
  }

  /** A daily rhythm with digits that do not repeat. */
  private static double value(int row, int kpi) {
    return 100 + kpi + 30 * Math.sin(2 * Math.PI * row / 1440) + (row * 7919L % 1009) / 1009.0;
  }
}
