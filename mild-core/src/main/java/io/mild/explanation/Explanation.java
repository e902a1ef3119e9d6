package io.mild.explanation;

import io.mild.internal.io.Digits;
import io.mild.internal.io.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Why a risk is what it is: the interventional Shapley value of each KPI, or the Owen value of each
 * feature, against healthy rows of the training; those of the same time of day on the same kind of
 * day, where the model keeps enough of them.
 *
 * <p>The contributions sum to {@code value − usual}, and those of a KPI's features to the KPI's.
 *
 * @param intent whose risk it is
 * @param horizon of the risk
 * @param explained what is explained: the risk, its log-odds or the root-cause probability
 * @param time of the row
 * @param usual mean of what is explained over the healthy rows
 * @param value what is explained, before smoothing
 * @param contributions largest first, by absolute value
 * @see <a href="https://arxiv.org/abs/1705.07874">Lundberg and Lee 2017</a>
 */
public record Explanation(
    String intent,
    Duration horizon,
    ExplanationTarget explained,
    Instant time,
    double usual,
    double value,
    List<Contribution> contributions) {

  private static final int SHOWN_IN_LINE = 4;
  private static final int SHOWN_IN_PICTURE = 9;

  /** Copies the list. */
  public Explanation {
    contributions = List.copyOf(contributions);
  }

  /**
   * What one KPI or feature adds.
   *
   * @param name the KPI's or the feature's name, such as {@code api_latency.mean_5m}
   * @param contribution in the unit of what is explained; negative where it lowers it
   * @param standardError of the contribution where it was sampled; 0 where it is exact
   * @param level where the KPI or feature stands, and where it usually does
   */
  public record Contribution(String name, double contribution, double standardError, Level level) {
    /** Such as {@code api_latency mean_15m 182 (usual 95–110): +0.61}. */
    @Override
    public String toString() {
      return "%s: %s".formatted(label(), signed(contribution));
    }

    /** Name and level, such as {@code api_latency mean_15m 182 (usual 95–110)}. */
    public String label() {
      String statistic = level.statistic;
      String ofKpi = statistic.isEmpty() || name.endsWith("." + statistic) ? "" : " " + statistic;
      return name + ofKpi + " " + level;
    }
  }

  /**
   * Where a KPI stands. A KPI is shown by the mean over a quarter of an hour or the next longer
   * span that the model looks at; one whose features are averages of what deviates from its daily
   * and weekly rhythm, on top of what is expected at that time.
   *
   * @param statistic which of the KPI's features this is, such as {@code mean_15m}; empty for the
   *     KPI's latest value
   * @param value in the KPI's unit
   * @param usualLow what a tenth of the healthy rows are below
   * @param usualHigh what a tenth of them are above
   * @param clipped whether the value is farther out than the model looks: it is at least as far
   * @param missing whether the KPI has no value that counts at this row: the value is what earlier
   *     rows left, or what is usual where they left nothing
   */
  public record Level(
      String statistic,
      double value,
      double usualLow,
      double usualHigh,
      boolean clipped,
      boolean missing) {
    /** Of a KPI that has a value. */
    public Level(
        String statistic, double value, double usualLow, double usualHigh, boolean clipped) {
      this(statistic, value, usualLow, usualHigh, clipped, false);
    }

    /** The same of a KPI that is missing. */
    public Level asMissing() {
      return new Level(statistic, value, usualLow, usualHigh, clipped, true);
    }

    /**
     * Such as {@code 182 (usual 95–110)}, with two digits of what is between the latter two; or
     * {@code missing, was 182 (usual 95–110)}.
     */
    @Override
    public String toString() {
      double width = Math.abs(usualHigh - usualLow);
      return "%s%s%s (usual %s–%s)"
          .formatted(
              missing ? "missing, was " : "",
              clipped ? "beyond " : "",
              Digits.of(value, width),
              Digits.of(usualLow, width),
              Digits.of(usualHigh, width));
    }
  }

  /** The largest contributions, at most {@code count}. */
  public List<Contribution> top(int count) {
    return contributions.subList(0, Math.min(count, contributions.size()));
  }

  /**
   * How much of all that raises or lowers is this contribution's, 0 to 1: its absolute value among
   * the sum of all absolute values.
   */
  public double share(Contribution contribution) {
    double sum = contributions.stream().mapToDouble(c -> Math.abs(c.contribution)).sum();
    return sum > 0 ? Math.abs(contribution.contribution) / sum : 0;
  }

  /**
   * One line, such as {@code api risk 0.83 (usual 0.02): api_latency mean_15m 182 (usual 95–110):
   * +0.61; sri mean_15m 98.1 (usual 99.2–99.6): +0.15}.
   */
  @Override
  public String toString() {
    return headline("%.2f")
        + ": "
        + top(SHOWN_IN_LINE).stream().map(Contribution::toString).collect(Collectors.joining("; "));
  }

  private String headline(String number) {
    return String.format(
        Locale.ROOT,
        "%s %s " + number + " (usual " + number + ")",
        intent,
        explained,
        value,
        usual);
  }

  /** Some lines for a person: a headline, then each contribution with its share. */
  public String toText() {
    int width = contributions.stream().mapToInt(c -> c.label().length()).max().orElse(1);
    StringBuilder text = new StringBuilder(headline("%.3f")).append(System.lineSeparator());
    for (Contribution contribution : contributions) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-" + width + "s  %s %4.0f %%%s%n",
              contribution.label(),
              String.format(Locale.ROOT, "%+.3f", contribution.contribution),
              100 * share(contribution),
              contribution.standardError > 0
                  ? String.format(Locale.ROOT, "  ± %.3f", contribution.standardError)
                  : ""));
    }
    return text.toString();
  }

  /** All of it as a JSON object. */
  public String toJson() {
    return new String(Json.write(asMap()), StandardCharsets.UTF_8);
  }

  private Map<String, Object> asMap() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("intent", intent);
    json.put("horizon", horizon.toString());
    json.put("explained", explained.name());
    json.put("time", time.toString());
    json.put("usual", usual);
    json.put("value", value);
    json.put("contributions", contributions.stream().map(this::asMap).toList());
    return json;
  }

  private Map<String, Object> asMap(Contribution contribution) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", contribution.name);
    json.put("contribution", contribution.contribution);
    json.put("standardError", contribution.standardError);
    json.put("share", share(contribution));
    Level level = contribution.level;
    json.put("statistic", level.statistic);
    json.put("level", level.value);
    json.put("usualLow", level.usualLow);
    json.put("usualHigh", level.usualHigh);
    json.put("clipped", level.clipped);
    json.put("missing", level.missing);
    return json;
  }

  /** A waterfall picture of the largest contributions, an {@code <svg>} element. */
  public String toSvg() {
    return Waterfall.svg(
        "%s: %s at %s".formatted(intent, explained, time),
        usual,
        value,
        contributions.stream().map(c -> new Waterfall.Bar(c.label(), c.contribution)).toList(),
        SHOWN_IN_PICTURE);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.2f", value);
  }
}
