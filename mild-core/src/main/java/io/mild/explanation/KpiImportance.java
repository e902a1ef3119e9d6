package io.mild.explanation;

import java.util.Locale;

/**
 * How much a KPI usually matters to an intent's alerts.
 *
 * @param kpi its name
 * @param importance its mean absolute contribution to the risk where past failures would have
 *     alerted
 * @param share of the sum over all KPIs, 0 to 1
 */
public record KpiImportance(String kpi, double importance, double share) {
  /** Such as {@code api_latency 41 %}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.0f %%", kpi, 100 * share);
  }
}
