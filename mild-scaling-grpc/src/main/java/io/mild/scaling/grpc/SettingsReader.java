package io.mild.scaling.grpc;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the settings of a policy from the JSON of a service config, as gRPC has parsed it. */
final class SettingsReader {
  private static final Pattern DURATION = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?s");

  private final Map<String, ?> settings;
  private final Set<String> known = new TreeSet<>();

  SettingsReader(Map<String, ?> settings) {
    this.settings = settings;
  }

  double number(String name, double usual) {
    known.add(name);
    Object value = settings.get(name);
    if (value == null) {
      return usual;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw refused(name, "a number", value);
  }

  int whole(String name, int usual) {
    double number = number(name, usual);
    if (number != (int) number) {
      throw refused(name, "a whole number", number);
    }
    return (int) number;
  }

  /** A duration in JSON as protobuf writes it, in seconds. */
  double seconds(String name, double usual) {
    known.add(name);
    Object value = settings.get(name);
    if (value == null) {
      return usual;
    }
    if (value instanceof String text && DURATION.matcher(text).matches()) {
      return Double.parseDouble(text.substring(0, text.length() - 1));
    }
    throw refused(name, "a duration such as \"1.5s\"", value);
  }

  /** After all have been read. */
  void refuseOthers() {
    for (String name : settings.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("unknown setting " + name + "; known are " + known);
      }
    }
  }

  private static IllegalArgumentException refused(String name, String expected, Object value) {
    return new IllegalArgumentException(name + " must be " + expected + ", but was " + value);
  }
}
