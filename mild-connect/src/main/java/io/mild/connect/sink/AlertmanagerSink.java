package io.mild.connect.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.connect.EventSink;
import io.mild.connect.IncidentMessage;
import io.mild.connect.OneLine;
import io.mild.connect.RefusedException;
import io.mild.connect.http.HttpAnswer;
import io.mild.connect.http.HttpService;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Incidents as alerts of an Alertmanager (API v2), or of all of a cluster.
 *
 * <p>An incident that the operator is to be told of is an alert with the labels {@code alertname},
 * {@code system}, {@code root_cause}, {@code severity}, {@code incident} and {@code revision}; when
 * a failure is expected, and why, is in its annotations. Group by {@code alertname}, {@code system}
 * and {@code incident}: a changed root cause or severity is another alert of the same group, with
 * the next revision, and ends the one before, so that the Alertmanager notifies after its group
 * interval. (Other annotations of the same alert it takes and tells nobody.)
 *
 * <p>An alert is good for {@linkplain #DEFAULT_LIFETIME a lifetime} and said again at a third of
 * it, so that it ends by itself when this process does, and an outage of the Alertmanager that is
 * shorter loses and resolves nothing. A file keeps what is to be said again. A closed incident's
 * alert is ended at once, and its end said for a lifetime, too.
 *
 * <p>What a rule holds back tells nobody: of an incident that was told before, only annotations
 * change, until it is held back no longer or is closed.
 *
 * <p>Told twice, an incident is the same alert: the Alertmanager notifies once. Steps that come
 * again after later ones are left out.
 */
public final class AlertmanagerSink implements EventSink {
  /** A quarter of an hour. */
  public static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(15);

  /** The label {@code alertname}, unless said. */
  public static final String DEFAULT_ALERT_NAME = "MildIncident";

  private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerSink.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "api/v2/alerts";
  private static final int BATCH = 200;
  private static final int REFRESHES = 3;
  private static final int BAD_REQUEST = 400;
  private static final Duration RETRY = Duration.ofSeconds(15);

  private final List<HttpService> cluster;
  private final AlertBook book;
  private final Settings settings;
  private Instant refreshAt = Instant.MIN;

  private record Settings(
      Duration lifetime,
      String alertName,
      Map<String, String> labels,
      Optional<URI> page,
      Clock clock) {}

  private AlertmanagerSink(List<HttpService> cluster, AlertBook book, Settings settings) {
    this.cluster = cluster;
    this.book = book;
    this.settings = settings;
  }

  /**
   * Tells an Alertmanager.
   *
   * @param cluster the Alertmanager's address, or those of all of a cluster, as each Prometheus has
   *     them; what one of them took is delivered, and the others are told again soon
   * @param state the file of what is to be said again; of no other sink
   * @throws IOException if there is such a file, but it can't be read
   * @throws IllegalArgumentException if there is no address
   */
  public static AlertmanagerSink to(List<HttpService> cluster, Path state) throws IOException {
    if (cluster.isEmpty()) {
      throw new IllegalArgumentException("there must be the address of at least one Alertmanager");
    }
    return new AlertmanagerSink(
        List.copyOf(cluster),
        AlertBook.open(state),
        new Settings(
            DEFAULT_LIFETIME, DEFAULT_ALERT_NAME, Map.of(), Optional.empty(), Clock.systemUTC()));
  }

  /**
   * The same with another lifetime of an alert.
   *
   * @param lifetime at least 3 s
   * @throws IllegalArgumentException if it is shorter
   */
  public AlertmanagerSink withLifetime(Duration lifetime) {
    if (lifetime.compareTo(Duration.ofSeconds(REFRESHES)) < 0) {
      throw new IllegalArgumentException(
          "lifetime must be at least 3 seconds, but was " + lifetime);
    }
    return with(
        new Settings(lifetime, settings.alertName, settings.labels, settings.page, settings.clock));
  }

  /**
   * The same with another label {@code alertname}, and labels that all alerts have besides.
   *
   * @param labels by name; characters that not all versions take become {@code _}
   */
  public AlertmanagerSink withLabels(String alertName, Map<String, String> labels) {
    Map<String, String> named = new LinkedHashMap<>();
    labels.forEach((name, value) -> named.put(AlertLabels.name(name), value));
    return with(new Settings(settings.lifetime, alertName, named, settings.page, settings.clock));
  }

  /** The same with the address of a page that alerts link to. */
  public AlertmanagerSink withPage(URI page) {
    return with(
        new Settings(
            settings.lifetime,
            settings.alertName,
            settings.labels,
            Optional.of(page),
            settings.clock));
  }

  /** The same by another clock. */
  public AlertmanagerSink withClock(Clock clock) {
    return with(
        new Settings(settings.lifetime, settings.alertName, settings.labels, settings.page, clock));
  }

  private AlertmanagerSink with(Settings other) {
    return new AlertmanagerSink(cluster, book, other);
  }

  @Override
  public void deliver(IncidentMessage message) throws IOException {
    List<FiringAlert> changed = changes(message);
    if (changed.isEmpty()) {
      return;
    }
    Sent sent = send(changed);
    List<FiringAlert> taken = new ArrayList<>(changed);
    taken.removeAll(sent.refused);
    book.put(taken);
    if (!sent.refused.isEmpty()) {
      throw new RefusedException(sent.why);
    }
  }

  /** What a step makes of alerts; nothing where it is told already, or not to be told. */
  private List<FiringAlert> changes(IncidentMessage message) {
    IncidentEvent event = message.event();
    TrackedIncident incident = event.incident();
    String key = message.system() + "/" + incident.id();
    Instant now = settings.clock.instant();
    Optional<FiringAlert> latest = book.latest(key);
    if (latest.isPresent() && event.time().isBefore(latest.get().told())) {
      return List.of();
    }
    Optional<FiringAlert> firing = latest.filter(alert -> alert.ended().isEmpty());
    if (incident.closing().isPresent()) {
      return firing.map(alert -> List.of(alert.end(now, event.time()))).orElse(List.of());
    }
    if (!event.isNotification() && firing.isEmpty()) {
      return List.of();
    }
    Map<String, String> annotations = AlertLabels.annotations(message);
    boolean isQuiet = event.heldBack().isPresent();
    if (firing.filter(alert -> isQuiet || isSame(alert, incident)).isPresent()) {
      return List.of(firing.get().annotated(annotations, event.time()));
    }
    int revision = latest.map(FiringAlert::revision).orElse(0) + 1;
    List<FiringAlert> changed = new ArrayList<>();
    firing.ifPresent(alert -> changed.add(alert.end(now, event.time())));
    Instant began = revision == 1 ? incident.opened() : event.time();
    changed.add(
        new FiringAlert(
            key,
            revision,
            AlertLabels.labels(message, revision, settings.alertName, settings.labels),
            annotations,
            began.isAfter(now) ? now : began, // a start ahead of now delays nothing
            event.time(),
            Optional.empty()));
    return changed;
  }

  private static boolean isSame(FiringAlert alert, TrackedIncident incident) {
    return incident.rootCause().equals(alert.labels().get(AlertLabels.ROOT_CAUSE))
        && AlertLabels.severity(incident).equals(alert.labels().get(AlertLabels.SEVERITY));
  }

  /** Says again what still holds, when it is time. */
  @Override
  public void refresh() throws IOException {
    Instant now = settings.clock.instant();
    if (now.isBefore(refreshAt)) {
      return;
    }
    List<FiringAlert> gone =
        book.alerts().stream()
            .filter(alert -> alert.ended().isPresent())
            .filter(alert -> !now.isBefore(alert.ended().get().plus(settings.lifetime)))
            .toList();
    book.remove(gone);
    refreshAt = now.plus(settings.lifetime.dividedBy(REFRESHES));
    try {
      sendAll(book.alerts());
    } catch (IOException e) {
      refreshAt = now;
      throw e;
    }
  }

  private void sendAll(List<FiringAlert> all) throws IOException {
    for (int begin = 0; begin < all.size(); begin += BATCH) {
      Sent sent = send(all.subList(begin, Math.min(begin + BATCH, all.size())));
      if (!sent.refused.isEmpty()) {
        LOG.error("{} alerts are left out: {}", sent.refused.size(), sent.why);
        book.remove(sent.refused);
      }
    }
  }

  /**
   * What became of alerts that were sent.
   *
   * @param refused by those who answered
   * @param why they were
   */
  private record Sent(List<FiringAlert> refused, String why) {}

  /**
   * Sends to all of the cluster.
   *
   * @throws IOException if none took them
   */
  private Sent send(List<FiringAlert> alerts) throws IOException {
    @Nullable IOException failure = null;
    @Nullable Sent sent = null;
    for (HttpService one : cluster) {
      try {
        sent = send(one, alerts);
      } catch (IOException e) {
        failure = e;
        hasten();
      }
    }
    if (sent != null) {
      if (failure != null) {
        LOG.warn("not all of the cluster: {}", OneLine.of(String.valueOf(failure.getMessage())));
      }
      return sent;
    }
    throw failure == null ? new IOException("there is no Alertmanager") : failure;
  }

  /** So that one that was not there is told when it is again. */
  private void hasten() {
    Instant soon = settings.clock.instant().plus(RETRY);
    refreshAt = refreshAt.isBefore(soon) ? refreshAt : soon;
  }

  /** A batch with an invalid alert is refused, and yet its valid ones are taken: who is it? */
  private Sent send(HttpService to, List<FiringAlert> alerts) throws IOException {
    HttpAnswer answer = to.postJson(PATH, body(alerts), Map.of());
    if (answer.isSuccess()) {
      return new Sent(List.of(), "");
    }
    IOException failure = to.failure(answer, "");
    if (answer.status() != BAD_REQUEST) {
      throw failure;
    }
    if (alerts.size() == 1) {
      return new Sent(alerts, String.valueOf(failure.getMessage()));
    }
    List<FiringAlert> refused = new ArrayList<>();
    String why = "";
    for (FiringAlert alert : alerts) {
      Sent alone = send(to, List.of(alert));
      refused.addAll(alone.refused);
      why = alone.refused.isEmpty() ? why : alone.why;
    }
    return new Sent(refused, why);
  }

  private byte[] body(List<FiringAlert> alerts) throws IOException {
    Instant ahead = settings.clock.instant().plus(settings.lifetime);
    ArrayNode array = JSON.createArrayNode();
    for (FiringAlert alert : alerts) {
      ObjectNode json = array.addObject();
      ObjectNode labels = json.putObject("labels");
      alert.labels().forEach(labels::put);
      ObjectNode annotations = json.putObject("annotations");
      alert.annotations().forEach(annotations::put);
      json.put("startsAt", alert.startsAt().toString()); // without, it becomes the end
      json.put("endsAt", alert.ended().orElse(ahead).toString());
      settings.page.ifPresent(page -> json.put("generatorURL", page.toString()));
    }
    return JSON.writeValueAsBytes(array);
  }
}
