package io.mild.moe;

import java.util.Arrays;

/**
 * Which features a {@link DepartureModel} sees, and whose they are.
 *
 * <p>A row holds, each span after span over all KPIs: {@code kpis · spans} averages of residuals,
 * as many of departures from the KPI's own recent level, and as many of what is usual of these.
 *
 * @param kpis number D of KPIs, at least 1
 * @param spans number s of spans, at least 1
 * @param intents number K of intents, at least 1
 * @param owned the KPIs of each intent, {@code [K][…]}, each KPI's index; none of an intent that
 *     owns none
 * @param rootCauses how many root causes there may be
 */
public record DepartureShape(
    int kpis, int spans, int intents, int[][] owned, RootCauses rootCauses) {
  private static final int STATISTICS = 3;

  /**
   * Copies the array.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public DepartureShape {
    if (kpis < 1 || spans < 1 || intents < 1 || owned.length != intents) {
      throw new IllegalArgumentException(
          "KPIs, spans and intents must be at least 1, and KPIs owned by each intent, but were"
              + " %d, %d, %d and %d".formatted(kpis, spans, intents, owned.length));
    }
    owned = copy(owned);
    for (int[] its : owned) {
      for (int kpi : its) {
        if (kpi < 0 || kpi >= kpis) {
          throw new IllegalArgumentException("no KPI %d: there are %d".formatted(kpi, kpis));
        }
      }
    }
  }

  @Override
  public int[][] owned() {
    return copy(owned);
  }

  /** D', the length of a row: {@code 3 · kpis · spans}. */
  public int features() {
    return Math.multiplyExact(3, averages());
  }

  /** How many averages of residuals a row has, and how many of departures. */
  public int averages() {
    return Math.multiplyExact(kpis, spans);
  }

  /** How many of a row's values have weights: averages of residuals, and of departures. */
  public int weighed() {
    return Math.multiplyExact(2, averages());
  }

  /** How many distances a row has in all: three a span. */
  public int distances() {
    return STATISTICS * spans;
  }

  private static int[][] copy(int[][] owned) {
    return Arrays.stream(owned).map(int[]::clone).toArray(int[][]::new);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DepartureShape that
        && kpis == that.kpis
        && spans == that.spans
        && intents == that.intents
        && rootCauses == that.rootCauses
        && Arrays.deepEquals(owned, that.owned);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(new Object[] {kpis, spans, intents, rootCauses, owned});
  }

  @Override
  public String toString() {
    return "DepartureShape[kpis=%d, spans=%d, intents=%d]".formatted(kpis, spans, intents);
  }
}
