package io.mild.connect.prometheus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One query for several KPIs, whose answers it tells apart: plain selectors of the same labels by
 * their metrics' names, as one selector, which a server answers some times sooner than one each;
 * all others by a label that they are given.
 */
final class JointQuery {
  private static final String KPI_LABEL = "mild_kpi";
  private static final String NAME = "__name__";

  private final Map<Integer, String> metrics = new HashMap<>(); // of KPIs that are asked as one
  private final String promql;

  /**
   * A query.
   *
   * @param kpis at least one
   * @param period of a row
   */
  JointQuery(List<KpiQuery> kpis, Duration period) {
    Map<String, Map<String, Integer>> alike = alike(kpis);
    List<String> parts = new ArrayList<>();
    alike.forEach(
        (matchers, named) -> {
          if (named.size() > 1) {
            named.forEach((metric, kpi) -> metrics.put(kpi, metric));
            parts.add(new KpiQuery("several", selector(matchers, named.keySet())).asked(period));
          }
        });
    if (parts.size() > 1) { // of one metric with other labels, which one could not tell apart
      parts.clear();
      metrics.clear();
    }
    for (int kpi = 0; kpi < kpis.size(); kpi++) {
      if (!metrics.containsKey(kpi)) {
        parts.add(named(kpi, kpis.get(kpi).asked(period)));
      }
    }
    promql = String.join("\nor ", parts);
  }

  /** Metrics by matchers, and the first KPI of each. */
  private static Map<String, Map<String, Integer>> alike(List<KpiQuery> kpis) {
    Map<String, Map<String, Integer>> alike = new LinkedHashMap<>();
    for (int kpi = 0; kpi < kpis.size(); kpi++) {
      int number = kpi;
      kpis.get(kpi)
          .selector()
          .filter(selector -> !selector.matchers().contains(NAME))
          .ifPresent(
              selector ->
                  alike
                      .computeIfAbsent(selector.matchers(), labels -> new LinkedHashMap<>())
                      .putIfAbsent(selector.metric(), number));
    }
    return alike;
  }

  private static String selector(String matchers, Collection<String> metrics) {
    return "{%s=~\"%s\"%s}"
        .formatted(NAME, String.join("|", metrics), matchers.isEmpty() ? "" : "," + matchers);
  }

  /** Selectors, as few as may be, of all KPIs that are plain selectors. */
  static List<String> selectors(List<KpiQuery> kpis) {
    List<String> selectors = new ArrayList<>();
    alike(kpis).forEach((matchers, named) -> selectors.add(selector(matchers, named.keySet())));
    kpis.stream()
        .filter(KpiQuery::isPlainSelector)
        .filter(kpi -> kpi.selector().filter(it -> !it.matchers().contains(NAME)).isEmpty())
        .forEach(kpi -> selectors.add(kpi.promql().strip()));
    return selectors;
  }

  /** Gives what an expression gives a label; the line ends, for it may end in a comment. */
  private static String named(int kpi, String promql) {
    return "label_replace((%s\n),\"%s\",\"%d\",\"\",\"\")".formatted(promql, KPI_LABEL, kpi);
  }

  String promql() {
    return promql;
  }

  /** Those of an answer that are a KPI's. */
  List<TimeSeries> of(int kpi, List<TimeSeries> all) {
    String metric = metrics.get(kpi);
    String label = Integer.toString(kpi);
    return all.stream()
        .filter(
            series ->
                metric == null
                    ? label.equals(series.labels().get(KPI_LABEL))
                    : metric.equals(series.labels().get(NAME))
                        && !series.labels().containsKey(KPI_LABEL))
        .toList();
  }
}
