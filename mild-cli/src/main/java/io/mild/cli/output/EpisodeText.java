package io.mild.cli.output;

import io.mild.Alert;
import io.mild.cli.replay.AlertEpisode;
import io.mild.explanation.Explanation;
import io.mild.internal.io.Digits;
import io.mild.internal.io.TimeScale;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Alerts as a person reads them. */
public final class EpisodeText {
  private static final int SHOWN_KPIS = 4;

  private static final Duration FIRST_DAYS = Duration.ofDays(5);

  private static final DateTimeFormatter MINUTE = inUtc("EEE yyyy-MM-dd HH:mm");
  private static final DateTimeFormatter SECOND = inUtc("EEE yyyy-MM-dd HH:mm:ss");

  private EpisodeText() {}

  private static DateTimeFormatter inUtc(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  /** An alert in three lines. */
  public static String of(AlertEpisode episode) {
    return firstLine(episode)
        + "    root cause: %s (%s)%n".formatted(episode.onset().verdict(), causes(episode.onset()))
        + "    why: %s%n".formatted(reasons(episode.onset()));
  }

  /** When, which intent, how long before, how sure, and how long it lasted. */
  public static String firstLine(AlertEpisode episode) {
    Alert alert = episode.onset();
    Instant end = episode.end();
    return String.format(
        Locale.ROOT,
        "%s  %s will fail in %s (risk %s, alert from %s on; %s)%n",
        time(episode.time()),
        alert.intent(),
        alert.timeToFailure(),
        Digits.two(alert.risk().smoothedRisk()),
        Digits.two(alert.risk().threshold()),
        end == null ? "still open" : "lasted " + duration(Duration.between(alert.time(), end)));
  }

  /** Such as {@code Wed 2024-01-03 02:14}, in UTC; with its second where it is not a minute's. */
  public static String time(Instant time) {
    boolean wholeMinute = time.truncatedTo(ChronoUnit.MINUTES).equals(time);
    return (wholeMinute ? MINUTE : SECOND).format(time);
  }

  /** Such as {@code 45 min} or {@code 2 h 05 min}, {@code 45 s} or {@code 12 days}. */
  public static String duration(Duration duration) {
    long minutes = duration.toMinutes();
    if (minutes > 0 && minutes < 60 && duration.equals(Duration.ofMinutes(minutes))) {
      return minutes + " min"; // of rows of a minute, however few
    }
    return duration.toHours() == 0 || duration.compareTo(FIRST_DAYS) >= 0
        ? TimeScale.text(duration)
        : String.format(Locale.ROOT, "%d h %02d min", duration.toHours(), duration.toMinutesPart());
  }

  private static String causes(Alert alert) {
    return alert.rootCauseProbabilities().entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .map(
            cause ->
                String.format(Locale.ROOT, "%s %.0f %%", cause.getKey(), 100 * cause.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String reasons(Alert alert) {
    return alert.explanation().top(SHOWN_KPIS).stream()
        .map(Explanation.Contribution::toString)
        .collect(Collectors.joining("; "));
  }
}
