package io.mild.benchmarks.scaling.simulation;

import io.mild.scaling.balance.Balancer;
import io.mild.scaling.balance.Endpoints;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * How requests find a replica.
 *
 * @param settings how endpoints are judged
 * @param balancer makes a gateway's balancer from its random numbers
 */
public record Routing(Endpoints.Settings settings, Function<RandomGenerator, Balancer> balancer) {}
