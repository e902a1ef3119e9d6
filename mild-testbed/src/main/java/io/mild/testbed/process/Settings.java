package io.mild.testbed.process;

import java.util.HashMap;
import java.util.Map;

/** What the children of a scene are told in a row. */
public final class Settings {
  private final Map<String, Map<String, Double>> values = new HashMap<>();

  /** None yet. */
  public Settings() {}

  /** Tells a child a value. */
  public void set(String child, String name, double value) {
    values.computeIfAbsent(child, c -> new HashMap<>()).put(name, value);
  }

  /** What a child is told. */
  public Map<String, Double> of(String child) {
    return values.getOrDefault(child, Map.of());
  }
}
