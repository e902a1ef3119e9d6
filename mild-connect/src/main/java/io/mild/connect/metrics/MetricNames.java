package io.mild.connect.metrics;

/**
 * Names of meters. A registry for Prometheus writes {@code _} for a full stop, the unit behind a
 * gauge that has one, and {@code _total} behind a counter. None ends in {@code info}, {@code
 * total}, {@code created} or {@code bucket}, which that registry takes away or reads otherwise.
 */
final class MetricNames {
  static final String SYSTEM = "system";
  static final String INTENT = "intent";
  static final String KIND = "kind";
  static final String SINK = "sink";

  static final String RISK = "mild.intent.risk";
  static final String SMOOTHED_RISK = "mild.intent.risk.smoothed";
  static final String THRESHOLD = "mild.intent.threshold";
  static final String ALERTING = "mild.intent.alerting";
  static final String GOAL_MET = "mild.goal.met";
  static final String BUDGET_SPENT = "mild.goal.budget.spent";
  static final String OPEN_INCIDENTS = "mild.incidents.open";
  static final String EVENTS = "mild.incident.events";
  static final String ROWS = "mild.rows";
  static final String MISSING_KPIS = "mild.kpis.missing";
  static final String CONFIDENCE = "mild.data.confidence";
  static final String ROW_AGE = "mild.row.age";
  static final String HEALTH = "mild.health.findings";
  static final String WAITING = "mild.outbox.waiting";
  static final String DELIVERED = "mild.outbox.delivered";
  static final String FAILURES = "mild.outbox.failures";
  static final String REFUSED = "mild.outbox.refused";
  static final String DROPPED = "mild.outbox.dropped";

  private MetricNames() {}
}
