package io.mild.alerting.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@link NoiseRules} as text: a rule a line. */
final class RuleLines {
  private static final String COMMENT = "#";
  private static final String A_DURATION = "a duration such as 5m or 1h30m";
  private static final String A_TIME = "a time such as 2026-03-01T08:00:00Z";
  private static final String KINDS =
      "a rule (hold off, at least, quiet gap, again after, aftermath, only, mute or window)";

  private RuleLines() {}

  static NoiseRules read(String text) {
    NoiseRules.Builder rules = NoiseRules.builder();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith(COMMENT))
        .forEach(line -> read(line, rules));
    return rules.build();
  }

  private static void read(String line, NoiseRules.Builder rules) {
    if (line.startsWith("hold ")) {
      rules.holdOff(duration(line, "hold", "off", "hold off 5m"));
    } else if (line.startsWith("at ")) {
      rules.minimumDuration(duration(line, "at", "least", "at least 5m"));
    } else if (line.startsWith("quiet ")) {
      rules.quietGap(duration(line, "quiet", "gap", "quiet gap 1h"));
    } else if (line.startsWith("again ")) {
      rules.renotifyAfter(duration(line, "again", "after", "again after 4h"));
    } else if (line.startsWith("aftermath ")) {
      rules.aftermath(duration(line, "aftermath", "", "aftermath 1h"));
    } else if (line.startsWith("only ")) {
      level(new RuleText(line, "only api where api_latency above 50"), rules);
    } else if (line.startsWith("mute ")) {
      rules.mute(mute(new RuleText(line, "mute api until 2026-03-01T08:00:00Z")));
    } else if (line.startsWith("window ")) {
      RuleText words = new RuleText(line, "window Tue 02:00 4h Europe/Berlin for api");
      words.require("window");
      rules.window(MaintenanceWindow.parse(words));
    } else {
      throw new RuleText(line, "mute api until 2026-03-01T08:00:00Z").expected(KINDS, line);
    }
  }

  private static Duration duration(String line, String first, String second, String example) {
    RuleText words = new RuleText(line, example);
    words.require(first);
    if (!second.isEmpty()) {
      words.require(second);
    }
    Duration duration = words.duration(A_DURATION);
    words.requireEnd();
    return duration;
  }

  private static void level(RuleText words, NoiseRules.Builder rules) {
    words.require("only");
    String intent = words.next("the name of an intent");
    words.require("where");
    String kpi = words.next("the name of a KPI");
    KpiLevel.Direction direction = direction(words);
    String number = words.next("a number");
    words.requireEnd();
    try {
      rules.onlyWhere(intent, new KpiLevel(kpi, direction, Double.parseDouble(number)));
    } catch (NumberFormatException e) {
      throw words.expected("a number", number);
    }
  }

  private static KpiLevel.Direction direction(RuleText words) {
    String word = words.next("'above' or 'below'");
    for (KpiLevel.Direction direction : KpiLevel.Direction.values()) {
      if (direction.toString().equals(word)) {
        return direction;
      }
    }
    throw words.expected("'above' or 'below'", word);
  }

  private static Mute mute(RuleText words) {
    words.require("mute");
    boolean ofCause = words.takes("cause");
    String intent = words.next("the name of an intent");
    words.require("until");
    Instant until = words.takesTime().orElseThrow(() -> words.expected(A_TIME, words.next(A_TIME)));
    words.requireEnd();
    return ofCause ? Mute.rootCause(intent, until) : Mute.intent(intent, until);
  }

  static String write(NoiseRules rules) {
    List<String> lines = new ArrayList<>();
    add(lines, "hold off", rules.holdOff(), Duration.ZERO);
    add(lines, "at least", rules.minimumDuration(), Duration.ZERO);
    rules.quietGap().ifPresent(gap -> lines.add("quiet gap " + RuleText.text(gap)));
    rules.renotifyAfter().ifPresent(after -> lines.add("again after " + RuleText.text(after)));
    add(lines, "aftermath", rules.aftermath(), NoiseRules.DEFAULT_AFTERMATH);
    rules
        .levels()
        .forEach(
            (intent, level) ->
                lines.add("only %s where %s".formatted(RuleText.name(intent), level)));
    rules.mutes().forEach(mute -> lines.add("mute " + mute));
    rules.windows().forEach(window -> lines.add("window " + window));
    return String.join("\n", lines);
  }

  private static void add(List<String> lines, String kind, Duration duration, Duration byDefault) {
    if (!duration.equals(byDefault)) {
      lines.add(kind + " " + RuleText.text(duration));
    }
  }
}
