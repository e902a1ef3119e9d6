package io.mild.features;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Features that are moving averages of seasonal residuals.
 *
 * <p>From D KPIs and s spans come {@code D * s} features: how far each KPI has been from what is
 * expected at that time, averaged over each span. They lie one span after the other, each over all
 * KPIs.
 *
 * <p>With a {@link Reference} there are three times as many. After those come as many in the same
 * order of how far each KPI has been from its own recent level, and then of how far that usually
 * is, as {@code log(1 + |d|)}. With a reference {@link Reference#alone} there are {@code D * s} of
 * the second kind only.
 *
 * @param kpis names of the KPIs, in the order of a row's values; at least one, distinct, not blank
 * @param period time from one row to the next; from 1 ms to 36,500 days, in whole milliseconds
 * @param spans spans of the averages, ascending (given in any order); at least one and {@value
 *     FeatureSpec#MAX_WINDOWS} at most, distinct, each a multiple of the period, up to {@value
 *     #MAX_SPAN_ROWS} of them
 * @param profile what is expected of each KPI
 * @param reference what else KPIs are compared with, if they are
 * @param seeded whether averages begin at a KPI's first value, and not as if it were as expected:
 *     then the difference of two, a trend, begins at 0. Not with a reference.
 */
public record ResidualSpec(
    List<String> kpis,
    Duration period,
    List<Duration> spans,
    SeasonalProfile profile,
    Optional<Reference> reference,
    boolean seeded)
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
    if (seeded && reference.isPresent()) {
      throw new IllegalArgumentException("averages with a reference can't be seeded");
    }
    int averages = Math.multiplyExact(kpis.size(), spans.size());
    Duration every = period;
    reference.ifPresent(
        recent -> {
          FeatureSpec.requireMultiples("span of the reference", List.of(recent.span()), every, 1);
          long rows = recent.span().dividedBy(every);
          if (rows > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                "the span of a reference may have %d rows, but %s at one row in %s has %d"
                    .formatted(
                        Integer.MAX_VALUE,
                        FeatureSpec.shortest(recent.span()),
                        FeatureSpec.shortest(every),
                        rows));
          }
          if (!recent.isAlone()) {
            RowCheck.requireLength("usual", recent.usual().length, averages);
          }
        });
  }

  /**
   * With averages that begin as if KPIs were as expected.
   *
   * @throws IllegalArgumentException if a part is not as described above
   */
  public ResidualSpec(
      List<String> kpis,
      Duration period,
      List<Duration> spans,
      SeasonalProfile profile,
      Optional<Reference> reference) {
    this(kpis, period, spans, profile, reference, false);
  }

  /**
   * Without a reference.
   *
   * @throws IllegalArgumentException if a part is not as described above
   */
  public ResidualSpec(
      List<String> kpis, Duration period, List<Duration> spans, SeasonalProfile profile) {
    this(kpis, period, spans, profile, Optional.empty());
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

  /** Number of features of a row: {@code D * spans}, with a reference three times as many. */
  @Override
  public int featureCount() {
    return Math.multiplyExact(kinds().size(), kpiCount() * spans.size());
  }

  /**
   * Names of the features in their order: {@code api_latency.ewma_5m}, {@code cpu.ewma_4h}; with a
   * reference also {@code cpu.departure_4h} and {@code cpu.usual_4h}.
   */
  @Override
  public List<String> featureNames() {
    List<String> names = new ArrayList<>();
    for (String kind : kinds()) {
      for (Duration span : spans) {
        for (String kpi : kpis) {
          names.add(kpi + "." + kind + "_" + FeatureSpec.shortest(span));
        }
      }
    }
    return List.copyOf(names);
  }

  private List<String> kinds() {
    return reference
        .map(
            recent ->
                recent.isAlone() ? List.of("departure") : List.of("ewma", "departure", "usual"))
        .orElse(List.of("ewma"));
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

  /**
   * Four times the longest span, be it the reference's: what came before weighs e<sup>−8</sup>,
   * three in ten thousand. With what is usual, which forgets four times as slowly as a level, 16
   * times the reference's span.
   */
  @Override
  public Duration memory() {
    Duration ofSpans = spans.get(spans.size() - 1).multipliedBy(4);
    return reference
        .map(recent -> recent.span().multipliedBy(recent.isAlone() ? 4 : 16))
        .filter(ofReference -> ofReference.compareTo(ofSpans) > 0)
        .orElse(ofSpans);
  }

  @Override
  public ResidualEngineer openStream() {
    return new ResidualEngineer(this);
  }

  /** After a gap of more slots a stream restarts. */
  public int restartSlots() {
    long longest = FeatureSpec.slots(spans.get(spans.size() - 1), period);
    long ofReference = reference.map(r -> FeatureSpec.slots(r.span(), period) / 4).orElse(0L);
    return (int) Math.max(longest, ofReference);
  }

  /** What a stream keeps of the past; it has seen no row yet. */
  ResidualBank newBank() {
    int[] rows = FeatureSpec.slots(spans, period);
    return reference
        .map(recent -> newBank(rows, recent, (int) FeatureSpec.slots(recent.span(), period)))
        .orElseGet(() -> new EwmaBank(kpiCount(), seeded, rows));
  }

  private ResidualBank newBank(int[] rows, Reference recent, int referenceRows) {
    return recent.isAlone()
        ? new LevelledBank(kpiCount(), rows, referenceRows)
        : new DepartureBank(kpiCount(), rows, referenceRows, recent.usual());
  }
}
