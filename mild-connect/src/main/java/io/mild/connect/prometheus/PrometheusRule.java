package io.mild.connect.prometheus;

import java.time.Duration;
import java.util.Map;

/**
 * A rule that a Prometheus evaluates.
 *
 * @param group of the rule
 * @param name of the alert, or of the series that is recorded
 * @param isAlert whether it alerts; else it records
 * @param expression in PromQL, as the server prints it
 * @param holdFor how long an alert is pending before it fires; zero of a recording rule
 * @param labels that it adds
 * @param annotations with their templates
 */
public record PrometheusRule(
    String group,
    String name,
    boolean isAlert,
    String expression,
    Duration holdFor,
    Map<String, String> labels,
    Map<String, String> annotations) {
  /** Copies the maps. */
  public PrometheusRule {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}
