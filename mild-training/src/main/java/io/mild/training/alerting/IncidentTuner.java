package io.mild.training.alerting;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Chooses the threshold of an {@link IncidentPolicy}: the lowest that a budget of false positives
 * affords, so that alerts are early.
 *
 * <p>The threshold is scanned from the top and the scan stops at the first breach of the budget. It
 * goes through the distinct scores of unprotected rows down to that which a fifth of them reach:
 * first through 400 of them, geometric in rank, then through each one between the last that holds
 * and the first that does not. Where no score is affordable the threshold is just above the
 * greatest.
 *
 * <p>To be honest, the history's risks must come from models that have not seen the rows they
 * score, as by cross-fitting. Immutable, and shared between threads.
 */
public final class IncidentTuner {
  /** 0.95. */
  public static final double DEFAULT_CONFIDENCE = 0.95;

  /** 14 days. */
  public static final Duration DEFAULT_NEXT_BLOCK = Duration.ofDays(14);

  /** 14 days of horizons of two hours. */
  private static final int NEXT_HORIZONS = 168;

  private static final int COARSE_STEPS = 400;

  /** A history that allows fewer false positives can't count them. */
  private static final double FEW_ALLOWED = 2;

  private static final int FALSE_SHARE = 5;

  /** A promise that finds fewer of the failures costs too much. */
  private static final double WORTH_A_PROMISE = 0.8;

  /** A careful threshold is so far from what must not reach it towards the lowest failure. */
  private static final double MOST_MARGIN = 1 / 3.0;

  private static final double LARGEST = Math.nextDown(IncidentPolicy.NEVER);

  private final double budgetPerDay;
  private final double confidence;
  private final Duration nextBlock;
  private final IncidentPolicy template;

  private IncidentTuner(
      double budgetPerDay, double confidence, Duration nextBlock, IncidentPolicy template) {
    this.budgetPerDay = budgetPerDay;
    this.confidence = confidence;
    this.nextBlock = nextBlock;
    this.template = template;
  }

  /**
   * The next block for a model that looks so far ahead: 168 horizons, and at least {@link
   * #DEFAULT_NEXT_BLOCK}. Where horizons are long, budgets are small, and in 14 days a promise
   * could allow but a false positive or two.
   *
   * @param horizon the longest of the model
   */
  public static Duration nextBlock(Duration horizon) {
    Duration horizons = horizon.multipliedBy(NEXT_HORIZONS);
    return horizons.compareTo(DEFAULT_NEXT_BLOCK) > 0 ? horizons : DEFAULT_NEXT_BLOCK;
  }

  /**
   * A tuner with the default confidence, next block and policy.
   *
   * @param budgetPerDay false positives a day that the incident stream may have, at least 0
   * @throws IllegalArgumentException if the budget is negative or not finite
   */
  public static IncidentTuner forBudget(double budgetPerDay) {
    FalsePositiveForecast.requireBudget(budgetPerDay);
    return new IncidentTuner(
        budgetPerDay,
        DEFAULT_CONFIDENCE,
        DEFAULT_NEXT_BLOCK,
        new IncidentPolicy(IncidentPolicy.NEVER));
  }

  /**
   * This tuner with another confidence that the next block keeps the budget.
   *
   * @param confidence above 0 and below 1
   * @throws IllegalArgumentException if it is not
   */
  public IncidentTuner withConfidence(double confidence) {
    FalsePositiveForecast.requireConfidence(confidence);
    return new IncidentTuner(budgetPerDay, confidence, nextBlock, template);
  }

  /**
   * This tuner for a next block of another length: the time over which the budget is to be kept,
   * perhaps until the next training.
   *
   * @throws IllegalArgumentException if it is below a millisecond
   */
  public IncidentTuner withNextBlock(Duration nextBlock) {
    Checks.requireMillisecond(nextBlock, "nextBlock");
    return new IncidentTuner(budgetPerDay, confidence, nextBlock, template);
  }

  /** This tuner for policies that are as the given one but for the threshold. */
  public IncidentTuner withPolicy(IncidentPolicy template) {
    return new IncidentTuner(budgetPerDay, confidence, nextBlock, template);
  }

  /**
   * The lowest threshold that is likely to keep the budget in the next block, with {@link
   * #withConfidence the confidence} asked for, by {@link FalsePositiveForecast#probabilityWithin};
   * it also keeps the budget on the history.
   *
   * @param history blocks in order of time, none overlapping; at least one
   * @throws IllegalArgumentException if there is none or they are not in order
   */
  public IncidentTuning tune(List<ScoredBlock> history) {
    return lowest(history, this::isPromised);
  }

  /**
   * The lowest threshold that keeps the budget on the history itself. About half of the time it
   * will not keep it in the next block.
   *
   * @param history blocks in order of time, none overlapping; at least one
   * @throws IllegalArgumentException if there is none or they are not in order
   */
  public IncidentTuning tuneNaively(List<ScoredBlock> history) {
    return lowest(history, this::isKept);
  }

  /**
   * A threshold that is neither never reached nor always, however short the history. It lies
   * between two things that the history tells: the greatest score that it must not be reached by,
   * and the lowest that failures reached, a third of the way up from the one to the other, or the
   * n-th part where more than three false positives n were counted: then the quiet side is known
   * well. All between them would have found the same failures of the history; but the next days may
   * be less quiet than these, and the next failure may be quieter.
   *
   * <p>It must not be reached by what breaks the promise of {@link #tune}, if with that nearly as
   * many failures are found as without; else by what breaks the budget on the history, as in {@link
   * #tuneNaively}. Of failures those count that are then found. Without any it is as low as it may
   * be.
   *
   * <p>Where fewer than half of the failures are found so, and the history is of so few days that
   * the budget allows no more than one false positive, more are allowed one by one, until half are
   * found, but a fifth as many as there are failures at most: so short a history tells of the
   * balance of the two, not of days.
   *
   * @param history blocks in order of time, none overlapping; at least one
   * @throws IllegalArgumentException if there is none or they are not in order
   */
  public IncidentTuning tuneCarefully(List<ScoredBlock> history) {
    IncidentHistory scored = new IncidentHistory(template, history);
    double[] peaks = scored.failurePeaks();
    Scan scan = new Scan(scored, scored.fallingThresholds(peaks));
    double threshold = scan.infimum(this::isPromised);
    double kept = scan.infimum(this::isKept);
    if (within(scored.forecast(threshold)) < confidence
        || found(peaks, threshold) == 0
        || found(peaks, threshold) < WORTH_A_PROMISE * found(peaks, kept)) {
      threshold = kept;
      double days = history.stream().mapToDouble(ScoredBlock::days).sum();
      boolean few = budgetPerDay > 0 && budgetPerDay * days < FEW_ALLOWED;
      for (int allowed = (int) (budgetPerDay * days) + 1;
          few
              && 2 * found(peaks, threshold) < peaks.length
              && allowed <= peaks.length / FALSE_SHARE;
          allowed++) {
        int most = allowed;
        threshold = scan.infimum(forecast -> forecast.falsePositives() <= most);
      }
    }
    int found = found(peaks, threshold);
    if (found > 0) {
      double lowestFound = peaks[peaks.length - found]; // ascending
      double counted = Math.max(1, scored.forecast(threshold).falsePositives());
      double margin = Math.min(MOST_MARGIN, 1 / counted);
      threshold += margin * (Math.min(lowestFound, LARGEST) - threshold);
    }
    return evaluate(template.withThreshold(threshold), history);
  }

  private static int found(double[] peaks, double threshold) {
    return (int) Arrays.stream(peaks).filter(peak -> peak >= threshold).count();
  }

  /**
   * What a policy's false positives on the history promise for the next block.
   *
   * @param history blocks in order of time, none overlapping; at least one
   * @throws IllegalArgumentException if there is none or they are not in order
   */
  public IncidentTuning evaluate(IncidentPolicy policy, List<ScoredBlock> history) {
    return tuning(policy, new IncidentHistory(policy, history).forecast(policy.threshold()));
  }

  private IncidentTuning lowest(
      List<ScoredBlock> history, Predicate<FalsePositiveForecast> affordable) {
    IncidentHistory scored = new IncidentHistory(template, history);
    double threshold = new Scan(scored, scored.fallingThresholds()).lowest(affordable);
    return tuning(template.withThreshold(threshold), scored.forecast(threshold));
  }

  /**
   * Goes through thresholds from the top, up to the first that is not affordable.
   *
   * @param falling thresholds
   */
  private record Scan(IncidentHistory scored, double[] falling) {
    /** The last that is; the first, if none is. */
    double lowest(Predicate<FalsePositiveForecast> affordable) {
      return falling[held(affordable)];
    }

    /** Just above the first that is not; the last, if all are. */
    double infimum(Predicate<FalsePositiveForecast> affordable) {
      int held = held(affordable);
      return held + 1 < falling.length ? Math.nextUp(falling[held + 1]) : falling[held];
    }

    private int held(Predicate<FalsePositiveForecast> affordable) {
      int last = falling.length - 1;
      int held = 0;
      int breached = last + 1;
      for (int step = 0; step <= COARSE_STEPS && held < last; step++) {
        int next = (int) Math.round(Math.pow(last, (double) step / COARSE_STEPS));
        if (next > held && !affordable.test(scored.forecast(falling[next]))) {
          breached = next;
          break;
        }
        held = next;
      }
      while (held + 1 < breached && affordable.test(scored.forecast(falling[held + 1]))) {
        held++;
      }
      return held;
    }
  }

  private IncidentTuning tuning(IncidentPolicy policy, FalsePositiveForecast forecast) {
    return new IncidentTuning(
        policy,
        forecast,
        within(forecast),
        forecast.upperBoundPerDay(confidence, nextBlock.toMillis() / ScoredBlock.MILLIS_PER_DAY));
  }

  private boolean isPromised(FalsePositiveForecast forecast) {
    return isKept(forecast) && within(forecast) >= confidence;
  }

  private boolean isKept(FalsePositiveForecast forecast) {
    return forecast.perDay() <= budgetPerDay;
  }

  private double within(FalsePositiveForecast forecast) {
    return forecast.probabilityWithin(
        budgetPerDay, nextBlock.toMillis() / ScoredBlock.MILLIS_PER_DAY);
  }
}
