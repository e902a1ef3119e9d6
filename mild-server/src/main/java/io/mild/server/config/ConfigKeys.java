package io.mild.server.config;

import java.util.List;
import java.util.TreeSet;

/** The keys that a configuration may have. What each means is in {@code docs/operate.md}. */
final class ConfigKeys {
  static final List<String> ROOT =
      List.of("listen", "hosts", "secureCookies", "state", "token", "systems", "sinks");
  static final List<String> SYSTEM = List.of("source", "goals", "model", "train", "rules");
  static final List<String> SOURCE = List.of("prometheus", "csv");
  static final List<String> PROMETHEUS =
      List.of("url", "kpis", "period", "delay", "bearer", "basic", "tls");
  static final List<String> BASIC = List.of("user", "password");
  static final List<String> CSV = List.of("file", "pace", "trainOn");
  static final List<String> TRAIN =
      List.of("every", "history", "horizons", "budget", "failures", "promote");
  static final List<String> SINK = List.of("alertmanager", "webhook", "jsonLines");
  static final List<String> ALERTMANAGER = List.of("url", "bearer", "tls");
  static final List<String> WEBHOOK = List.of("url", "secret", "tls");
  static final List<String> JSON_LINES = List.of("file");

  private ConfigKeys() {}

  /** All of them, with the path that leads there, in the order of the alphabet. */
  static List<String> all() {
    TreeSet<String> all = new TreeSet<>();
    add(all, "", ROOT);
    add(all, "token.", Secret.KEYS);
    add(all, "systems.NAME.", SYSTEM);
    add(all, "systems.NAME.source.", SOURCE);
    add(all, "systems.NAME.source.prometheus.", PROMETHEUS);
    add(all, "systems.NAME.source.prometheus.bearer.", Secret.KEYS);
    add(all, "systems.NAME.source.prometheus.basic.", BASIC);
    add(all, "systems.NAME.source.prometheus.basic.password.", Secret.KEYS);
    tls(all, "systems.NAME.source.prometheus.");
    add(all, "systems.NAME.source.csv.", CSV);
    add(all, "systems.NAME.train.", TRAIN);
    add(all, "sinks.", SINK);
    add(all, "sinks.alertmanager.", ALERTMANAGER);
    add(all, "sinks.alertmanager.bearer.", Secret.KEYS);
    tls(all, "sinks.alertmanager.");
    add(all, "sinks.webhook.", WEBHOOK);
    add(all, "sinks.webhook.secret.", Secret.KEYS);
    tls(all, "sinks.webhook.");
    add(all, "sinks.jsonLines.", JSON_LINES);
    return List.copyOf(all);
  }

  private static void tls(TreeSet<String> all, String path) {
    add(all, path + "tls.", Tls.KEYS);
    add(all, path + "tls.password.", Secret.KEYS);
  }

  private static void add(TreeSet<String> all, String path, List<String> keys) {
    keys.forEach(key -> all.add(path + key));
  }
}
