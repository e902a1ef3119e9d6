package io.mild.server.init;

import io.mild.connect.prometheus.KpiQuery;
import io.mild.connect.prometheus.PrometheusRule;
import io.mild.internal.io.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What KPI a metric may be, by its type: of a counter what is added a second over all series, of a
 * histogram its 95 % quantile, of all else the mean over its series. Where no target tells a type,
 * the name does.
 */
final class MetricKpis {
  private static final Duration QUANTILE_RANGE = Duration.ofMinutes(5);
  private static final Duration LEAST_SCRAPE = Duration.ofSeconds(1);

  /** A scrape may fail, or two. */
  private static final int SCRAPES_OF_A_RATE = 4;

  /** Of the blackbox exporter. */
  private static final String OF_A_PROBE = "probe_";

  private static final String PROBED = "probe_success";

  private static final String BUCKET = "_bucket";
  private static final String TOTAL = "_total";
  private static final String COUNT = "_count";
  private static final String SUM = "_sum";

  private static final Pattern PLAIN_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  /** What a Prometheus says of itself, of scrapes and of rules. */
  private static final Pattern OF_PROMETHEUS =
      Pattern.compile("(prometheus|promhttp|scrape|net_conntrack)_.*|ALERTS(_FOR_STATE)?");

  /** What each process says of itself, whatever it does. */
  private static final Pattern OF_ANY_PROCESS = Pattern.compile("(go|process|python)_.*");

  private static final Pattern OF_NO_USE = Pattern.compile(".*(_created|_info)");

  private final Map<String, String> types;
  private final Names names;
  private final Duration period;
  private final Duration rateRange;
  private final List<LeftOut> leftOut = new ArrayList<>();

  /**
   * Makes KPIs of metrics.
   *
   * @param types by metric, as far as targets tell
   * @param names those of KPIs
   * @param period of a row
   * @param scrape how often targets are asked
   */
  MetricKpis(Map<String, String> types, Names names, Duration period, Duration scrape) {
    this.types = types;
    this.names = names;
    this.period = period;
    Duration range = scrape.multipliedBy(SCRAPES_OF_A_RATE);
    this.rateRange =
        Stream.of(range, period, LEAST_SCRAPE).max(Comparator.naturalOrder()).orElseThrow();
  }

  /**
   * Those that may be KPIs, first those that are named as the rules' metrics are.
   *
   * @param metrics by their names
   * @param wanted what the operator wants of them
   * @param most so many
   */
  List<ProposedKpi> of(
      List<String> metrics, Predicate<String> wanted, List<PrometheusRule> rules, int most) {
    List<String> others =
        metrics.stream()
            .filter(metric -> !OF_PROMETHEUS.matcher(metric).matches())
            .filter(wanted)
            .toList();
    Predicate<String> isOwn = metric -> !OF_ANY_PROCESS.matcher(metric).matches();
    List<String> own = others.stream().filter(isOwn).toList();
    if (own.isEmpty()) {
      own = others;
    } else {
      others.stream()
          .filter(isOwn.negate())
          .forEach(metric -> leftOut.add(new LeftOut(metric, "is of any process")));
    }
    Set<String> all = Set.copyOf(metrics);
    List<String> useful = own.stream().filter(metric -> isUseful(metric, all)).toList();
    String expressions = String.join(" ", rules.stream().map(PrometheusRule::expression).toList());
    List<String> nearest =
        useful.stream()
            .sorted(Comparator.comparing(metric -> !expressions.contains(firstWord(metric))))
            .toList();
    nearest.stream()
        .skip(most)
        .forEach(
            metric ->
                leftOut.add(
                    new LeftOut(metric, "was not looked at, for there are more than " + most)));
    return nearest.stream().limit(most).map(metric -> kpi(metric, all)).toList();
  }

  private static String firstWord(String metric) {
    int end = metric.replace(':', '_').indexOf('_');
    return end > 0 ? metric.substring(0, end + 1) : metric;
  }

  private boolean isUseful(String metric, Set<String> all) {
    boolean isSum = metric.endsWith(SUM) && all.contains(stemOf(metric, SUM) + COUNT);
    if (isSum) {
      leftOut.add(new LeftOut(metric, "says less than what is beside it"));
    } else if (OF_NO_USE.matcher(metric).matches()) {
      leftOut.add(new LeftOut(metric, "says what is, not how it goes"));
    }
    return !isSum && !OF_NO_USE.matcher(metric).matches();
  }

  private ProposedKpi kpi(String metric, Set<String> all) {
    String selector = selector(metric);
    if (isHistogram(metric)) {
      String kpi = stem(metric, BUCKET) + "_p95";
      return proposed(
          kpi,
          "histogram_quantile(0.95, sum by (le) (rate(%s[%s])))"
              .formatted(
                  selector,
                  DurationText.of(
                      QUANTILE_RANGE.compareTo(rateRange) > 0 ? QUANTILE_RANGE : rateRange)),
          metric);
    }
    if (isCounter(metric, all)) {
      String suffix = metric.endsWith(TOTAL) ? TOTAL : metric.endsWith(COUNT) ? COUNT : "";
      return proposed(
          stem(metric, suffix) + "_rate",
          "sum(rate(%s[%s]))".formatted(selector, DurationText.of(rateRange)),
          metric);
    }
    String last = "last_over_time(%s[%s])".formatted(selector, DurationText.of(period));
    return proposed(Names.metric(metric), "avg(%s)".formatted(measured(metric, last, all)), metric);
  }

  /** A probe that failed says 0 of what it did not measure: the best time that there is. */
  private String measured(String metric, String last, Set<String> all) {
    return metric.startsWith(OF_A_PROBE) && !metric.equals(PROBED) && all.contains(PROBED)
        ? "%s and on (job, instance) last_over_time(%s[%s]) == 1"
            .formatted(last, PROBED, DurationText.of(period))
        : last;
  }

  private boolean isHistogram(String metric) {
    return metric.endsWith(BUCKET) && !type(stemOf(metric, BUCKET)).equals("gaugehistogram");
  }

  private boolean isCounter(String metric, Set<String> all) {
    String type = type(metric);
    return type.equals("counter")
        || type.isEmpty() && metric.endsWith(TOTAL)
        || metric.endsWith(TOTAL) && type(stemOf(metric, TOTAL)).equals("counter")
        || metric.endsWith(COUNT)
            && (all.contains(stemOf(metric, COUNT) + BUCKET)
                || all.contains(stemOf(metric, COUNT) + SUM));
  }

  private String type(String metric) {
    return types.getOrDefault(metric, "");
  }

  private static String stemOf(String metric, String suffix) {
    return metric.substring(0, metric.length() - suffix.length());
  }

  private static String stem(String metric, String suffix) {
    return Names.metric(stemOf(metric, suffix));
  }

  private ProposedKpi proposed(String kpi, String promql, String metric) {
    return new ProposedKpi(new KpiQuery(names.giveUnique(kpi, "_", "kpi"), promql), metric);
  }

  /** The metric; since 3.x its name may be any text. */
  private static String selector(String metric) {
    return PLAIN_NAME.matcher(metric).matches()
        ? metric
        : "{\"%s\"}"
            .formatted(metric.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
  }

  /** The metrics that are none, and why. */
  List<LeftOut> leftOut() {
    return leftOut;
  }
}
