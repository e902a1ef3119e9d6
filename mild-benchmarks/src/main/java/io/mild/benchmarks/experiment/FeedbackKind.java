package io.mild.benchmarks.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import io.mild.data.FailureLog;
import java.time.Duration;

/** Who tells a feedback stream what became of its notifications (docs/benchmark.md §3). */
public enum FeedbackKind {
  /** An operator judges each. */
  VERDICTS("verdicts", "verdicts"),
  /** Failures and recoveries are told as they come. */
  OUTCOMES("outcomes", "outcomes"),
  /** The same, but half of the failures that it warns of are averted; it is told. */
  ACTED_TOLD("actedTold", "half averted, told"),
  /** The same, and it is not told. */
  ACTED_UNTOLD("actedUntold", "half averted, untold"),
  /** Failures are told, but 30 % of them go missing. */
  UNLOGGED("unlogged", "30 % unlogged");

  private static final double AVERTED = 0.5;
  private static final double MISSING = 0.3;

  private final String key;
  private final String words;

  FeedbackKind(String key, String words) {
    this.key = key;
    this.words = words;
  }

  /** Its name in JSON. */
  @JsonValue
  public String key() {
    return key;
  }

  /** Its name in tables. */
  public String words() {
    return words;
  }

  /** Whether it is told of failures, without which nobody knows what became of an incident. */
  boolean tellsOfFailures() {
    return this != VERDICTS;
  }

  /**
   * Somebody who tells a stream.
   *
   * @param failures of all the rows that are watched
   * @param horizon the longest; also how long a drift is taken to be where nobody noted its onset
   */
  Teller teller(FailureLog failures, Duration horizon) {
    return switch (this) {
      case VERDICTS -> new Operator(failures, horizon);
      case OUTCOMES -> new FailureTeller(failures, horizon);
      case ACTED_TOLD -> new FailureTeller(failures, horizon).averting(AVERTED, true);
      case ACTED_UNTOLD -> new FailureTeller(failures, horizon).averting(AVERTED, false);
      case UNLOGGED -> new FailureTeller(failures, horizon).missing(MISSING);
    };
  }
}
