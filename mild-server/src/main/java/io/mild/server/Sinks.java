package io.mild.server;

import io.mild.connect.EventSink;
import io.mild.connect.http.HttpAccess;
import io.mild.connect.sink.AlertmanagerSink;
import io.mild.connect.sink.JsonLinesSink;
import io.mild.connect.sink.WebhookSink;
import io.mild.server.config.Secret;
import io.mild.server.config.ServerConfig;
import io.mild.server.config.SinkConfig;
import io.mild.server.config.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is told, as it is configured. */
final class Sinks {
  private Sinks() {}

  /**
   * The sinks by name, such as {@code webhook} and, where there are several, {@code webhook-2}.
   *
   * @throws IOException if what a sink has on disk can't be read
   */
  static Map<String, EventSink> of(ServerConfig config) throws IOException {
    Map<String, EventSink> sinks = new LinkedHashMap<>();
    for (SinkConfig sink : config.sinks()) {
      String kind = kind(sink);
      String name = kind;
      for (int number = 2; sinks.containsKey(name); number++) {
        name = kind + "-" + number;
      }
      sinks.put(name, sink(sink, config.state().resolve("sinks").resolve(name)));
    }
    return sinks;
  }

  private static String kind(SinkConfig sink) {
    return sink instanceof SinkConfig.Alertmanager
        ? "alertmanager"
        : sink instanceof SinkConfig.Webhook ? "webhook" : "jsonLines";
  }

  private static EventSink sink(SinkConfig config, Path state) throws IOException {
    if (config instanceof SinkConfig.Alertmanager alertmanager) {
      HttpAccess plain = access(alertmanager.tls());
      HttpAccess access =
          alertmanager
              .bearer()
              .map(Secret::value)
              .map(token -> plain.withBearer(() -> token))
              .orElse(plain);
      return AlertmanagerSink.to(List.of(access.to(alertmanager.url())), state);
    }
    if (config instanceof SinkConfig.Webhook webhook) {
      WebhookSink sink = WebhookSink.to(access(webhook.tls()).to(webhook.url()));
      return webhook
          .secret()
          .map(Secret::value)
          .map(key -> sink.signedWith(() -> key))
          .orElse(sink);
    }
    return JsonLinesSink.to(((SinkConfig.JsonLines) config).file());
  }

  private static HttpAccess access(Optional<Tls> tls) {
    HttpAccess plain = HttpAccess.create();
    return tls.map(it -> plain.withSslContext(it.context())).orElse(plain);
  }
}
