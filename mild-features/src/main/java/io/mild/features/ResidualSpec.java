package io.mild.features;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Features that are moving averages of seasonal residuals.
 *
 * <p>From D KPIs and s spans come {@code D * s} features: how far each KPI has been from what is
 * expected at that time, averaged over each span. They lie one span after the other, each over all
 * KPIs.
 *
 * @param kpis names of the KPIs, in the order of a row's values; at least one, distinct, not blank
 * @param period time from one row to the next; from 1 ms to 36,500 days, in whole milliseconds
 * @param spans spans of the averages, ascending (given in any order); at least one and {@value
 *     FeatureSpec#MAX_WINDOWS} at most, distinct, each a multiple of the period, up to {@value
 *     #MAX_SPAN_ROWS} of them
 * @param profile what is expected of each KPI
 */
public record ResidualSpec(
    List<String> kpis, Duration period, List<Duration> spans, SeasonalProfile profile)
    implements FeatureSet {
  /** The spans of {@link #of}: 5, 15, 30, 60, 120 and 240 minutes. */
  public static final List<Duration> DEFAULT_SPANS =
      List.of(
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofMinutes(60),
          Duration.ofMinutes(120),
          Duration.ofMinutes(240));

  /** Rows in a span at most. */
  public static final int MAX_SPAN_ROWS = 1_000_000;

  /**
   * Checks all parts and sorts the spans.
   *
   * @throws IllegalArgumentException if one of them is not as described above, with its value, or
   *     the profile has another number of KPIs
   */
  public ResidualSpec {
    kpis = List.copyOf(kpis);
    spans = spans.stream().sorted().toList();
    FeatureSpec.requireNames(kpis);
    FeatureSpec.requireDuration("period", period);
    FeatureSpec.requireMultiples("span", spans, period, 1);
    Duration longest = spans.get(spans.size() - 1);
    if (longest.dividedBy(period) > MAX_SPAN_ROWS) {
      throw new IllegalArgumentException(
          "a span may have %d rows, but %s at one row in %s has %d"
              .formatted(
                  MAX_SPAN_ROWS,
                  FeatureSpec.shortest(longest),
                  FeatureSpec.shortest(period),
                  longest.dividedBy(period)));
    }
    if (profile.kpiCount() != kpis.size()) {
      throw new IllegalArgumentException(
          "the profile must be of %d KPIs, but is of %d"
              .formatted(kpis.size(), profile.kpiCount()));
    }
  }

  /**
   * One row a minute, and spans of 5 to 240 minutes.
   *
   * @param kpis names of the KPIs, in the order of a row's values
   * @param profile what is expected of each
   * @throws IllegalArgumentException if there is no KPI, one is blank or occurs twice, or the
   *     profile has another number of them
   */
  public static ResidualSpec of(List<String> kpis, SeasonalProfile profile) {
    return new ResidualSpec(kpis, FeatureSpec.DEFAULT_PERIOD, DEFAULT_SPANS, profile);
  }

  /** Number of features of a row: {@code D * spans}. */
  @Override
  public int featureCount() {
    return kpiCount() * spans.size();
  }

  /** Names of the features in their order: {@code api_latency.ewma_5m}, {@code cpu.ewma_4h}. */
  @Override
  public List<String> featureNames() {
    List<String> names = new ArrayList<>();
    for (Duration span : spans) {
      for (String kpi : kpis) {
        names.add(kpi + ".ewma_" + FeatureSpec.shortest(span));
      }
    }
    return List.copyOf(names);
  }

  @Override
  public int kpiOf(int feature) {
    return Objects.checkIndex(feature, featureCount()) % kpiCount();
  }

  /**
   * How long a stream warms up: the middle one of the spans, the shorter one of two; 30 minutes by
   * default. By then at least half of the averages hold 86 % of what they would with a longer past.
   * The others lean towards "as expected" until their own span is over, which is not worth being
   * blind for so long.
   */
  public Duration warmUp() {
    return spans.get((spans.size() - 1) / 2);
  }

  /** Four times the longest span: what came before weighs e<sup>−8</sup>, three in ten thousand. */
  @Override
  public Duration memory() {
    return spans.get(spans.size() - 1).multipliedBy(4);
  }

  @Override
  public ResidualEngineer openStream() {
    return new ResidualEngineer(this);
  }

  /** Each span in rows, ascending. */
  int[] spanRows() {
    return FeatureSpec.slots(spans, period);
  }
}
