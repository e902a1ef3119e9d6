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
 * @param promotion who puts a candidate in force
 */
public record TrainingConfig(
    Optional<Duration> every,
    Duration history,
    List<Duration> horizons,
    Optional<Double> budget,
    Optional<Path> failures,
    Promotion promotion) {
  /** Who puts a candidate in force. */
  public enum Promotion {
    /** A person, on the page or by the API. */
    BY_HAND,
    /** The server as well, as soon as the trial beside the model in force speaks for it. */
    WHEN_BETTER
  }

  /** Forty days. */
  public static final Duration DEFAULT_HISTORY = Duration.ofDays(40);

  /** On demand alone, of forty days, two hours ahead, and promoted by hand. */
  public static final TrainingConfig DEFAULT =
      new TrainingConfig(
          Optional.empty(),
          DEFAULT_HISTORY,
          List.of(Duration.ofMinutes(120), Duration.ofMinutes(60), Duration.ofMinutes(30)),
          Optional.empty(),
          Optional.empty(),
          Promotion.BY_HAND);

  /** Copies the list. */
  public TrainingConfig {
    horizons = List.copyOf(horizons);
  }
}
