package io.mild.benchmarks.scaling.simulation;

/**
 * What one policy and one balancer made of one day. Requests sent during the warm-up don't count,
 * nor do the replicas that ran then.
 *
 * @param requests sent
 * @param meanMillis mean response time; a failed request counts with the time-out
 * @param p99Millis its 99 % quantile
 * @param p999Millis its 99.9 % quantile
 * @param throughput requests answered in time, a second
 * @param goodput requests answered within the SLO, a second
 * @param utilization CPU used over CPU provisioned, including replicas that start or drain
 * @param violations share of the requests that failed or took longer than the SLO
 * @param violatedMinutes share of the minutes in which more than 5 % did
 * @param replicaHours from asking for a replica to its end
 * @param replicaHoursPerMillionGood over a million requests within the SLO
 * @param actionsPerHour changes of the number of replicas asked for
 * @param decisionLatency mean seconds from the moment demand crossed capacity until the replicas
 *     were asked for, negative if that was before; NaN if demand never did
 * @param computeMicros mean CPU time to decide once; the only figure that a clock has a part in
 * @param falseFloorHours hours with more replicas than without a false prediction
 * @param events that were simulated
 */
public record RunFigures(
    long requests,
    double meanMillis,
    double p99Millis,
    double p999Millis,
    double throughput,
    double goodput,
    double utilization,
    double violations,
    double violatedMinutes,
    double replicaHours,
    double replicaHoursPerMillionGood,
    double actionsPerHour,
    double decisionLatency,
    double computeMicros,
    double falseFloorHours,
    long events) {}
