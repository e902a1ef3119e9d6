package io.mild.server.example;

import io.mild.alerting.incident.NoiseRules;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.goals.KpiCondition;
import io.mild.server.config.ServerConfig;
import io.mild.server.config.SourceConfig;
import io.mild.server.config.SystemConfig;
import io.mild.server.config.TrainingConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A server of three systems that are nowhere, for who has no configuration yet. */
public final class ExampleConfig {
  /** Ten minutes a second: two hours of warning are twelve seconds. */
  private static final Duration PACE = Duration.ofMillis(100);

  private static final List<String> KEYS = List.of("shop-eu", "shop-us", "shop-asia");
  private static final long FIRST_SEED = 101;

  private ExampleConfig() {}

  /**
   * The example.
   *
   * @param listen where its page is
   * @param state a folder of its own
   */
  public static ServerConfig of(InetSocketAddress listen, Path state) {
    List<SystemConfig> systems =
        KEYS.stream()
            .map(
                key ->
                    new SystemConfig(
                        key,
                        new SourceConfig.Example(FIRST_SEED + KEYS.indexOf(key), PACE),
                        goals(),
                        Optional.empty(),
                        TrainingConfig.DEFAULT,
                        NoiseRules.NONE))
            .toList();
    return new ServerConfig(listen, Set.of(), false, state, Optional.empty(), systems, List.of());
  }

  /** An intent fails where its own KPI and what users get are bad at once. */
  private static Goals goals() {
    return Goals.of(
        goal("api", "api_latency <= usual"),
        goal("telemetry", "telemetry_queue <= usual"),
        goal("analytics", "analytics_tput >= usual"));
  }

  private static Goal goal(String intent, String condition) {
    return Goal.of(intent)
        .holds(KpiCondition.parse(condition), KpiCondition.parse("sri >= usual"))
        .brokenIf(Goal.Rule.ALL);
  }
}
