package io.mild.scaling.balance;

/**
 * Chooses the endpoint of each request. One balancer is one gateway's and belongs to one thread at
 * a time; time is the caller's, in seconds, and never runs backwards.
 */
public interface Balancer {
  /**
   * The endpoint that the next request goes to.
   *
   * @param endpoints what the gateway sees, at least one endpoint
   * @param now seconds
   * @return its id
   */
  int choose(Endpoints endpoints, double now);

  /**
   * An answer, or that there was none. The endpoints know of it already; this is for balancers that
   * learn.
   *
   * @param latency seconds from sending to the answer or to giving up
   * @param success false for an error or a time-out
   * @param now seconds
   */
  default void answered(double latency, boolean success, double now) {}
}
