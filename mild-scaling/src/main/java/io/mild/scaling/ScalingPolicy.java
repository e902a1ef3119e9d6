package io.mild.scaling;

/**
 * Decides how many replicas one service should have. A policy may remember what it saw: each
 * service has its own, asked in the order of time by one thread.
 */
public interface ScalingPolicy {
  /**
   * What it would do now.
   *
   * @param situation later than that of the call before
   */
  Recommendation recommend(Situation situation);
}
