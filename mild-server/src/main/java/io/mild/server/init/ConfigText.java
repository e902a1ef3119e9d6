package io.mild.server.init;

import io.mild.connect.OneLine;
import io.mild.internal.yaml.YamlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * YAML as a person writes it, line by line. No text from outside gets out of its place: a comment
 * has no control characters, and a value that is no plain word is in quotes.
 */
final class ConfigText {
  private static final int WIDTH = 110;
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private final List<String> lines = new ArrayList<>();
  private final String indent;

  /** A text without lines yet. */
  ConfigText() {
    this.indent = "";
  }

  private ConfigText(ConfigText outer) {
    this.indent = outer.indent + "  ";
  }

  /** A blank line. */
  ConfigText blank() {
    lines.add("");
    return this;
  }

  /** A comment, on as many lines as it needs. */
  ConfigText comment(String text) {
    return comment("# ", "# ", text);
  }

  /** A question that the operator is asked. */
  ConfigText question(String text) {
    return comment("# ? ", "#   ", text);
  }

  /** An element of a list within comments. */
  ConfigText item(String text) {
    return comment("#   - ", "#     ", text);
  }

  private ConfigText comment(String first, String further, String text) {
    String lead = first;
    StringBuilder line = new StringBuilder(lead);
    for (String word : OneLine.of(text).strip().split(" +")) {
      if (line.length() > lead.length()
          && indent.length() + line.length() + word.length() > WIDTH) {
        lines.add(indent + line.toString().stripTrailing());
        lead = further;
        line = new StringBuilder(lead);
      }
      line.append(word).append(' ');
    }
    lines.add(indent + line.toString().stripTrailing());
    return this;
  }

  /** A key with a value that is quoted unless it is a plain word. */
  ConfigText entry(String key, String value) {
    return written(key, safe(value));
  }

  /** A key with a value in quotes. */
  ConfigText quoted(String key, String value) {
    return written(key, YamlFile.quoted(value));
  }

  /** A key with a value that is known to be safe as it is. */
  ConfigText written(String key, String value) {
    lines.add(indent + safe(key) + ": " + value);
    return this;
  }

  /** An element of a list, in quotes unless it is made of plain words. */
  ConfigText element(String value) {
    lines.add(indent + "- " + value);
    return this;
  }

  /** What is within a key. */
  ConfigText within(String key, ConfigText inner) {
    lines.add(indent + safe(key) + ":");
    lines.addAll(inner.lines);
    return this;
  }

  /** A text for what is within a key of this one. */
  ConfigText inner() {
    return new ConfigText(this);
  }

  private static String safe(String text) {
    return WORD.matcher(text).matches() ? text : YamlFile.quoted(text);
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
