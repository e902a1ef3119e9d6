package io.mild.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;

/**
 * The past of a shop that nobody runs, for a Prometheus: forty metrics at a minute, in which now
 * and then the checkout, the telemetry or the analytics go wrong after an hour's notice.
 */
final class RecordedShop {
  /** A rule that is no level, one that never fires, and two of one service among them. */
  static final String RULES =
      """
      groups:
        - name: shop
          rules:
            - alert: CheckoutLatencyHigh
              expr: checkout_latency_seconds{job="checkout"} > 0.5
              for: 5m
              labels: {service: checkout}
            - alert: CheckoutErrorsHigh
              expr: sum(rate(checkout_errors_total[5m])) > 2
              for: 5m
              labels: {service: checkout}
            - alert: TelemetryQueueFull
              expr: telemetry_queue_length > 900
              for: 10m
            - alert: AnalyticsThroughputLow
              expr: 50 > analytics_throughput
              for: 5m
            - alert: DiskAlmostFull
              expr: disk_free_ratio < 0.05
              for: 15m
              annotations:
                summary: "harmless\\n# text: [that is"
            - alert: GatewayDown
              expr: absent(gateway_connections) or gateway_connections == 0
      """;

  static final String RULES_WITHOUT_LEVELS =
      """
      groups:
        - name: shop
          rules:
            - alert: CheckoutLatencyHigh
              expr: checkout_latency_seconds > 0.5 and on() orders_total > 0
            - alert: TelemetryQueueFull
              expr: telemetry_queue_length > 900 and on() orders_total > 0
      """;

  private static final int MINUTES_OF_DAY = 1440;
  private static final int RAMP = 60;
  private static final int HEIGHT = 25; // minutes of a failure
  private static final List<String> SERVICES = List.of("checkout", "telemetry", "analytics");

  private final int rows;
  private final long firstSecond;
  private final SplittableRandom random = new SplittableRandom(7);
  private final Map<String, StringBuilder> families = new LinkedHashMap<>();
  private final Map<String, double[]> trouble = new LinkedHashMap<>(); // 0 to 1, by service

  private RecordedShop(Instant last, int rows) {
    this.rows = rows;
    this.firstSecond = last.minus(Duration.ofMinutes(rows - 1L)).getEpochSecond();
  }

  /**
   * Writes it in the OpenMetrics format.
   *
   * @param last the time of the last row
   */
  static void write(Path file, Instant last, int rows) throws IOException {
    RecordedShop past = new RecordedShop(last, rows);
    past.makeTrouble();
    past.make();
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (StringBuilder family : past.families.values()) {
        out.append(family);
      }
      out.write("# EOF\n");
    }
  }

  /** One service after the other, each seven hours. */
  private void makeTrouble() {
    SERVICES.forEach(service -> trouble.put(service, new double[rows]));
    int which = 0;
    for (int start = 200; start + RAMP + HEIGHT < rows; start += 420) {
      double[] level = trouble.get(SERVICES.get(which++ % SERVICES.size()));
      for (int i = 0; i < RAMP + HEIGHT; i++) {
        level[start + i] = Math.min(1, i / (double) RAMP);
      }
    }
  }

  private void make() {
    double[] load = new double[rows];
    for (int row = 0; row < rows; row++) {
      load[row] = 100 + 30 * Math.sin(2 * Math.PI * row / MINUTES_OF_DAY) + noise(4);
    }
    double[] latency = column("checkout", 0.2, 0.5, 0.01);
    double[] queue = column("telemetry", 300, 800, 12);
    double[] throughput = column("analytics", 120, -90, 3);
    gauge("checkout_latency_seconds", "job=\"checkout\",instance=\"a\"", latency);
    also("checkout_latency_seconds", "job=\"checkout\",instance=\"b\"", plus(latency, -0.02));
    counter("checkout_errors_total", column("checkout", 6, 200, 1));
    gauge("telemetry_queue_length", "", queue);
    gauge("analytics_throughput", "", throughput);
    gauge("disk_free_ratio", "", column("", 0.6, 0, 0.02));
    gauge("gateway_connections", "", plus(load, 20));

    gauge("telemetry_queue_length_bytes", "", scaled(queue, 512)); // the same twice
    counter("orders_total", load);
    counter("orders_processed_total", load); // the same twice
    gauge("pool_size", "", plus(scaled(load, 0), 8)); // never moves
    gauge("config_version", "", plus(scaled(load, 0), 3)); // never moves
    gauge("clock_seconds", "", clock());

    for (String service : SERVICES) {
      gauge(service + "_cpu_ratio", "", column(service, 0.3, 0.3, 0.02));
      gauge(service + "_memory_bytes", "", column(service, 4e8, 3e8, 2e7));
      counter(service + "_gc_seconds_total", column(service, 1, 6, 0.1));
    }
    for (String name : List.of("web", "search", "cart", "mail", "stock", "price", "login")) {
      gauge(name + "_latency_seconds", "", column("", 0.1, 0, 0.01));
      counter(name + "_requests_total", column("", 50, 0, 6));
    }
    counter("process_cpu_seconds_total", column("", 1, 0, 0.2));
    gauge("go_goroutines", "", column("", 40, 0, 3));
    histogram("gateway_request_duration_seconds");
    alerts("CheckoutLatencyHigh", latency, it -> it > 0.5);
    alerts("TelemetryQueueFull", queue, it -> it > 900);
    alerts("AnalyticsThroughputLow", throughput, it -> it < 50);
  }

  private double noise(double deviation) {
    return deviation * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5) * 2;
  }

  private double[] column(String service, double usual, double bad, double deviation) {
    double[] level = trouble.getOrDefault(service, new double[rows]);
    double[] column = new double[rows];
    for (int row = 0; row < rows; row++) {
      column[row] = usual + bad * level[row] + noise(deviation);
    }
    return column;
  }

  private double[] clock() {
    double[] clock = new double[rows];
    for (int row = 0; row < rows; row++) {
      clock[row] = firstSecond + 60.0 * row;
    }
    return clock;
  }

  private static double[] scaled(double[] values, double by) {
    return Arrays.stream(values).map(value -> value * by).toArray();
  }

  private static double[] plus(double[] values, double what) {
    return Arrays.stream(values).map(value -> value + what).toArray();
  }

  private void gauge(String metric, String labels, double[] values) {
    families.put(metric, new StringBuilder("# TYPE " + metric + " gauge\n"));
    also(metric, labels, values);
  }

  private void also(String metric, String labels, double[] values) {
    for (int row = 0; row < rows; row++) {
      sample(metric, metric, labels, values[row], row);
    }
  }

  /** Of what is added each minute. */
  private void counter(String metric, double[] added) {
    String family = metric.substring(0, metric.length() - "_total".length());
    families.put(metric, new StringBuilder("# TYPE " + family + " counter\n"));
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += Math.max(0, added[row]);
      sample(metric, metric, "", sum, row);
    }
  }

  private void histogram(String metric) {
    families.put(metric, new StringBuilder("# TYPE " + metric + " histogram\n"));
    double[] counts = new double[4];
    String[] bounds = {"0.1", "0.5", "1.0", "+Inf"};
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      double requests = 500 + noise(50);
      double slow = 40 + noise(30);
      double[] added = {requests - 2 * slow, requests - slow, requests - slow / 3, requests};
      for (int bucket = 0; bucket < counts.length; bucket++) {
        counts[bucket] += Math.max(0, Math.rint(added[bucket]));
        sample(metric, metric + "_bucket", "le=\"" + bounds[bucket] + "\"", counts[bucket], row);
      }
      sum += requests * 0.1;
      sample(metric, metric + "_count", "", counts[3], row);
      sample(metric, metric + "_sum", "", sum, row);
    }
  }

  /** Firing while a value is bad, which promtool's backfill of rules leaves out. */
  private void alerts(String alert, double[] values, DoublePredicate isBad) {
    StringBuilder out =
        families.computeIfAbsent("ALERTS", it -> new StringBuilder("# TYPE ALERTS gauge\n"));
    for (int row = 0; row < rows; row++) {
      if (isBad.test(values[row])) {
        out.append(
            "ALERTS{alertname=\"%s\",alertstate=\"firing\"} 1 %d%n"
                .formatted(alert, firstSecond + 60L * row));
      }
    }
  }

  private void sample(String family, String metric, String labels, double value, int row) {
    families
        .get(family)
        .append(metric)
        .append(labels.isEmpty() ? "" : "{" + labels + "}")
        .append(' ')
        .append(value)
        .append(' ')
        .append(firstSecond + 60L * row)
        .append('\n');
  }
}
