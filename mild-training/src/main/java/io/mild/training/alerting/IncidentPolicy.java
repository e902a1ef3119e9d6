package io.mild.training.alerting;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.Ewma;
import io.mild.alerting.Logit;
import java.time.Duration;

/**
 * When the one alert of all intents is on and when it notifies: on where the score, the logit of
 * the greatest of the intents' {@link Ewma smoothed} risks, is at or above a threshold.
 *
 * <p>So risks of different intents must mean the same: calibrate them first. An alert is attributed
 * to the intents whose own smoothed risk is at or above the threshold; where it is on, that is at
 * least one.
 *
 * @param span of the averages, in rows, at least 1
 * @param threshold log-odds, finite; {@link #NEVER} and above are reached by no risk
 * @param quietGap how long the alert must be off for its next minute to begin a new episode; at
 *     least a millisecond
 * @param renotifyAfter how long after a notification an episode that lasts notifies again; at least
 *     a millisecond
 */
public record IncidentPolicy(
    int span, double threshold, Duration quietGap, Duration renotifyAfter) {
  /** 10 rows. */
  public static final int DEFAULT_SPAN = 10;

  /**
   * The least threshold that no risk reaches. Risks are clipped to 1e-12 … 1 − 1e-12, so that
   * scores are finite.
   */
  public static final double NEVER = Math.nextUp(Logit.LIMIT);

  /**
   * A policy.
   *
   * @throws IllegalArgumentException if {@code span} is below 1, {@code threshold} is not finite or
   *     a duration is below a millisecond
   */
  public IncidentPolicy {
    if (span < 1) {
      throw new IllegalArgumentException("span must be at least 1 row, but was " + span);
    }
    requireThreshold(threshold);
    Checks.requireMillisecond(quietGap, "quietGap");
    Checks.requireMillisecond(renotifyAfter, "renotifyAfter");
  }

  /**
   * A policy of {@link #DEFAULT_SPAN}, {@link AlertPolicy#DEFAULT_QUIET_GAP} and {@link
   * AlertPolicy#DEFAULT_RENOTIFY_AFTER}.
   *
   * @throws IllegalArgumentException if {@code threshold} is not finite
   */
  public IncidentPolicy(double threshold) {
    this(
        DEFAULT_SPAN, threshold, AlertPolicy.DEFAULT_QUIET_GAP, AlertPolicy.DEFAULT_RENOTIFY_AFTER);
  }

  /**
   * This policy with another threshold.
   *
   * @param threshold log-odds, finite
   * @throws IllegalArgumentException if it is not finite
   */
  public IncidentPolicy withThreshold(double threshold) {
    return new IncidentPolicy(span, threshold, quietGap, renotifyAfter);
  }

  /**
   * This policy with another span of the averages.
   *
   * @param span in rows, at least 1
   * @throws IllegalArgumentException if it is below 1
   */
  public IncidentPolicy withSpan(int span) {
    return new IncidentPolicy(span, threshold, quietGap, renotifyAfter);
  }

  /** The threshold as a probability: what the greatest smoothed risk must reach. */
  public double thresholdRisk() {
    return Logit.sigmoid(threshold);
  }

  /**
   * The score of each row of a block, each average seeded with the block's first risk.
   *
   * @return log-odds {@code [rows]}, finite
   */
  public double[] scores(ScoredBlock block) {
    double[] greatest = new double[block.rows()];
    for (double[] risk : block.risks()) {
      double[] smoothed = Ewma.smooth(span, risk);
      for (int row = 0; row < greatest.length; row++) {
        greatest[row] = Math.max(greatest[row], smoothed[row]);
      }
    }
    for (int row = 0; row < greatest.length; row++) {
      greatest[row] = Logit.of(greatest[row]);
    }
    return greatest;
  }

  /**
   * The intents to which the alert is attributed in each row. The alert's own state, and what it is
   * worth, {@link AlertMetrics} has from these.
   *
   * @return whether the intent's own smoothed risk is at or above the threshold, {@code
   *     [intents][rows]}
   */
  public boolean[][] states(ScoredBlock block) {
    boolean[][] states = new boolean[block.intents()][block.rows()];
    for (int intent = 0; intent < states.length; intent++) {
      double[] smoothed = Ewma.smooth(span, block.risks()[intent]);
      for (int row = 0; row < smoothed.length; row++) {
        states[intent][row] = Logit.of(smoothed[row]) >= threshold;
      }
    }
    return states;
  }

  static void requireThreshold(double threshold) {
    if (!Double.isFinite(threshold)) {
      throw new IllegalArgumentException("threshold must be finite, but was " + threshold);
    }
  }
}
