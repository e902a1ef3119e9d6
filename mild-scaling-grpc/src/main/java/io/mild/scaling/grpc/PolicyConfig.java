package io.mild.scaling.grpc;

import io.mild.scaling.balance.Dispatcher;
import io.mild.scaling.balance.Endpoints;
import io.mild.scaling.balance.Prequal;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A policy and its settings, as a service config has them.
 *
 * @param probeSeconds after which the answer to a probe is of no use: it counts as new when it
 *     comes, and many old ones send all requests to the same replica
 */
record PolicyConfig(
    Policy policy, Endpoints.Settings endpoints, Prequal.Settings prequal, double probeSeconds) {
  static final double PROBE_SECONDS = 0.1;

  PolicyConfig {
    if (!(probeSeconds > 0)) {
      throw new IllegalArgumentException(
          "probeTimeout must be above zero, but was " + probeSeconds);
    }
  }

  /**
   * Reads the settings; what is absent has its default.
   *
   * @throws IllegalArgumentException if one is unknown, of another type or out of its range
   */
  static PolicyConfig of(Policy policy, Map<String, ?> settings) {
    SettingsReader reader = new SettingsReader(settings);
    Endpoints.Settings usual = Endpoints.Settings.DEFAULT;
    Endpoints.Settings endpoints =
        new Endpoints.Settings(
            reader.seconds("latencyMemory", usual.latencySeconds()),
            reader.seconds("errorPenalty", usual.errorSeconds()),
            reader.seconds("slowStart", usual.slowStartSeconds()));
    boolean probes = policy == Policy.PREQUAL;
    Prequal.Settings prequal = probes ? prequal(reader) : Prequal.Settings.DEFAULT;
    double probeSeconds = probes ? reader.seconds("probeTimeout", PROBE_SECONDS) : PROBE_SECONDS;
    reader.refuseOthers();
    return new PolicyConfig(policy, endpoints, prequal, probeSeconds);
  }

  private static Prequal.Settings prequal(SettingsReader reader) {
    Prequal.Settings usual = Prequal.Settings.DEFAULT;
    return new Prequal.Settings(
        reader.number("probes", usual.probes()),
        reader.number("removals", usual.removals()),
        reader.whole("pool", usual.pool()),
        reader.seconds("maxAge", usual.maxAgeSeconds()),
        reader.number("hot", usual.hot()),
        reader.number("growth", usual.growth()));
  }

  <T> Dispatcher<T> dispatcher() {
    return new Dispatcher<>(policy.balancer(prequal, new SplittableRandom()), endpoints);
  }
}
