package io.mild.data;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * What a row of KPIs holds and how often one comes.
 *
 * @param kpis the KPIs' names, in the order of the values of a row; at least one, all different
 * @param samplingPeriod the time from one row to the next, such as one minute
 */
public record KpiSchema(List<String> kpis, Duration samplingPeriod) {

  /**
   * @throws IllegalArgumentException if there is no KPI, a name is blank or there twice, or the
   *     period is below a millisecond
   */
  public KpiSchema {
    kpis = List.copyOf(kpis);
    requireNames(kpis);
    if (samplingPeriod.toMillis() < 1) {
      throw new IllegalArgumentException(
          "samplingPeriod must be at least a millisecond, but was " + samplingPeriod);
    }
  }

  static void requireNames(List<String> kpis) {
    if (kpis.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one KPI");
    }
    HashSet<String> seen = new HashSet<>();
    for (String kpi : kpis) {
      if (kpi.isBlank()) {
        throw new IllegalArgumentException("a KPI must have a name, but got '" + kpi + "'");
      }
      if (!seen.add(kpi)) {
        throw new IllegalArgumentException("KPI '" + kpi + "' is there twice");
      }
    }
  }
}
