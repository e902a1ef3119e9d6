package io.mild.scaling;

/** What is measured of a service. */
public enum Metric {
  /** CPU used over CPU requested, mean of the ready replicas; 1 is all that was requested. */
  CPU,
  /** Requests that arrive a second. */
  REQUEST_RATE,
  /** Quantiles of the response time. */
  LATENCY,
  /** Requests that wait. */
  QUEUE,
  /** Share of requests that fail. */
  ERROR_RATE,
  /** Share of requests that miss the service's goal: they fail, or take too long. */
  VIOLATIONS
}
