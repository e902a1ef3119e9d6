package io.mild.connect;

import io.mild.explanation.Explanation;

/**
 * A KPI that speaks for an incident's root cause.
 *
 * @param kpi its name
 * @param contribution to the risk of the intent that is named, a probability; negative where it
 *     lowers it
 * @param text its name and level, such as {@code api_latency mean_15m 182 (usual 95–110)}
 */
public record KpiReason(String kpi, double contribution, String text) {
  static KpiReason of(Explanation.Contribution of) {
    return new KpiReason(of.name(), of.contribution(), of.label());
  }
}
