package io.mild.server.web;

import io.mild.alerting.incident.MaintenanceWindow;
import io.mild.alerting.incident.Mute;
import io.mild.alerting.incident.NoiseRules;
import io.mild.internal.io.DurationText;
import io.mild.server.run.Systems;
import io.mild.server.run.WatchedSystem;
import io.mild.server.state.Command;
import io.mild.server.system.MonitoredSystem;
import io.mild.server.view.StoryJson;
import io.mild.server.view.SystemJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code /api/v1}: what the page asks, and whatever else wants to know or say something. */
final class Api {
  private static final String ANY = "*";

  private final Systems systems;
  private final Gate gate;
  private final LiveUpdates updates;
  private final Consumer<String> onChange;

  Api(Systems systems, Gate gate, LiveUpdates updates) {
    this.systems = systems;
    this.gate = gate;
    this.updates = updates;
    this.onChange = updates::changed;
  }

  /** Does what is asked. */
  void handle(Exchange exchange) throws IOException, RefusedRequest {
    if (exchange.isReading()) {
      read(exchange);
    } else {
      gate.requireChange(exchange);
      exchange.requireMethod("POST");
      change(exchange);
    }
  }

  private void read(Exchange exchange) throws RefusedRequest {
    if (exchange.isAt("api", "v1", "systems")) {
      exchange.answerJson(200, all());
    } else if (exchange.isAt("api", "v1", "updates")) {
      updates.add(exchange);
    } else if (exchange.isAt("api", "v1", "session")) {
      exchange.answerJson(200, Map.of("mayChange", gate.isKnown(exchange)));
    } else if (exchange.isAt("api", "v1", "systems", ANY)) {
      exchange.answerJson(200, SystemJson.full(watched(exchange)));
    } else if (exchange.isAt("api", "v1", "systems", ANY, "incidents", ANY)) {
      exchange.answerJson(
          200,
          StoryJson.of(system(exchange), exchange.path.get(5))
              .orElseThrow(() -> new RefusedRequest(404, "there is no such incident")));
    } else {
      throw new RefusedRequest(404, "there is no such place");
    }
  }

  private Map<String, Object> all() {
    List<Map<String, Object>> each = systems.all().stream().map(SystemJson::summary).toList();
    return Map.of("systems", each);
  }

  private void change(Exchange exchange) throws IOException, RefusedRequest {
    if (exchange.isAt("api", "v1", "systems", ANY, "incidents", ANY, ANY)) {
      say(exchange, exchange.path.get(5), exchange.path.get(6));
    } else if (exchange.isAt("api", "v1", "systems", ANY, ANY)) {
      manage(exchange, exchange.path.get(4));
    } else {
      throw new RefusedRequest(404, "there is no such place");
    }
  }

  private void say(Exchange exchange, String incident, String what)
      throws IOException, RefusedRequest {
    MonitoredSystem system = system(exchange);
    if (system.story(incident).isEmpty()) {
      throw new RefusedRequest(404, "there is no such incident");
    }
    Command command =
        switch (what) {
          case "verdict" -> new Command.Judge(incident, bool(exchange.jsonBody(), "right"));
          case "acknowledge" -> new Command.Acknowledge(incident);
          case "acted" -> new Command.Act(incident);
          default -> throw new RefusedRequest(404, "there is no such place");
        };
    answer(exchange, system.obeyAndNote(command));
  }

  private void manage(Exchange exchange, String what) throws IOException, RefusedRequest {
    WatchedSystem watched = watched(exchange);
    switch (what) {
      case "mutes" -> rule(exchange, muted(exchange));
      case "windows" -> rule(exchange, withWindow(exchange));
      case "rules" -> rule(exchange, parsed(text(exchange.jsonBody(), "text")));
      case "health" -> {
        Map<String, Object> body = exchange.jsonBody();
        Command know = new Command.Know(text(body, "kind"), text(body, "subject"));
        answer(exchange, system(exchange).obeyAndNote(know));
      }
      case "retrain" -> {
        boolean isFree = watched.training().isEmpty();
        if (isFree) {
          systems.train(watched);
        }
        answer(exchange, isFree);
      }
      case "promote" -> answer(exchange, watched.promote());
      case "rollback" -> answer(exchange, watched.rollBack());
      default -> throw new RefusedRequest(404, "there is no such place");
    }
  }

  private NoiseRules muted(Exchange exchange) throws IOException, RefusedRequest {
    MonitoredSystem system = system(exchange);
    Map<String, Object> body = exchange.jsonBody();
    Instant now = system.lastRow().orElseThrow(() -> new RefusedRequest(409, "no row came yet"));
    NoiseRules rules = system.view().rules();
    if (body.containsKey("remove")) {
      String gone = text(body, "remove");
      return without(rules, gone);
    }
    Instant until = now.plus(duration(text(body, "for")));
    Mute mute =
        body.containsKey("cause")
            ? Mute.rootCause(text(body, "cause"), until)
            : Mute.intent(text(body, "intent"), until);
    return rules.toBuilder().mute(mute).build();
  }

  private NoiseRules withWindow(Exchange exchange) throws IOException, RefusedRequest {
    Map<String, Object> body = exchange.jsonBody();
    NoiseRules rules = system(exchange).view().rules();
    if (body.containsKey("remove")) {
      return without(rules, text(body, "remove"));
    }
    try {
      return rules.toBuilder().window(MaintenanceWindow.parse(text(body, "window"))).build();
    } catch (IllegalArgumentException e) {
      throw new RefusedRequest(400, String.valueOf(e.getMessage()));
    }
  }

  /** The same rules less a mute or window, as it is written. */
  private static NoiseRules without(NoiseRules rules, String gone) {
    return new NoiseRules(
        rules.holdOff(),
        rules.minimumDuration(),
        rules.quietGap(),
        rules.renotifyAfter(),
        rules.aftermath(),
        rules.levels(),
        rules.mutes().stream().filter(mute -> !mute.toString().equals(gone)).toList(),
        rules.windows().stream().filter(window -> !window.toString().equals(gone)).toList());
  }

  private void rule(Exchange exchange, NoiseRules rules) throws RefusedRequest {
    try {
      answer(exchange, system(exchange).obeyAndNote(new Command.Rule(rules)));
    } catch (IllegalArgumentException e) {
      throw new RefusedRequest(400, String.valueOf(e.getMessage()));
    }
  }

  private static NoiseRules parsed(String text) throws RefusedRequest {
    try {
      return NoiseRules.parse(text);
    } catch (IllegalArgumentException e) {
      throw new RefusedRequest(400, String.valueOf(e.getMessage()));
    }
  }

  private void answer(Exchange exchange, boolean counts) {
    onChange.accept(exchange.path.get(3));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("counts", counts);
    exchange.answerJson(200, json);
  }

  private WatchedSystem watched(Exchange exchange) throws RefusedRequest {
    return systems
        .of(exchange.path.get(3))
        .orElseThrow(() -> new RefusedRequest(404, "there is no such system"));
  }

  private MonitoredSystem system(Exchange exchange) throws RefusedRequest {
    return watched(exchange)
        .system()
        .orElseThrow(() -> new RefusedRequest(409, "the system has no model yet"));
  }

  private static String text(Map<String, Object> body, String field) throws RefusedRequest {
    if (body.get(field) instanceof String text) {
      return text;
    }
    throw new RefusedRequest(400, "the body has no text '" + field + "'");
  }

  private static boolean bool(Map<String, Object> body, String field) throws RefusedRequest {
    if (body.get(field) instanceof Boolean bool) {
      return bool;
    }
    throw new RefusedRequest(400, "the body has no true or false '" + field + "'");
  }

  private static Duration duration(String text) throws RefusedRequest {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new RefusedRequest(400, String.valueOf(e.getMessage()));
    }
  }
}
