package io.mild.connect.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JointQueryTest {
  @Test
  void metricsOfTheSameLabelsAreOneSelector() {
    JointQuery query = query("load{job=\"a\"}", " depth {job=\"a\"} ", "sum(rate(x[2m]))");

    assertThat(query.promql())
        .isEqualTo(
            """
            last_over_time({__name__=~"load|depth",job="a"}[59999ms])
            or label_replace((sum(rate(x[2m]))
            ),"mild_kpi","2","","")\
            """);
    TimeSeries load = series(Map.of("__name__", "load", "job", "a"));
    TimeSeries depth = series(Map.of("__name__", "depth", "job", "a"));
    TimeSeries sum = series(Map.of("mild_kpi", "2"));
    List<TimeSeries> all = List.of(sum, depth, load);
    assertThat(query.of(0, all)).containsExactly(load);
    assertThat(query.of(1, all)).containsExactly(depth);
    assertThat(query.of(2, all)).containsExactly(sum);
  }

  @Test
  void withoutLabelsTheyAreToo() {
    assertThat(query("load", "depth").promql())
        .isEqualTo("last_over_time({__name__=~\"load|depth\"}[59999ms])");
  }

  @Test
  void whatIsThereTwiceIsAskedForByItself() {
    assertThat(query("load", "depth", "load").promql())
        .startsWith("last_over_time({__name__=~\"load|depth\"}[59999ms])\nor label_replace(")
        .contains("\"mild_kpi\",\"2\"");
  }

  /** Their names would not tell them apart. */
  @Test
  void metricsOfSeveralSetsOfLabelsAreAskedForOneByOne() {
    String query = query("a{x=\"1\"}", "b{x=\"1\"}", "a{x=\"2\"}", "b{x=\"2\"}").promql();

    assertThat(query).doesNotContain("__name__").contains("\"3\"");
  }

  @Test
  void aSelectorWithoutAMetricsNameIsAskedForByItself() {
    assertThat(query("{__name__=\"load\"}", "{__name__=\"depth\"}").promql())
        .startsWith("label_replace((last_over_time({__name__=\"load\"}[59999ms])");
  }

  private static JointQuery query(String... promql) {
    return new JointQuery(
        Arrays.stream(promql).map(each -> new KpiQuery("kpi", each)).toList(),
        Duration.ofMinutes(1));
  }

  private static TimeSeries series(Map<String, String> labels) {
    return new TimeSeries(labels, new long[0], new double[0], false);
  }
}
