package io.mild.scaling;

/** What runs out when a service fails, and so whether more replicas can help. */
public enum Resource {
  /** CPU, queue, latency, connections: the service has more work than it can do; replicas help. */
  SATURATION,
  /** Memory that is not given back: new replicas leak as well; a restart helps. */
  MEMORY,
  /** Disk that fills: rotation or cleaning helps. */
  DISK,
  /** Not known. */
  UNKNOWN
}
