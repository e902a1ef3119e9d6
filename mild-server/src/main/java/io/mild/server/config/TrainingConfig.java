package io.mild.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a model is trained of, and when again.
 *
 * @param every how often a candidate is trained; empty for on demand alone
 * @param history how much of the past is learned from, and kept on disk
 * @param horizons how far ahead to look
 * @param budget false alerts a day, if not the horizons' default
 * @param failures a log of failures, if goals do not tell them
 */
public record TrainingConfig(
    Optional<Duration> every,
    Duration history,
    List<Duration> horizons,
    Optional<Double> budget,
    Optional<Path> failures) {
  /** Forty days. */
  public static final Duration DEFAULT_HISTORY = Duration.ofDays(40);

  /** On demand alone, of forty days, two hours ahead. */
  public static final TrainingConfig DEFAULT =
      new TrainingConfig(
          Optional.empty(),
          DEFAULT_HISTORY,
          List.of(Duration.ofMinutes(120), Duration.ofMinutes(60), Duration.ofMinutes(30)),
          Optional.empty(),
          Optional.empty());

  /** Copies the list. */
  public TrainingConfig {
    horizons = List.copyOf(horizons);
  }
}
