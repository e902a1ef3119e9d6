package io.mild.testbed.process;

import java.util.LinkedHashMap;
import java.util.Map;

/** A line between conductor and child: a row's number, then names and values. */
final class Message {
  private Message() {}

  static String write(long number, Map<String, Double> values) {
    StringBuilder line = new StringBuilder(Long.toString(number));
    values.forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
    return line.toString();
  }

  static long number(String line) {
    int end = line.indexOf(' ');
    return Long.parseLong(end < 0 ? line : line.substring(0, end));
  }

  static Map<String, Double> values(String line) {
    Map<String, Double> values = new LinkedHashMap<>();
    String[] words = line.split(" ");
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      values.put(words[i].substring(0, equals), Double.valueOf(words[i].substring(equals + 1)));
    }
    return values;
  }
}
