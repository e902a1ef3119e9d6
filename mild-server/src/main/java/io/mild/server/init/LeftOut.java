package io.mild.server.init;

import io.mild.connect.prometheus.PrometheusRule;

/**
 * What is in a Prometheus, but not in the configuration.
 *
 * @param what a rule or a metric, by its name from outside
 * @param why to be read after the name
 */
record LeftOut(String what, String why) {
  static LeftOut of(PrometheusRule rule, String why) {
    return new LeftOut(rule.name(), why + ": " + rule.expression());
  }
}
