package io.mild.server.init;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of intents and KPIs, made of names from outside; each is given once. */
final class Names {
  private static final int MOST_CHARACTERS = 60;

  /** Where {@code ApiLatencyHigh}, {@code HTTPErrors} and {@code api_latency-high} have an end. */
  private static final Pattern BETWEEN_WORDS =
      Pattern.compile(
          "[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  /** Words that say that it is bad, or how bad, but not what. */
  private static final Set<String> OF_BADNESS =
      Set.of(
          "alert",
          "warning",
          "critical",
          "high",
          "low",
          "too",
          "many",
          "few",
          "much",
          "full",
          "slow",
          "almost",
          "long",
          "large",
          "big",
          "small",
          "above",
          "below",
          "over",
          "under",
          "exceeded",
          "is",
          "are",
          "has",
          "of",
          "the",
          "a");

  private final Set<String> given = new HashSet<>();

  /** The words of a name that say what it is of, in small letters. */
  static List<String> words(String name) {
    List<String> all =
        Stream.of(BETWEEN_WORDS.split(name, -1))
            .map(word -> word.toLowerCase(Locale.ROOT))
            .filter(word -> !word.isEmpty())
            .toList();
    List<String> telling = all.stream().filter(word -> !OF_BADNESS.contains(word)).toList();
    return telling.isEmpty() ? all : telling;
  }

  /** Such as {@code api-latency} of {@code ApiLatencyHigh}; empty of a name without letters. */
  static String intent(String name) {
    return joined(words(name).stream(), "-");
  }

  /** Such as {@code api_latency} of {@code ApiLatencyHigh}. */
  static String kpi(String name) {
    return joined(words(name).stream(), "_");
  }

  /** Such as {@code shop-api} of {@code shop_api}: a service's own name. */
  static String service(String name) {
    return joined(parts(name), "-");
  }

  /** Such as {@code http_requests} of {@code http:requests}: a metric's own name. */
  static String metric(String name) {
    return joined(parts(name), "_");
  }

  private static Stream<String> parts(String name) {
    return Stream.of(name.split("[^\\p{L}\\p{N}]+")).filter(part -> !part.isEmpty());
  }

  private static String joined(Stream<String> words, String between) {
    String name = words.collect(Collectors.joining(between));
    return name.length() <= MOST_CHARACTERS
        ? name
        : name.substring(0, name.offsetByCodePoints(0, MOST_CHARACTERS / 2));
  }

  /**
   * The name itself, or with a number after it if it is given already.
   *
   * @param otherwise where it is empty
   */
  String giveUnique(String name, String between, String otherwise) {
    String wished = name.isEmpty() ? otherwise : name;
    String unique = wished;
    for (int i = 2; !given.add(unique); i++) {
      unique = wished + between + i;
    }
    return unique;
  }
}
