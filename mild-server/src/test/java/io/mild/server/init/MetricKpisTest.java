package io.mild.server.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.connect.prometheus.PrometheusRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricKpisTest {
  private static final Duration PERIOD = Duration.ofSeconds(15);

  @Test
  void aMetricIsAskedForAsItsTypeSays() {
    MetricKpis metrics = of(Map.of("paid", "counter", "lag_total", "gauge"));

    assertThat(
            queries(
                metrics,
                "http_requests_total",
                "lag_total",
                "latency_bucket",
                "latency_count",
                "paid",
                "queue",
                "réponse.durée"))
        .containsExactly(
            "http_requests_rate = sum(rate(http_requests_total[1m]))",
            "lag_total = avg(last_over_time(lag_total[15s]))",
            "latency_p95 = histogram_quantile(0.95, sum by (le) (rate(latency_bucket[5m])))",
            "latency_rate = sum(rate(latency_count[1m]))",
            "paid_rate = sum(rate(paid[1m]))",
            "queue = avg(last_over_time(queue[15s]))",
            "réponse_durée = avg(last_over_time({\"réponse.durée\"}[15s]))");
  }

  /** Or a service that hangs would be the fastest. */
  @Test
  void whatAProbeMeasuredIsMissingWhereItFailed() {
    assertThat(queries(of(Map.of()), "probe_http_duration_seconds", "probe_success"))
        .containsExactly(
            "probe_http_duration_seconds = avg(last_over_time(probe_http_duration_seconds[15s])"
                + " and on (job, instance) last_over_time(probe_success[15s]) == 1)",
            "probe_success = avg(last_over_time(probe_success[15s]))");
  }

  @Test
  void whatSaysNothingOfTheServiceIsLeftOut() {
    MetricKpis metrics = of(Map.of());

    assertThat(
            queries(
                metrics,
                "prometheus_tsdb_head_series",
                "ALERTS",
                "go_goroutines",
                "build_info",
                "a_count",
                "a_created",
                "a_sum",
                "b_sum"))
        .containsExactly(
            "a_rate = sum(rate(a_count[1m]))", "b_sum = avg(last_over_time(b_sum[15s]))");
    assertThat(metrics.leftOut())
        .extracting(LeftOut::what)
        .containsExactly("go_goroutines", "build_info", "a_created", "a_sum");
  }

  @Test
  void ofAProcessIsTakenWhereNothingElseIsThere() {
    assertThat(queries(of(Map.of()), "go_goroutines", "prometheus_build"))
        .containsExactly("go_goroutines = avg(last_over_time(go_goroutines[15s]))");
  }

  @Test
  void whatIsNamedLikeTheRulesMetricsComesFirst() {
    MetricKpis metrics = of(Map.of());
    PrometheusRule rule =
        new PrometheusRule(
            "g", "Slow", true, "max(shop_latency) > 5", Duration.ZERO, Map.of(), Map.of());

    List<ProposedKpi> two =
        metrics.of(List.of("a_load", "b_load", "shop_load"), name -> true, List.of(rule), 2);

    assertThat(two).extracting(ProposedKpi::of).containsExactly("shop_load", "a_load");
    assertThat(metrics.leftOut())
        .containsExactly(new LeftOut("b_load", "was not looked at, for there are more than 2"));
  }

  private static MetricKpis of(Map<String, String> types) {
    return new MetricKpis(types, new Names(), PERIOD, PERIOD);
  }

  private static List<String> queries(MetricKpis metrics, String... names) {
    return metrics.of(List.of(names), name -> true, List.of(), 100).stream()
        .map(kpi -> kpi.name() + " = " + kpi.query().promql())
        .toList();
  }
}
