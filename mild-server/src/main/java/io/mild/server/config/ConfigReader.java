package io.mild.server.config;

import static io.mild.internal.yaml.FieldChecks.at;
import static io.mild.internal.yaml.FieldChecks.checked;
import static io.mild.internal.yaml.FieldChecks.require;
import static io.mild.internal.yaml.FieldChecks.requireKnown;
import static io.mild.internal.yaml.FieldChecks.typed;

import io.mild.alerting.incident.NoiseRules;
import io.mild.connect.prometheus.PrometheusSource;
import io.mild.goals.Goals;
import io.mild.internal.io.DurationText;
import io.mild.internal.yaml.FieldException;
import io.mild.internal.yaml.YamlFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads {@link ServerConfig} from YAML; whatever is not as said is refused with its line. */
final class ConfigReader {
  private static final Duration DEFAULT_PERIOD = Duration.ofMinutes(1);
  private static final Duration DEFAULT_DELAY = PrometheusSource.DEFAULT_DELAY;
  private static final Duration DEFAULT_PACE = Duration.ofSeconds(1);
  private static final double DEFAULT_TRAIN_ON = 0.8;

  private final Path file;
  private final Path folder;
  private final UnaryOperator<@Nullable String> environment;
  private final Map<TlsFiles, Tls> known = new HashMap<>(); // many systems have the same

  ConfigReader(Path file, UnaryOperator<@Nullable String> environment) {
    this.file = file;
    this.folder = file.toAbsolutePath().resolveSibling("");
    this.environment = environment;
  }

  ServerConfig read() throws IOException {
    return YamlFile.read(file, "a mapping with 'systems'", this::server);
  }

  private ServerConfig server(Map<String, Object> map) {
    requireKnown("", map, ConfigKeys.ROOT);
    InetSocketAddress listen =
        optional("", map, "listen", ConfigReader::address).orElse(ServerConfig.DEFAULT_LISTEN);
    Set<String> hosts = new LinkedHashSet<>(texts("", map, "hosts"));
    boolean secureCookies = optional("", map, "secureCookies", ConfigReader::yesOrNo).orElse(false);
    Path state = optional("", map, "state", folder::resolve).orElse(folder.resolve("mild-state"));
    Optional<Secret> token = secret("", map, "token");
    List<SystemConfig> systems = new ArrayList<>();
    for (Map.Entry<?, ?> entry : mapping("", map, "systems").entrySet()) {
      systems.add(system(String.valueOf(entry.getKey()), entry.getValue()));
    }
    List<SinkConfig> sinks = sinks(map);
    return checked(
        "", "", it -> new ServerConfig(listen, hosts, secureCookies, state, token, systems, sinks));
  }

  private SystemConfig system(String key, Object value) {
    String path = "systems." + key;
    if (!SystemConfig.isName(key)) {
      throw new FieldException(
          path, "is no name of a system: letters, digits and ._- make one, at most 100");
    }
    Map<?, ?> map = typed(path, value, Map.class, "what the system is");
    requireKnown(path, map, ConfigKeys.SYSTEM);
    SourceConfig source = source(at(path, "source"), mapping(path, map, "source"));
    Goals goals = goals(path, map);
    TrainingConfig training =
        map.containsKey("train")
            ? training(at(path, "train"), mapping(path, map, "train"))
            : TrainingConfig.DEFAULT;
    Optional<Path> model = optional(path, map, "model", folder::resolve);
    if (model.isEmpty() && goals.isEmpty() && training.failures().isEmpty()) {
      throw new FieldException(
          path, "has neither 'goals' nor a 'model': nobody could tell what fails");
    }
    NoiseRules rules = optional(path, map, "rules", NoiseRules::parse).orElse(NoiseRules.NONE);
    return new SystemConfig(key, source, goals, model, training, rules);
  }

  private Goals goals(String path, Map<?, ?> map) {
    if (!map.containsKey("goals")) {
      return Goals.NONE;
    }
    try {
      return Goals.fromMap(Map.of("goals", mapping(path, map, "goals")));
    } catch (FieldException e) {
      throw e.within(path);
    }
  }

  private SourceConfig source(String path, Map<?, ?> map) {
    requireKnown(path, map, ConfigKeys.SOURCE);
    if (map.size() != 1) {
      throw new FieldException(
          path, "must be one of " + ConfigKeys.SOURCE + ", but has " + map.keySet());
    }
    return map.containsKey("csv")
        ? replay(at(path, "csv"), mapping(path, map, "csv"))
        : prometheus(at(path, "prometheus"), mapping(path, map, "prometheus"));
  }

  private SourceConfig prometheus(String path, Map<?, ?> map) {
    requireKnown(path, map, ConfigKeys.PROMETHEUS);
    Map<String, String> kpis = new LinkedHashMap<>();
    for (Map.Entry<?, ?> kpi : mapping(path, map, "kpis").entrySet()) {
      String name = String.valueOf(kpi.getKey());
      String place = at(at(path, "kpis"), name);
      kpis.put(name, typed(place, kpi.getValue(), String.class, "a query"));
    }
    Map<?, ?> basic = map.containsKey("basic") ? mapping(path, map, "basic") : Map.of();
    requireKnown(at(path, "basic"), basic, ConfigKeys.BASIC);
    return new SourceConfig.Prometheus(
        url(path, map),
        kpis,
        duration(path, map, "period").orElse(DEFAULT_PERIOD),
        duration(path, map, "delay").orElse(DEFAULT_DELAY),
        secret(path, map, "bearer"),
        optional(at(path, "basic"), basic, "user", Function.identity()),
        secret(at(path, "basic"), basic, "password"),
        tls(path, map));
  }

  private SourceConfig replay(String path, Map<?, ?> map) {
    requireKnown(path, map, ConfigKeys.CSV);
    double trainOn = optional(path, map, "trainOn", ConfigReader::share).orElse(DEFAULT_TRAIN_ON);
    return new SourceConfig.Replay(
        folder.resolve(text(path, map, "file")),
        duration(path, map, "pace").orElse(DEFAULT_PACE),
        trainOn);
  }

  private TrainingConfig training(String path, Map<?, ?> map) {
    requireKnown(path, map, ConfigKeys.TRAIN);
    TrainingConfig defaults = TrainingConfig.DEFAULT;
    List<Duration> horizons =
        texts(path, map, "horizons").stream()
            .map(text -> checked(at(path, "horizons"), text, DurationText::parse))
            .toList();
    return new TrainingConfig(
        duration(path, map, "every"),
        duration(path, map, "history").orElse(defaults.history()),
        horizons.isEmpty() ? defaults.horizons() : horizons,
        optional(path, map, "budget", ConfigReader::notNegative),
        optional(path, map, "failures", folder::resolve),
        optional(path, map, "promote", ConfigReader::promotion).orElse(defaults.promotion()));
  }

  private static TrainingConfig.Promotion promotion(String text) {
    return switch (text) {
      case "by-hand" -> TrainingConfig.Promotion.BY_HAND;
      case "when-better" -> TrainingConfig.Promotion.WHEN_BETTER;
      default ->
          throw new IllegalArgumentException(
              "must be by-hand or when-better, but was '" + text + "'");
    };
  }

  private List<SinkConfig> sinks(Map<String, Object> map) {
    List<SinkConfig> sinks = new ArrayList<>();
    if (!map.containsKey("sinks")) {
      return sinks;
    }
    List<?> list = typed("sinks", map.get("sinks"), List.class, "a list of sinks");
    for (int i = 0; i < list.size(); i++) {
      String path = "sinks[" + i + "]";
      Map<?, ?> sink = typed(path, list.get(i), Map.class, "one of " + ConfigKeys.SINK);
      requireKnown(path, sink, ConfigKeys.SINK);
      if (sink.size() != 1) {
        throw new FieldException(path, "must be one of " + ConfigKeys.SINK);
      }
      String kind = String.valueOf(sink.keySet().iterator().next());
      sinks.add(sink(at(path, kind), kind, mapping(path, sink, kind)));
    }
    return sinks;
  }

  private SinkConfig sink(String path, String kind, Map<?, ?> map) {
    switch (kind) {
      case "alertmanager" -> {
        requireKnown(path, map, ConfigKeys.ALERTMANAGER);
        return new SinkConfig.Alertmanager(
            url(path, map), secret(path, map, "bearer"), tls(path, map));
      }
      case "webhook" -> {
        requireKnown(path, map, ConfigKeys.WEBHOOK);
        return new SinkConfig.Webhook(url(path, map), secret(path, map, "secret"), tls(path, map));
      }
      default -> {
        requireKnown(path, map, ConfigKeys.JSON_LINES);
        return new SinkConfig.JsonLines(folder.resolve(text(path, map, "file")));
      }
    }
  }

  private Optional<Secret> secret(String path, Map<?, ?> map, String field) {
    return Optional.ofNullable(map.get(field))
        .map(value -> Secret.read(at(path, field), value, folder, environment));
  }

  private Optional<Tls> tls(String path, Map<?, ?> map) {
    if (!map.containsKey("tls")) {
      return Optional.empty();
    }
    String at = at(path, "tls");
    Map<?, ?> tls = mapping(path, map, "tls");
    requireKnown(at, tls, Tls.KEYS);
    TlsFiles files =
        new TlsFiles(
            optional(at, tls, "ca", folder::resolve),
            optional(at, tls, "certificate", folder::resolve),
            optional(at, tls, "key", folder::resolve),
            optional(at, tls, "store", folder::resolve),
            secret(at, tls, "password"));
    return Optional.of(known.computeIfAbsent(files, it -> Tls.read(at, it)));
  }

  private static URI url(String path, Map<?, ?> map) {
    String text = text(path, map, "url");
    URI url = checked(at(path, "url"), text, URI::create);
    if (url.getHost() == null
        || url.getUserInfo() != null
        || !List.of("http", "https").contains(url.getScheme())) {
      throw new FieldException(
          at(path, "url"), "must be http:// or https:// and a host, without a password in it");
    }
    return url;
  }

  private static Map<?, ?> mapping(String path, Map<?, ?> map, String field) {
    return typed(at(path, field), require(path, map, field), Map.class, "a mapping");
  }

  private static String text(String path, Map<?, ?> map, String field) {
    return typed(at(path, field), require(path, map, field), String.class, "a text");
  }

  private static List<String> texts(String path, Map<?, ?> map, String field) {
    Object value = map.get(field);
    if (value == null) {
      return List.of();
    }
    if (value instanceof String one) {
      return List.of(one);
    }
    List<?> list = typed(at(path, field), value, List.class, "a list");
    return list.stream().map(String::valueOf).toList();
  }

  private static Optional<Duration> duration(String path, Map<?, ?> map, String field) {
    Optional<Duration> duration = optional(path, map, field, DurationText::parse);
    duration.ifPresent(
        time -> {
          if (time.isZero()) {
            throw new FieldException(at(path, field), "must be above 0");
          }
        });
    return duration;
  }

  private static <T> Optional<T> optional(
      String path, Map<?, ?> map, String field, Function<String, T> made) {
    Object value = map.get(field);
    return value == null
        ? Optional.empty()
        : Optional.of(
            checked(at(path, field), typed(at(path, field), value, String.class, "a text"), made));
  }

  /** Such as {@code 127.0.0.1:8420} or {@code [::1]:8420}; or a port, on loopback. */
  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[|]$", "");
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      InetSocketAddress address =
          host.isEmpty()
              ? new InetSocketAddress(ServerConfig.DEFAULT_LISTEN.getAddress(), port)
              : new InetSocketAddress(host, port);
      if (address.isUnresolved()) {
        throw new IllegalArgumentException("no machine is named '" + host + "'");
      }
      return address;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "is '" + text + "', but such as 127.0.0.1:8420 was expected", e);
    }
  }

  private static boolean yesOrNo(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("is '" + text + "', but true or false");
    };
  }

  private static double share(String text) {
    double share = number(text);
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("must be between 0 and 1, but was " + text);
    }
    return share;
  }

  private static double notNegative(String text) {
    double number = number(text);
    if (!(number >= 0 && number < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("must be 0 or more, but was " + text);
    }
    return number;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a number, but was '" + text + "'", e);
    }
  }
}
