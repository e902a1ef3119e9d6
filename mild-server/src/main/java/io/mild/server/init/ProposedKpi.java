package io.mild.server.init;

import io.mild.connect.prometheus.KpiQuery;

/**
 * A KPI that a configuration may have.
 *
 * @param query its name and PromQL
 * @param of the alert or the metric that it comes from, by the name from outside
 */
record ProposedKpi(KpiQuery query, String of) {
  String name() {
    return query.kpi();
  }
}
