package io.mild.server.state;

import io.mild.alerting.incident.NoiseRules;
import io.mild.internal.io.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an operator says to a system. */
public sealed interface Command {
  /** Of the warning of an incident: whether it was right. */
  record Judge(String incident, boolean right) implements Command {}

  /** That they know of an incident. */
  record Acknowledge(String incident) implements Command {}

  /** That somebody acted on an incident, so that its failure may not come. */
  record Act(String incident) implements Command {}

  /** What they do not want to be told, from now on. */
  record Rule(NoiseRules rules) implements Command {}

  /**
   * That they know of a finding of the detector's health.
   *
   * @param kind which, by its name
   * @param subject the KPI or intent that it is of; empty for all
   */
  record Know(String kind, String subject) implements Command {}

  /** As JSON. */
  default byte[] toBytes() {
    Map<String, Object> json = new LinkedHashMap<>();
    if (this instanceof Judge judge) {
      json.put("judge", judge.incident);
      json.put("right", judge.right);
    } else if (this instanceof Acknowledge acknowledge) {
      json.put("acknowledge", acknowledge.incident);
    } else if (this instanceof Act act) {
      json.put("act", act.incident);
    } else if (this instanceof Know know) {
      json.put("know", know.kind);
      json.put("subject", know.subject);
    } else if (this instanceof Rule rule) {
      json.put("rules", rule.rules.toString());
    }
    return Json.write(json);
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IOException if it is something else
   */
  static Command ofBytes(byte[] bytes) throws IOException {
    Map<String, Object> json = Json.read(bytes);
    try {
      if (json.containsKey("judge")) {
        return new Judge(text(json, "judge"), Boolean.TRUE.equals(json.get("right")));
      }
      if (json.containsKey("acknowledge")) {
        return new Acknowledge(text(json, "acknowledge"));
      }
      if (json.containsKey("act")) {
        return new Act(text(json, "act"));
      }
      if (json.containsKey("know")) {
        return new Know(text(json, "know"), text(json, "subject"));
      }
      return new Rule(NoiseRules.parse(text(json, "rules")));
    } catch (IllegalArgumentException e) {
      throw new IOException("no command: " + e.getMessage(), e);
    }
  }

  private static String text(Map<String, Object> json, String field) throws IOException {
    if (json.get(field) instanceof String text) {
      return text;
    }
    throw new IOException("a command has no " + field);
  }
}
