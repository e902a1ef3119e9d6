package io.mild.alerting.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The words of a rule as it is written. Names of other characters than letters, digits and {@code
 * _./:+-} are in double quotes, with backslashes before quotes and backslashes in them and {@code
 * \n} and {@code \r} for ends of lines, and so are names that are words of rules themselves.
 */
final class RuleText {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:+-]+");
  private static final Set<String> RESERVED = Set.of("for", "until", "cause");
  private static final Pattern WORD =
      Pattern.compile("\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(,|[^\\s,\"]+))", Pattern.DOTALL);
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);
  private static final Pattern DURATION =
      Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?(?:(\\d{1,6})s)?");

  private final String text;
  private final String example;
  private final List<Word> words = new ArrayList<>();
  private int next;

  private record Word(String text, boolean isQuoted) {
    boolean is(String word) {
      return !isQuoted && text.equals(word);
    }
  }

  /**
   * Takes a rule apart.
   *
   * @param example how such a rule may look, for messages
   */
  RuleText(String text, String example) {
    this.text = text.strip();
    this.example = example;
    Matcher word = WORD.matcher(this.text);
    int end = 0;
    while (word.lookingAt()) {
      String quoted = word.group(1);
      words.add(quoted == null ? new Word(word.group(2), false) : new Word(unquoted(quoted), true));
      end = word.end();
      word.region(end, this.text.length());
    }
    if (end < this.text.length()) {
      throw expected("a name or a word", this.text.substring(end).strip());
    }
  }

  private static String unquoted(String quoted) {
    return ESCAPED
        .matcher(quoted)
        .replaceAll(
            escaped ->
                switch (escaped.group(1)) {
                  case "n" -> "\n";
                  case "r" -> "\r";
                  default -> Matcher.quoteReplacement(escaped.group(1));
                });
  }

  /** The next word. */
  String next(String expected) {
    if (next == words.size()) {
      throw new IllegalArgumentException(
          "'%s' ends where %s was expected, as in '%s'".formatted(text, expected, example));
    }
    return words.get(next++).text;
  }

  boolean isNext(String word) {
    return next < words.size() && words.get(next).is(word);
  }

  /** Takes the next word if it is that. */
  boolean takes(String word) {
    boolean taken = isNext(word);
    next += taken ? 1 : 0;
    return taken;
  }

  /** Takes the next word if it is a time in UTC. */
  Optional<Instant> takesTime() {
    if (next == words.size()) {
      return Optional.empty();
    }
    try {
      Instant time = Instant.parse(words.get(next).text);
      next++;
      return Optional.of(time);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  void require(String word) {
    if (!takes(word)) {
      String found = next("'" + word + "'");
      throw expected("'" + word + "'", found);
    }
  }

  void requireEnd() {
    if (next < words.size()) {
      throw expected("nothing more", words.get(next).text);
    }
  }

  /** Names with commas between them. */
  List<String> names(String expected) {
    List<String> names = new ArrayList<>();
    do {
      if (isNext(",")) {
        throw expected(expected, ",");
      }
      names.add(next(expected));
    } while (takes(","));
    return names;
  }

  Duration duration(String expected) {
    String word = next(expected);
    Matcher parts = DURATION.matcher(word);
    if (word.isEmpty() || !parts.matches()) {
      throw expected(expected, word);
    }
    return Duration.ofDays(number(parts.group(1)))
        .plusHours(number(parts.group(2)))
        .plusMinutes(number(parts.group(3)))
        .plusSeconds(number(parts.group(4)));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  IllegalArgumentException expected(String expected, String found) {
    return new IllegalArgumentException(
        "'%s' has '%s' where %s was expected, as in '%s'"
            .formatted(text, found, expected, example));
  }

  /** A name as it is written. */
  static String name(String name) {
    return PLAIN.matcher(name).matches() && !RESERVED.contains(name)
        ? name
        : '"'
            + name.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
            + '"';
  }

  /** Names as {@link #names(String)} reads them. */
  static String names(List<String> names) {
    return names.stream().map(RuleText::name).collect(Collectors.joining(", "));
  }

  /** A duration as it is written, such as {@code 1h30m}; of whole seconds. */
  static String text(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toDays(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    return text.length() == 0 ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }

  /**
   * Refuses what could not be written.
   *
   * @throws IllegalArgumentException if the duration is negative, not of whole seconds, or of
   *     10,000 days or more
   */
  static Duration requireWritable(Duration duration, String name) {
    if (duration.isNegative() || duration.getNano() != 0 || duration.toDays() > 9_999) {
      throw new IllegalArgumentException(
          name + " must be of whole seconds, from 0 to 9999 days, but was " + duration);
    }
    return duration;
  }
}
