package io.mild.connect.prometheus;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A KPI and the PromQL that gives it.
 *
 * <p>A <em>plain selector</em>, such as {@code queue_length{job="api"}}, is asked for its latest
 * sample of the period, so that it is missing as soon as a period has none. Prometheus itself would
 * repeat the last sample for five minutes: so it does for what stands in an expression without a
 * range, such as {@code sum(queue_length)}. Newer servers are asked not to; where yours is older,
 * write {@code sum(last_over_time(queue_length[59s]))}.
 *
 * @param kpi its name
 * @param promql an expression that gives at most one series, or a scalar
 */
public record KpiQuery(String kpi, String promql) {
  /** Nothing here is tried twice, so that no text takes long. */
  private static final String MATCHERS =
      "\\{(?:[^{}\"'`]++|\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)*+'|`[^`]*+`)*+\\}";

  private static final Pattern PLAIN =
      Pattern.compile(
          "\\s*+(?:[a-zA-Z_:][a-zA-Z0-9_:]*+\\s*+(?:" + MATCHERS + ")?+|" + MATCHERS + ")\\s*+");

  /** A metric's name, and what is between the braces. */
  private static final Pattern NAMED =
      Pattern.compile("\\s*+([a-zA-Z_:][a-zA-Z0-9_:]*+)\\s*+(?:\\{(.*)\\})?+\\s*+", Pattern.DOTALL);

  /**
   * A plain selector in parts.
   *
   * @param metric its name
   * @param matchers of its labels, as they are written
   */
  record Selector(String metric, String matchers) {}

  /**
   * @throws IllegalArgumentException if the name or the expression is blank
   */
  public KpiQuery {
    if (kpi.isBlank()) {
      throw new IllegalArgumentException("a KPI must have a name, but was '" + kpi + "'");
    }
    if (promql.isBlank()) {
      throw new IllegalArgumentException("KPI '" + kpi + "' must have a PromQL expression");
    }
  }

  /** Whether the expression is a selector and nothing else. */
  public boolean isPlainSelector() {
    String word = promql.strip().toLowerCase(Locale.ROOT);
    return PLAIN.matcher(promql).matches() && !word.equals("nan") && !word.equals("inf");
  }

  /** The parts of a plain selector that begins with a metric's name. */
  Optional<Selector> selector() {
    Matcher named = NAMED.matcher(promql);
    return isPlainSelector() && named.matches()
        ? Optional.of(
            new Selector(named.group(1), named.group(2) == null ? "" : named.group(2).strip()))
        : Optional.empty();
  }

  /**
   * What is asked.
   *
   * <p>A range of a millisecond less than a period: 2.x takes in both of its ends, and the sample
   * at the period's beginning is of the one before.
   */
  String asked(Duration period) {
    return isPlainSelector()
        ? "last_over_time(%s[%dms])".formatted(promql.strip(), period.toMillis() - 1)
        : promql;
  }
}
