package io.mild.benchmarks.scaling.simulation;

/**
 * The course of a run, a value each synchronisation.
 *
 * @param seconds of the values
 * @param demand replicas that the trace needs at the utilisation that keeps the SLO
 * @param ready replicas that take requests
 * @param asked replicas that are asked for
 * @param violations share of the requests settled since the value before that violated the SLO
 */
public record RunTimeline(
    double[] seconds, double[] demand, double[] ready, double[] asked, double[] violations) {}
