package io.mild.server.real;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mild.HandMade;
import io.mild.Mild;
import io.mild.connect.IncidentMessage;
import io.mild.connect.http.FakeServer;
import io.mild.connect.http.FakeServer.Reply;
import io.mild.connect.http.HttpAccess;
import io.mild.connect.real.RealAlertmanager;
import io.mild.connect.real.RealPrometheus;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.goals.KpiCondition;
import io.mild.server.MildServer;
import io.mild.server.Stage;
import io.mild.server.config.ServerConfig;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server as {@code serve} starts it, from a YAML file, between a Prometheus of this machine,
 * which scrapes a target, and an Alertmanager of this machine, which tells a receiver. A webhook
 * hears of all steps.
 *
 * <p>Intent {@code api} alerts where load is above 1, and is broken above 1.6; {@code orders} so of
 * depth. The KPI that is farther out is the root cause.
 */
final class RealStage implements AutoCloseable {
  static final String SECRET = "of-the-webhook";

  private static final String MODEL = "m%d.mild";

  /**
   * A system.
   *
   * @param name of it
   * @param period of its rows
   * @param isFarAway whether the relay is between it and Prometheus
   */
  record Shop(String name, Duration period, boolean isFarAway) {}

  /**
   * How fast all goes.
   *
   * @param scrape interval
   * @param delay of evaluation
   * @param groupWait of the Alertmanager's groups
   * @param groupInterval of the same
   * @param quietRows after which an alert ends
   */
  record Pace(
      Duration scrape, Duration delay, String groupWait, String groupInterval, int quietRows) {
    static final Pace QUICK =
        new Pace(Duration.ofSeconds(1), Duration.ofMillis(300), "100ms", "1s", 2);
  }

  final Path folder;
  final FakeServer receiver = FakeServer.start();
  final FakeServer webhook = FakeServer.start();
  final RealPrometheus prometheus;
  final RealAlertmanager alertmanager;
  final Relay relay;
  final Stage stage;
  private final FakeServer target = FakeServer.start();
  private final Map<String, double[]> kpis = new ConcurrentHashMap<>(); // of each system
  private final Pace pace;
  private final HttpAccess http = HttpAccess.create();

  private RealStage(Path folder, Pace pace, List<Shop> shops) throws Exception {
    this.folder = folder;
    this.pace = pace;
    shops.forEach(shop -> set(shop.name, 0.1, 0.1));
    target.answering(request -> scraped());
    prometheus = RealPrometheus.start(Files.createDirectories(folder.resolve("prom")), scraping());
    relay = Relay.before(prometheus.address());
    alertmanager =
        RealAlertmanager.start(
            Files.createDirectories(folder.resolve("am")),
            receiver.address(),
            pace.groupWait,
            pace.groupInterval);
    Files.writeString(folder.resolve("secret"), SECRET);
    Files.writeString(folder.resolve("mild.yaml"), yaml(shops));
    for (Shop shop : shops) {
      model(shop.period).save(folder.resolve(MODEL.formatted(shop.period.toSeconds())));
    }
    stage = Stage.of(MildServer.start(config()), folder);
    await("all are watched", () -> stage.get("/-/ready").statusCode() == 200);
  }

  static RealStage start(Path folder, Pace pace, List<Shop> shops) throws Exception {
    return new RealStage(folder, pace, shops);
  }

  private ServerConfig config() throws IOException {
    return ServerConfig.read(folder.resolve("mild.yaml"));
  }

  private Mild model(Duration period) {
    return HandMade.withPull(2)
        .whoseMinuteIs(period)
        .quietAfter(pace.quietRows)
        .operated()
        .build()
        .withGoals(Goals.of(goal("api", "load", period), goal("orders", "depth", period)));
  }

  private static Goal goal(String intent, String kpi, Duration period) {
    return Goal.of(intent)
        .holds(KpiCondition.parse(kpi + " <= 1.6"))
        .brokenAfter(period.multipliedBy(2))
        .metAfter(period.multipliedBy(2));
  }

  private String scraping() {
    return """
    global: {scrape_interval: %ds, scrape_timeout: 1s}
    scrape_configs:
      - job_name: shop
        static_configs: [{targets: ['%s']}]
    """
        .formatted(pace.scrape.toSeconds(), target.address().getAuthority());
  }

  /** No sample is as the one before. */
  private Reply scraped() {
    double scrape = 1e-6 * (target.requests().size() % 10_000);
    StringBuilder text = new StringBuilder();
    for (int kpi = 0; kpi < HandMade.KPIS.size(); kpi++) {
      String name = HandMade.KPIS.get(kpi);
      text.append("# TYPE %s gauge\n".formatted(name));
      for (Map.Entry<String, double[]> of : kpis.entrySet()) {
        text.append(
            String.format(
                Locale.ROOT,
                "%s{shop=\"%s\"} %s\n",
                name,
                of.getKey(),
                of.getValue()[kpi] + scrape));
      }
    }
    return new Reply(200, text.toString(), Map.of("Content-Type", "text/plain; version=0.0.4"));
  }

  private String yaml(List<Shop> shops) {
    StringBuilder yaml = new StringBuilder("listen: 127.0.0.1:0\nstate: state\nsystems:\n");
    for (Shop shop : shops) {
      yaml.append(
          """
            %s:
              model: %s
              source:
                prometheus:
                  url: %s
                  period: %ds
                  delay: %dms
                  kpis:
                    load: load{shop="%s"}
                    depth: depth{shop="%s"}
          """
              .formatted(
                  shop.name,
                  MODEL.formatted(shop.period.toSeconds()),
                  shop.isFarAway ? relay.address() : prometheus.address(),
                  shop.period.toSeconds(),
                  pace.delay.toMillis(),
                  shop.name,
                  shop.name));
    }
    return yaml
        + """
        sinks:
          - alertmanager: {url: "%s"}
          - webhook: {url: "%s/hook", secret: {file: secret}}
        """
            .formatted(alertmanager.address(), webhook.address());
  }

  /** What the next scrapes find. */
  void set(String shop, double load, double depth) {
    kpis.put(shop, new double[] {load, depth});
  }

  /** What Prometheus says that the KPIs of a row are; none where it has no sample. */
  double[] ask(Shop shop, Instant time) throws IOException {
    double[] values = new double[HandMade.KPIS.size()];
    for (int kpi = 0; kpi < values.length; kpi++) {
      String query =
          "last_over_time(%s{shop=\"%s\"}[%dms])"
              .formatted(HandMade.KPIS.get(kpi), shop.name, shop.period.toMillis() - 1);
      String path =
          "api/v1/query?time=%s&query=%s"
              .formatted(time, URLEncoder.encode(query, StandardCharsets.UTF_8));
      JsonNode answer = new ObjectMapper().readTree(http.to(prometheus.address()).get(path).body());
      JsonNode value = answer.at("/data/result/0/value/1");
      values[kpi] = value.isMissingNode() ? Double.NaN : Double.parseDouble(value.asText());
    }
    return values;
  }

  /** The time up to which all shops have rows. */
  Instant lastRow(List<Shop> shops) throws Exception {
    Instant last = Instant.MAX;
    for (Shop shop : shops) {
      String time = stage.json("/api/v1/systems/" + shop.name).at("/time").asText();
      last = time.isEmpty() || last.isBefore(Instant.parse(time)) ? last : Instant.parse(time);
    }
    return last;
  }

  /** Whether no row is missing that should be there. */
  boolean areUpToDate(List<Shop> shops) throws Exception {
    for (Shop shop : shops) {
      Duration most = shop.period.plus(pace.delay).plusSeconds(3);
      if (lastRow(List.of(shop)).isBefore(Instant.now().minus(most))) {
        return false;
      }
    }
    return true;
  }

  /** Each alert of each notification: its status, system, revision and root cause. */
  List<String> told() throws IOException {
    List<String> told = new ArrayList<>();
    for (FakeServer.Request request : receiver.requests()) {
      JsonNode notification = new ObjectMapper().readTree(request.body());
      for (JsonNode alert : notification.get("alerts")) {
        JsonNode labels = alert.get("labels");
        told.add(
            "%s %s %s %s"
                .formatted(
                    alert.get("status").asText(),
                    labels.get("system").asText(),
                    labels.get("revision").asText(),
                    labels.get("root_cause").asText()));
      }
    }
    return told;
  }

  /** What the webhook was told. */
  List<IncidentMessage> posted() throws IOException {
    List<IncidentMessage> messages = new ArrayList<>();
    for (FakeServer.Request request : webhook.requests()) {
      messages.add(IncidentMessage.ofJson(request.body()));
    }
    return messages;
  }

  /** The alerts that the Alertmanager says are active. */
  JsonNode active() throws IOException {
    return new ObjectMapper()
        .readTree(alertmanager.service().get("api/v2/alerts?active=true").body());
  }

  void await(String what, Callable<Boolean> wanted) throws Exception {
    await(what, Duration.ofSeconds(20), wanted);
  }

  void await(String what, Duration most, Callable<Boolean> wanted) throws Exception {
    long end = System.nanoTime() + most.toNanos();
    while (!wanted.call()) {
      if (System.nanoTime() > end) {
        fail("not in %s: %s; told %s, posted %s".formatted(most, what, told(), posted()));
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() throws IOException {
    try (target;
        receiver;
        webhook;
        prometheus;
        alertmanager;
        relay) {
      stage.close();
    }
  }
}
