package io.mild.training.evaluation;

import io.mild.Mild;
import io.mild.Verdict;
import io.mild.alerting.AlertPolicy;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.training.alerting.AlertMetrics;
import io.mild.training.alerting.AlertTimes;
import io.mild.training.alerting.DetectionWindow;
import io.mild.training.alerting.ScoredBlock;
import io.mild.training.evaluation.FailureOutcome.Interval;
import io.mild.training.labels.FailureWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A model's alerts on a stretch of history, held against the failures that came.
 *
 * <p>Judged are failures of root causes, and those of unknown role, whose whole window from onset
 * to failure lies in the stretch. Where nobody noted the onset, the window is the longest horizon.
 * A failure of an intent that the model doesn't know counts as missed.
 *
 * @param horizon the longest: what leads count up to, and what later verdicts are asked by
 * @param days that the rows cover
 * @param unprotectedDays of them, those that no failure is near: what false positives rest on
 * @param outcomes one a judged failure, in the order of time
 * @param falsePositivesPerDay notifications outside of failures, intent by intent
 * @param incidentFalsePositivesPerDay the same for the union of the intents' alerts
 * @param falseAlarms when the union of the intents' alerts notified outside of failures
 */
public record AlertEvaluation(
    Duration horizon,
    double days,
    double unprotectedDays,
    List<FailureOutcome> outcomes,
    Map<String, Double> falsePositivesPerDay,
    double incidentFalsePositivesPerDay,
    List<Instant> falseAlarms) {
  private static final long MILLIS_PER_MINUTE = Duration.ofMinutes(1).toMillis();

  /** Copies lists and map. */
  public AlertEvaluation {
    outcomes = List.copyOf(outcomes);
    falsePositivesPerDay = Collections.unmodifiableMap(new LinkedHashMap<>(falsePositivesPerDay));
    falseAlarms = List.copyOf(falseAlarms);
  }

  /**
   * Judges what a stream of a model said.
   *
   * @param rows at least two
   * @param failures also those outside of the rows
   * @throws IllegalArgumentException if there are fewer than two rows
   */
  public static AlertEvaluation of(Mild mild, StreamedRows rows, FailureLog failures) {
    Duration horizon = mild.horizons().get(0);
    return of(mild.intents(), horizon, mild.policy(horizon), rows, failures);
  }

  /**
   * Judges alerts of any origin.
   *
   * @param intents in the order of the rows' risks
   * @param horizon the longest; also how long a drift is taken to be where nobody noted its onset
   * @param policy whose quiet gap and renotification count
   * @param rows at least two
   * @param failures also those outside of the rows
   * @throws IllegalArgumentException if there are fewer than two rows
   */
  public static AlertEvaluation of(
      List<String> intents,
      Duration horizon,
      AlertPolicy policy,
      StreamedRows rows,
      FailureLog failures) {
    return new Judge(intents, horizon, policy, rows, failures).evaluation();
  }

  /**
   * The warning that an operator has before a failure, on average: minutes from the first alert of
   * any intent, none of them more than a cap, and 0 where nobody was warned; NaN without failures.
   */
  public double warningMinutes(Duration cap) {
    return AlertMetrics.cappedLeadMinutes(
        outcomes.stream().mapToDouble(FailureOutcome::incidentLeadMinutes).toArray(), cap);
  }

  /** The failures before which any intent alerted. */
  public List<FailureOutcome> announced() {
    return outcomes.stream().filter(FailureOutcome::isIncidentDetected).toList();
  }

  /** False positives a day, summed over the intents. */
  public double falsePositivesPerDaySum() {
    return falsePositivesPerDay.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** One evaluation under way. */
  private static final class Judge {
    private final List<String> intents;
    private final Duration horizon;
    private final AlertPolicy policy;
    private final StreamedRows rows;
    private final FailureLog failures;
    private final long[] epochMillis;
    private final boolean[][] states;
    private final boolean[] incidentState;
    private final Map<DetectionWindow, Failure> windows;
    private final ScoredBlock block;

    Judge(
        List<String> known,
        Duration horizon,
        AlertPolicy policy,
        StreamedRows rows,
        FailureLog failures) {
      this.horizon = horizon;
      this.policy = policy;
      this.rows = rows;
      this.failures = failures;
      this.intents = new ArrayList<>(known);
      failures.intents().stream().filter(name -> !known.contains(name)).forEach(intents::add);
      this.epochMillis = rows.epochMillis();
      this.states = rows.states(intents.size());
      this.incidentState = AlertMetrics.incidentState(states);
      FailureWindows judged =
          FailureWindows.of(failures, intents, horizon, AlertTimes.of(horizon, epochMillis));
      this.windows = judged.judged();
      this.block = judged.block(epochMillis, rows.risks(intents.size()));
    }

    AlertEvaluation evaluation() {
      Map<String, Double> falsePositives = new LinkedHashMap<>();
      for (int i = 0; i < states.length; i++) {
        falsePositives.put(intents.get(i), falsePositivesPerDay(states[i]));
      }
      return new AlertEvaluation(
          horizon,
          block.days(),
          block.days() * unprotectedShare(),
          block.countedFailures().stream().map(this::outcome).toList(),
          falsePositives,
          falsePositivesPerDay(incidentState),
          falseAlarms());
    }

    private double unprotectedShare() {
      boolean[] protectedRows = block.protectedRows();
      return IntStream.range(0, protectedRows.length).filter(row -> !protectedRows[row]).count()
          / (double) protectedRows.length;
    }

    private double falsePositivesPerDay(boolean[] state) {
      return AlertMetrics.falsePositivesPerDay(
          block, state, policy.quietGap(), policy.renotifyAfter());
    }

    private List<Instant> falseAlarms() {
      boolean[] notifications =
          AlertMetrics.notifications(
              epochMillis, incidentState, policy.quietGap(), policy.renotifyAfter());
      List<Instant> falseAlarms = new ArrayList<>();
      for (int row = 0; row < notifications.length; row++) {
        if (notifications[row] && !block.protectedRows()[row]) {
          falseAlarms.add(Instant.ofEpochMilli(epochMillis[row]));
        }
      }
      return falseAlarms;
    }

    private FailureOutcome outcome(DetectionWindow window) {
      Failure failure = Optional.ofNullable(windows.get(window)).orElseThrow();
      double lead = AlertMetrics.leadMinutes(epochMillis, states[window.rootIntent()], window);
      double incidentLead = AlertMetrics.leadMinutes(epochMillis, incidentState, window);
      boolean codrift =
          failures.failures().stream()
              .anyMatch(
                  other ->
                      other.incident().equals(failure.incident())
                          && !other.intent().equals(failure.intent()));
      int end = rowAt(window.failureEpochMillis());
      Map<VerdictTime, Verdict> verdicts = new EnumMap<>(VerdictTime.class);
      for (VerdictTime time : VerdictTime.values()) {
        double alertLead = time == VerdictTime.OWN ? lead : incidentLead;
        if (!Double.isNaN(alertLead)) {
          long asked = epochMillis[alert(window, alertLead)] + time.afterAlert(horizon).toMillis();
          verdicts.put(time, rows.verdict(Math.min(rowAt(asked), end - 1)));
        }
      }
      boolean alerted = !Double.isNaN(incidentLead);
      int first = alerted ? alert(window, incidentLead) : end;
      return new FailureOutcome(
          failure,
          codrift,
          lead,
          incidentLead,
          verdicts,
          alerted ? flips(first, end) : Double.NaN,
          alerted ? settledMinutes(first, end, failure.intent()) : Double.NaN,
          intervals(first, end, failure.time()));
    }

    /** The row of the alert that had this lead. */
    private int alert(DetectionWindow window, double leadMinutes) {
      return rowAt(window.failureEpochMillis() - Math.round(leadMinutes * MILLIS_PER_MINUTE));
    }

    private int flips(int first, int end) {
      return (int)
          IntStream.range(first + 1, end)
              .filter(
                  row -> !rows.verdict(row).rootCause().equals(rows.verdict(row - 1).rootCause()))
              .count();
    }

    private double settledMinutes(int first, int end, String root) {
      int settled = end;
      while (settled > first && rows.verdict(settled - 1).rootCause().equals(root)) {
        settled--;
      }
      return settled == end
          ? Double.NaN
          : (epochMillis[settled] - epochMillis[first]) / (double) MILLIS_PER_MINUTE;
    }

    private List<Interval> intervals(int first, int end, Instant failure) {
      return IntStream.range(first, end)
          .boxed()
          .flatMap(
              row ->
                  rows.timeToFailure(row).stream()
                      .map(
                          told ->
                              Interval.of(told, Instant.ofEpochMilli(epochMillis[row]), failure)))
          .toList();
    }

    /** The first row at or after a time. */
    private int rowAt(long time) {
      int found = Arrays.binarySearch(epochMillis, time);
      return found >= 0 ? found : -found - 1;
    }
  }
}
