package io.mild.training.evaluation;

import io.mild.alerting.Ewma;
import io.mild.training.alerting.AlertMetrics;
import io.mild.training.alerting.DetectionWindow;
import io.mild.training.alerting.ScoredBlock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What a model's risks would be worth if one threshold on the highest smoothed risk of all intents
 * were set on the test block itself, for so many false positives a day (docs/benchmark.md §3):
 * whoever trains or tunes better or worse, models are compared at the same price.
 *
 * <p>The threshold is scanned from the top through 1,000 quantiles of the unprotected rows' scores,
 * geometric in the share above them, and the scan stops at the first breach. Alerts notify after a
 * quiet quarter of the horizon, and again after each horizon that they stay on.
 */
public final class SingleThreshold {
  private static final int SPAN = 10;
  private static final int QUIET_SHARE = 4;
  private static final int LEVELS = 1000;
  private static final double LARGEST_TAIL = 0.5;

  private SingleThreshold() {}

  /**
   * The leads of the counted failures at that threshold.
   *
   * @param falsePositivesPerDay at most so many, of the incident stream
   * @param horizon the longest, which leads count up to
   * @return minutes, capped, 0 where missed, in the order of {@link ScoredBlock#countedFailures()}
   */
  public static double[] leadMinutes(
      ScoredBlock block, double falsePositivesPerDay, Duration horizon) {
    double[] score = new double[block.rows()];
    for (double[] risk : block.risks()) {
      double[] smoothed = Ewma.smooth(SPAN, risk);
      for (int row = 0; row < score.length; row++) {
        score[row] = Math.max(score[row], smoothed[row]);
      }
    }
    boolean[] kept = {};
    for (double threshold : thresholds(score, block.protectedRows())) {
      boolean[] state = above(threshold, score);
      double made =
          AlertMetrics.falsePositivesPerDay(block, state, horizon.dividedBy(QUIET_SHARE), horizon);
      if (made > falsePositivesPerDay) { // never by the first threshold, which makes none
        break;
      }
      kept = state;
    }
    double cap = horizon.toMillis() / (double) Duration.ofMinutes(1).toMillis();
    List<DetectionWindow> failures = block.countedFailures();
    double[] leads = new double[failures.size()];
    for (int i = 0; i < leads.length; i++) {
      double lead = AlertMetrics.leadMinutes(block.epochMillis(), kept, failures.get(i));
      leads[i] = Double.isNaN(lead) ? 0 : Math.min(lead, cap);
    }
    return leads;
  }

  /** In falling order, from one that no unprotected row reaches. */
  private static double[] thresholds(double[] score, boolean[] protectedRows) {
    double[] sorted = new double[score.length];
    int count = 0;
    for (int row = 0; row < score.length; row++) {
      if (!protectedRows[row]) {
        sorted[count++] = score[row];
      }
    }
    double[] thresholds = new double[count == 0 ? 1 : LEVELS + 1];
    if (count > 0) {
      Arrays.sort(sorted, 0, count);
      thresholds[0] = Math.nextUp(sorted[count - 1]);
    }
    for (int level = 1; level < thresholds.length; level++) {
      double tail = Math.pow(LARGEST_TAIL * count, (level - 1) / (LEVELS - 1.0));
      thresholds[level] = sorted[count - (int) Math.max(1, tail)];
    }
    return thresholds;
  }

  private static boolean[] above(double threshold, double[] score) {
    boolean[] state = new boolean[score.length];
    for (int row = 0; row < score.length; row++) {
      state[row] = score[row] >= threshold;
    }
    return state;
  }
}
