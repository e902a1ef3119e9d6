/** Risks in, alerts out: calibration, smoothing, episodes, root causes, time to failure. */
module io.mild.alerting {
  requires static org.jspecify;

  exports io.mild.alerting;
  exports io.mild.alerting.health;
  exports io.mild.alerting.incident;
}
