package io.mild.features;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What rows come in and which features go out.
 *
 * <p>A row holds one value of each KPI. From D KPIs and w windows come {@code D * (1 + 2 * w)}
 * features: each KPI itself, and its mean and population standard deviation over each window. They
 * lie one statistic after the other, each over all KPIs:
 *
 * <pre>{@code
 * [D raw, D mean (window 0), D deviation (window 0), D mean (window 1), D deviation (window 1), ...]
 * }</pre>
 *
 * @param kpis names of the KPIs, in the order of a row's values; at least one, distinct, not blank
 * @param period time from one row to the next; from 1 ms to 36,500 days, in whole milliseconds
 * @param windows lengths of the rolling windows, ascending (given in any order); at least one,
 *     distinct, each a multiple of the period, and from two to {@value #MAX_WINDOW_ROWS} periods;
 *     {@value #MAX_WINDOWS} at most; the longest holds up to {@value #MAX_WINDOW_VALUES} values
 */
public record FeatureSpec(List<String> kpis, Duration period, List<Duration> windows)
    implements FeatureSet {
  /** The period of {@link #of}: one row a minute. */
  public static final Duration DEFAULT_PERIOD = Duration.ofMinutes(1);

  /** The windows of {@link #of}: 5 and 15 minutes. */
  public static final List<Duration> DEFAULT_WINDOWS =
      List.of(Duration.ofMinutes(5), Duration.ofMinutes(15));

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** Windows, or spans, at most: each takes memory of its own in every stream. */
  public static final int MAX_WINDOWS = 100;

  /** Rows in a window at most. */
  public static final int MAX_WINDOW_ROWS = 1_000_000;

  /** Values of all KPIs in the longest window at most: every stream holds them, in 128 MiB. */
  public static final int MAX_WINDOW_VALUES = 1 << 24;

  /**
   * Checks all three parts and sorts the windows.
   *
   * @throws IllegalArgumentException if one of them is not as described above, with its value
   */
  public FeatureSpec {
    kpis = List.copyOf(kpis);
    windows = windows.stream().sorted().toList();
    requireNames(kpis);
    requireDuration("period", period);
    requireMultiples("window", windows, period, 2);
    long rows = windows.get(windows.size() - 1).dividedBy(period);
    if (rows > MAX_WINDOW_ROWS || rows * kpis.size() > MAX_WINDOW_VALUES) {
      throw new IllegalArgumentException(
          "a window may hold %d rows and %d values, but %s at one row in %s holds %d rows of %d KPIs"
              .formatted(
                  MAX_WINDOW_ROWS,
                  MAX_WINDOW_VALUES,
                  shortest(windows.get(windows.size() - 1)),
                  shortest(period),
                  rows,
                  kpis.size()));
    }
  }

  /**
   * One row a minute, and windows of 5 and 15 minutes.
   *
   * @param kpis names of the KPIs, in the order of a row's values
   * @throws IllegalArgumentException if there is none, or one is blank or occurs twice
   */
  public static FeatureSpec of(List<String> kpis) {
    return new FeatureSpec(kpis, DEFAULT_PERIOD, DEFAULT_WINDOWS);
  }

  /**
   * The same with another period.
   *
   * @throws IllegalArgumentException if the period is out of range or does not divide every window
   */
  public FeatureSpec withPeriod(Duration period) {
    return new FeatureSpec(kpis, period, windows);
  }

  /**
   * The same with other windows, in any order.
   *
   * @throws IllegalArgumentException if there is none, one occurs twice, or one is not a multiple
   *     of the period or shorter than two periods
   */
  public FeatureSpec withWindows(List<Duration> windows) {
    return new FeatureSpec(kpis, period, windows);
  }

  /** Number of features of a row: {@code D * (1 + 2 * windows)}. */
  @Override
  public int featureCount() {
    return Math.multiplyExact(kpiCount(), 1 + 2 * windows.size());
  }

  /**
   * Names of the features in their order: {@code api_latency} for the KPI itself, {@code
   * api_latency.mean_5m} and {@code api_latency.std_15m} for its statistics. A window is written in
   * the largest unit that is exact: {@code 1d}, {@code 36h}, {@code 5m}, {@code 90s}, {@code
   * 1500ms}.
   */
  @Override
  public List<String> featureNames() {
    List<String> names = new ArrayList<>(kpis);
    for (Duration window : windows) {
      for (String statistic : List.of("mean", "std")) {
        for (String kpi : kpis) {
          names.add(kpi + "." + statistic + "_" + shortest(window));
        }
      }
    }
    return List.copyOf(names);
  }

  @Override
  public int kpiOf(int feature) {
    return Objects.checkIndex(feature, featureCount()) % kpiCount();
  }

  /** The longest window. */
  @Override
  public Duration memory() {
    return windows.get(windows.size() - 1);
  }

  @Override
  public FeatureEngineer openStream() {
    return new FeatureEngineer(this);
  }

  /** Length of each window in slots of one period, ascending. */
  int[] windowSlots() {
    return slots(windows, period);
  }

  static int[] slots(List<Duration> durations, Duration period) {
    return durations.stream().mapToInt(duration -> (int) slots(duration, period)).toArray();
  }

  /**
   * How many whole periods a duration has. Of durations in whole milliseconds, as all of features
   * are: {@link Duration#dividedBy(Duration)} divides big decimals, which was two fifths of what it
   * took to open a stream.
   */
  static long slots(Duration duration, Duration period) {
    return duration.toMillis() / period.toMillis();
  }

  static void requireNames(List<String> kpis) {
    if (kpis.isEmpty()) {
      throw new IllegalArgumentException("kpis must name at least one KPI, but is empty");
    }
    Set<String> seen = new HashSet<>();
    for (String kpi : kpis) {
      if (kpi.isBlank()) {
        throw new IllegalArgumentException("kpis must not hold a blank name, but is " + kpis);
      }
      if (!seen.add(kpi)) {
        throw new IllegalArgumentException("kpis must be distinct, but '" + kpi + "' occurs twice");
      }
    }
  }

  /** Requires distinct durations of at least {@code least} periods each, in whole periods. */
  static void requireMultiples(String noun, List<Duration> durations, Duration period, int least) {
    if (durations.isEmpty()) {
      throw new IllegalArgumentException(
          "%ss must hold at least one %s, but is empty".formatted(noun, noun));
    }
    if (durations.size() > MAX_WINDOWS) {
      throw new IllegalArgumentException(
          "%ss may be %d, but are %d".formatted(noun, MAX_WINDOWS, durations.size()));
    }
    if (new HashSet<>(durations).size() < durations.size()) {
      throw new IllegalArgumentException(
          "%ss must be distinct, but are %s".formatted(noun, durations));
    }
    for (Duration duration : durations) {
      requireDuration("a " + noun, duration);
      long slots = duration.dividedBy(period);
      if (slots < least || !period.multipliedBy(slots).equals(duration)) {
        throw new IllegalArgumentException(
            "a %s must be a multiple of the period %s, and at least %s, but was %s"
                .formatted(noun, period, least == 1 ? "one" : "two", duration));
      }
    }
  }

  static void requireDuration(String name, Duration duration) {
    if (duration.compareTo(SHORTEST) < 0
        || duration.compareTo(LONGEST) > 0
        || duration.getNano() % 1_000_000 != 0) {
      throw new IllegalArgumentException(
          "%s must be in whole milliseconds, from 1 ms to 36500 days, but was %s"
              .formatted(name, duration));
    }
  }

  /** A duration in the largest unit that is exact. */
  static String shortest(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toSecondsPart() != 0) {
      return duration.toSeconds() + "s";
    }
    if (duration.toMinutesPart() != 0) {
      return duration.toMinutes() + "m";
    }
    if (duration.toHoursPart() != 0) {
      return duration.toHours() + "h";
    }
    return duration.toDays() + "d";
  }
}
