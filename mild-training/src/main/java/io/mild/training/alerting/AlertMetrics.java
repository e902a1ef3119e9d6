package io.mild.training.alerting;

import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import io.mild.alerting.Alerter;
import io.mild.alerting.Episode;
import io.mild.alerting.Ewma;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What alert states are worth: notifications, false positives, detection and lead time.
 *
 * <p>A state is the on or off of an alert in each row of a block. An intent's own state judges its
 * own failures; the incident stream is the union of all intents' states, one alert for all. Leads
 * are in minutes, one a failure, NaN where it was missed.
 */
public final class AlertMetrics {
  private static final double MILLIS_PER_MINUTE = Duration.ofMinutes(1).toMillis();

  private AlertMetrics() {}

  /**
   * The intents' states under a policy, each average seeded with the block's first risk.
   *
   * @return on or off, {@code [intents][rows]}
   * @throws IllegalArgumentException if the policy and the block differ in the number of intents
   */
  public static boolean[][] states(AlertPolicy policy, ScoredBlock block) {
    if (policy.rules().size() != block.intents()) {
      throw new IllegalArgumentException(
          "policy must be of "
              + block.intents()
              + " intents as the block, but was of "
              + policy.rules().size());
    }
    boolean[][] states = new boolean[block.intents()][block.rows()];
    for (int intent = 0; intent < states.length; intent++) {
      AlertRule rule = policy.rules().get(intent);
      turnOn(states[intent], Ewma.smooth(rule.span(), block.risks()[intent]), rule.threshold());
    }
    return states;
  }

  /**
   * All figures of states.
   *
   * @param states {@code [intents][rows]}, at least one intent
   * @param quietGap of the notifications
   * @param renotifyAfter of the notifications
   * @param leadCap what capped leads are capped at
   */
  public static AlertFigures figures(
      ScoredBlock block,
      boolean[][] states,
      Duration quietGap,
      Duration renotifyAfter,
      Duration leadCap) {
    double[] leads = ownLeadMinutes(block, states);
    return new AlertFigures(
        leads.length,
        detection(leads),
        meanLeadMinutes(leads),
        cappedLeadMinutes(leads, leadCap),
        cappedLeadMinutes(incidentLeadMinutes(block, states), leadCap),
        Arrays.stream(states)
            .map(state -> falsePositivesPerDay(block, state, quietGap, renotifyAfter))
            .toList(),
        falsePositivesPerDay(block, incidentState(states), quietGap, renotifyAfter));
  }

  /** Turns the state on where the smoothed risk is at or above the threshold. */
  static void turnOn(boolean[] state, double[] smoothed, double threshold) {
    for (int row = 0; row < state.length; row++) {
      state[row] |= smoothed[row] >= threshold;
    }
  }

  /**
   * The incident stream's state: on where any intent's is.
   *
   * @param states {@code [intents][rows]}, at least one intent
   */
  public static boolean[] incidentState(boolean[][] states) {
    boolean[] incident = states[0].clone();
    for (boolean[] state : states) {
      for (int row = 0; row < incident.length; row++) {
        incident[row] |= state[row];
      }
    }
    return incident;
  }

  /**
   * The rows at which a state notifies: where it goes on after at least {@code quietGap} without an
   * on-row, and where it is on {@code renotifyAfter} or more after its latest notification. So a
   * stuck alarm is counted again and again. These are the rows at which an {@link Alerter} would.
   *
   * @param epochMillis time of each row, each later than the one before
   * @throws IllegalArgumentException if there are not as many times as rows
   */
  public static boolean[] notifications(
      long[] epochMillis, boolean[] state, Duration quietGap, Duration renotifyAfter) {
    return Episode.notifications(epochMillis, state, quietGap, renotifyAfter);
  }

  /** Notifications of a state in unprotected rows, for each day that the block covers. */
  public static double falsePositivesPerDay(
      ScoredBlock block, boolean[] state, Duration quietGap, Duration renotifyAfter) {
    return falsePositives(block, state, quietGap, renotifyAfter) / block.days();
  }

  /** Notifications of a state in unprotected rows. */
  static int falsePositives(
      ScoredBlock block, boolean[] state, Duration quietGap, Duration renotifyAfter) {
    boolean[] notifications = notifications(block.epochMillis(), state, quietGap, renotifyAfter);
    int falsePositives = 0;
    for (int row = 0; row < notifications.length; row++) {
      falsePositives += notifications[row] && !block.protectedRows()[row] ? 1 : 0;
    }
    return falsePositives;
  }

  /**
   * How long before the failure a state was first on in its window {@code [onset, failure)}.
   *
   * @param epochMillis time of each row, each later than the one before
   * @return minutes, or NaN if the state was never on in the window
   * @throws IllegalArgumentException if there are not as many times as rows
   */
  public static double leadMinutes(long[] epochMillis, boolean[] state, DetectionWindow failure) {
    requireSameRows(epochMillis, state);
    int found = Arrays.binarySearch(epochMillis, failure.onsetEpochMillis());
    int row = found >= 0 ? found : -found - 1;
    for (; row < state.length && epochMillis[row] < failure.failureEpochMillis(); row++) {
      if (state[row]) {
        return (failure.failureEpochMillis() - epochMillis[row]) / MILLIS_PER_MINUTE;
      }
    }
    return Double.NaN;
  }

  /**
   * The lead of each counted failure's root intent.
   *
   * @param states {@code [intents][rows]}
   * @return minutes or NaN, in the order of {@link ScoredBlock#countedFailures()}
   */
  public static double[] ownLeadMinutes(ScoredBlock block, boolean[][] states) {
    return block.countedFailures().stream()
        .mapToDouble(
            failure -> leadMinutes(block.epochMillis(), states[failure.rootIntent()], failure))
        .toArray();
  }

  /**
   * The lead of the incident stream for each counted failure: that of the first intent to go on.
   *
   * @param states {@code [intents][rows]}
   * @return minutes or NaN, in the order of {@link ScoredBlock#countedFailures()}
   */
  public static double[] incidentLeadMinutes(ScoredBlock block, boolean[][] states) {
    return leadMinutes(block.epochMillis(), incidentState(states), block.countedFailures());
  }

  static double[] leadMinutes(long[] epochMillis, boolean[] state, List<DetectionWindow> failures) {
    return failures.stream()
        .mapToDouble(failure -> leadMinutes(epochMillis, state, failure))
        .toArray();
  }

  /** The share of failures that were not missed; NaN if there are none. */
  public static double detection(double[] leadMinutes) {
    return Arrays.stream(leadMinutes)
        .map(lead -> Double.isNaN(lead) ? 0 : 1)
        .average()
        .orElse(Double.NaN);
  }

  /** The mean lead of the failures that were not missed, in minutes; NaN if there are none. */
  public static double meanLeadMinutes(double[] leadMinutes) {
    return Arrays.stream(leadMinutes)
        .filter(lead -> !Double.isNaN(lead))
        .average()
        .orElse(Double.NaN);
  }

  /**
   * The mean over all failures of the lead up to a cap, a missed one counted as 0, in minutes; NaN
   * if there are none.
   */
  public static double cappedLeadMinutes(double[] leadMinutes, Duration cap) {
    double capMinutes = cap.toMillis() / MILLIS_PER_MINUTE;
    return Arrays.stream(leadMinutes)
        .map(lead -> Double.isNaN(lead) ? 0 : Math.min(lead, capMinutes))
        .average()
        .orElse(Double.NaN);
  }

  private static void requireSameRows(long[] epochMillis, boolean[] state) {
    if (epochMillis.length != state.length) {
      throw new IllegalArgumentException(
          "times must be " + state.length + " as the rows, but were " + epochMillis.length);
    }
  }
}
