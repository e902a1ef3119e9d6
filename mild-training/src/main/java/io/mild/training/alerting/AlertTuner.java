package io.mild.training.alerting;

import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.alerting.Ewma;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses spans and thresholds on a validation block: the longest lead that a budget of false
 * positives affords.
 *
 * <p>For each span, thresholds are scanned from the top, through 80 quantiles of the smoothed risk
 * of unprotected rows: {@code q = 1 − 0.5 … 1 − 1e-4}, geometric in {@code 1 − q}. The scan stops
 * at the first breach of the budget and keeps the threshold before it. Of the spans the one with
 * the greatest mean capped lead is taken, ties to fewer false positives, then to the shorter.
 *
 * <p>An intent that breaches the budget at the topmost quantile by itself, as one of constant risk
 * does, gets a threshold just above its greatest smoothed risk, so that its alert is never on in
 * the block; so does one without an unprotected row. Immutable, and shared between threads.
 */
public final class AlertTuner {
  /** The spans tried unless told otherwise, in rows. */
  public static final List<Integer> DEFAULT_SPANS = List.of(5, 10, 20, 40);

  private static final int LEVELS = 80;
  private static final double LARGEST_TAIL = 0.5;
  private static final double SMALLEST_TAIL = 1e-4;

  private final Duration leadCap;
  private final List<Integer> spans;
  private final Duration quietGap;
  private final Duration renotifyAfter;

  private AlertTuner(
      Duration leadCap, List<Integer> spans, Duration quietGap, Duration renotifyAfter) {
    this.leadCap = leadCap;
    this.spans = spans;
    this.quietGap = quietGap;
    this.renotifyAfter = renotifyAfter;
  }

  /**
   * A tuner with the default spans and the policy's default times.
   *
   * @param horizon what a lead is capped at: an earlier alert is worth no more; at least a
   *     millisecond
   * @throws IllegalArgumentException if {@code horizon} is below a millisecond
   */
  public static AlertTuner forHorizon(Duration horizon) {
    Checks.requireMillisecond(horizon, "horizon");
    return new AlertTuner(
        horizon, DEFAULT_SPANS, AlertPolicy.DEFAULT_QUIET_GAP, AlertPolicy.DEFAULT_RENOTIFY_AFTER);
  }

  /**
   * This tuner with other spans to choose from.
   *
   * @param spans in rows, each at least 1, at least one
   * @throws IllegalArgumentException if there are none or one is below 1
   */
  public AlertTuner withSpans(List<Integer> spans) {
    List<Integer> ascending = spans.stream().distinct().sorted().toList();
    if (ascending.isEmpty() || ascending.get(0) < 1) {
      throw new IllegalArgumentException(
          "spans must be at least one, each at least 1 row, but were " + spans);
    }
    return new AlertTuner(leadCap, ascending, quietGap, renotifyAfter);
  }

  /**
   * This tuner for policies of other times; see {@link AlertPolicy}.
   *
   * @throws IllegalArgumentException if one is below a millisecond
   */
  public AlertTuner withTimes(Duration quietGap, Duration renotifyAfter) {
    Checks.requireMillisecond(quietGap, "quietGap");
    Checks.requireMillisecond(renotifyAfter, "renotifyAfter");
    return new AlertTuner(leadCap, spans, quietGap, renotifyAfter);
  }

  /**
   * Tunes each intent's rule by itself, on the failures whose root it is.
   *
   * @param budgetPerDayPerIntent false positives a day that each intent may have, at least 0
   * @throws IllegalArgumentException if the budget is negative or NaN
   */
  public AlertPolicy tunePerIntent(ScoredBlock validation, double budgetPerDayPerIntent) {
    Budget budget = new Budget(budgetPerDayPerIntent, validation.days());
    List<DetectionWindow> failures = validation.countedFailures();
    List<AlertRule> rules = new ArrayList<>();
    for (int i = 0; i < validation.intents(); i++) {
      int intent = i;
      List<DetectionWindow> own =
          failures.stream().filter(failure -> failure.rootIntent() == intent).toList();
      rules.addAll(tune(validation, new double[][] {validation.risks()[intent]}, own, budget));
    }
    return new AlertPolicy(rules, quietGap, renotifyAfter);
  }

  /**
   * Tunes all rules under one budget, counted on the incident stream: the union of the intents'
   * states, one notification for all. The intents share the span and the quantile of their own
   * smoothed risks, so that they share the budget fairly however their risks are scaled. The lead
   * is that of the first intent to go on.
   *
   * @param budgetPerDay false positives a day that all intents together may have, at least 0
   * @throws IllegalArgumentException if the budget is negative or NaN
   */
  public AlertPolicy tuneJointly(ScoredBlock validation, double budgetPerDay) {
    Budget budget = new Budget(budgetPerDay, validation.days());
    List<DetectionWindow> failures = validation.countedFailures();
    return new AlertPolicy(
        tune(validation, validation.risks(), failures, budget), quietGap, renotifyAfter);
  }

  /**
   * Judges a policy, by its own quiet gap and renotification.
   *
   * @throws IllegalArgumentException if the policy and the block differ in the number of intents
   */
  public AlertFigures evaluate(AlertPolicy policy, ScoredBlock block) {
    return AlertMetrics.figures(
        block,
        AlertMetrics.states(policy, block),
        policy.quietGap(),
        policy.renotifyAfter(),
        leadCap);
  }

  private List<AlertRule> tune(
      ScoredBlock block, double[][] risks, List<DetectionWindow> failures, Budget budget) {
    Candidate best = tune(spans.get(0), block, risks, failures, budget);
    for (int span : spans.subList(1, spans.size())) {
      Candidate candidate = tune(span, block, risks, failures, budget);
      best = candidate.isBetterThan(best) ? candidate : best;
    }
    return best.rules();
  }

  private Candidate tune(
      int span,
      ScoredBlock block,
      double[][] risks,
      List<DetectionWindow> failures,
      Budget budget) {
    double[][] smoothed = new double[risks.length][];
    double[][] thresholds = new double[risks.length][];
    for (int i = 0; i < risks.length; i++) {
      smoothed[i] = Ewma.smooth(span, risks[i]);
      thresholds[i] = thresholds(smoothed[i], block, budget);
    }
    int level = 0;
    int falsePositives = 0;
    for (int next = 1; next < thresholds[0].length; next++) {
      int count = falsePositives(block, unionAt(next, smoothed, thresholds));
      if (budget.isBreachedBy(count)) {
        break;
      }
      level = next;
      falsePositives = count;
    }
    double[] leads =
        AlertMetrics.leadMinutes(
            block.epochMillis(), unionAt(level, smoothed, thresholds), failures);
    return new Candidate(
        rulesAt(level, span, thresholds),
        falsePositives,
        AlertMetrics.cappedLeadMinutes(leads, leadCap));
  }

  /** The thresholds to scan, in falling order: the first is never reached in the block. */
  private double[] thresholds(double[] smoothed, ScoredBlock block, Budget budget) {
    double[] thresholds = new double[LEVELS + 1];
    Arrays.fill(thresholds, Math.nextUp(Arrays.stream(smoothed).max().orElseThrow()));
    double[] unprotected = unprotected(smoothed, block.protectedRows());
    if (unprotected.length == 0) {
      return thresholds;
    }
    Arrays.sort(unprotected);
    double topmost = thresholdAt(1, unprotected);
    boolean[] state = new boolean[smoothed.length];
    AlertMetrics.turnOn(state, smoothed, topmost);
    if (budget.isBreachedBy(falsePositives(block, state))) {
      return thresholds;
    }
    for (int level = 1; level <= LEVELS; level++) {
      thresholds[level] = thresholdAt(level, unprotected);
    }
    return thresholds;
  }

  private static double[] unprotected(double[] smoothed, boolean[] protectedRows) {
    double[] unprotected = new double[smoothed.length];
    int count = 0;
    for (int row = 0; row < smoothed.length; row++) {
      if (!protectedRows[row]) {
        unprotected[count++] = smoothed[row];
      }
    }
    return Arrays.copyOf(unprotected, count);
  }

  private static double thresholdAt(int level, double[] sorted) {
    double step = (level - 1) / (LEVELS - 1.0);
    double tail = SMALLEST_TAIL * Math.pow(LARGEST_TAIL / SMALLEST_TAIL, step);
    return Math.max(Quantiles.of(sorted, 1 - tail), Double.MIN_VALUE); // a rule's is above zero
  }

  private static boolean[] unionAt(int level, double[][] smoothed, double[][] thresholds) {
    boolean[] state = new boolean[smoothed[0].length];
    for (int i = 0; i < smoothed.length; i++) {
      AlertMetrics.turnOn(state, smoothed[i], thresholds[i][level]);
    }
    return state;
  }

  private static List<AlertRule> rulesAt(int level, int span, double[][] thresholds) {
    return Arrays.stream(thresholds).map(falling -> new AlertRule(span, falling[level])).toList();
  }

  private int falsePositives(ScoredBlock block, boolean[] state) {
    return AlertMetrics.falsePositives(block, state, quietGap, renotifyAfter);
  }

  /** False positives a day that are allowed on a block of so many days. */
  private record Budget(double perDay, double days) {
    Budget {
      if (!(perDay >= 0)) {
        throw new IllegalArgumentException("budget must be at least 0 a day, but was " + perDay);
      }
    }

    boolean isBreachedBy(int falsePositives) {
      return falsePositives / days > perDay;
    }
  }

  /** What the scan kept for one span. */
  private record Candidate(List<AlertRule> rules, int falsePositives, double leadMinutes) {
    boolean isBetterThan(Candidate shorter) {
      int byLead = Double.compare(leadMinutes, shorter.leadMinutes);
      return byLead > 0 || (byLead == 0 && falsePositives < shorter.falsePositives);
    }
  }
}
