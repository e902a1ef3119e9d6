package io.mild.connect.prometheus;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The failures that an operator's own alert rules saw: the {@code ALERTS} series of a Prometheus as
 * a failure log.
 *
 * <p>A run of samples at which an alert fires, with gaps of up to {@link #DEFAULT_GAP}, is a
 * failure of its intent. It failed at the run's first sample; with a {@code for:}, where the alert
 * was pending until then, when it became pending, for that is when the goal broke. It recovered a
 * step after the last sample. What fires at the very beginning failed nobody knows when and is left
 * out; what fires at the end has not recovered.
 *
 * <pre>{@code
 * FailureLog failures =
 *     AlertHistory.of(prometheus, Map.of("ApiLatencyHigh", "api")).failures(from, to);
 * }</pre>
 */
public final class AlertHistory {
  /** Between two samples of a run: longer than a Prometheus needs to start again. */
  public static final Duration DEFAULT_GAP = Duration.ofMinutes(5);

  /** The rules' usual evaluation interval. */
  public static final Duration DEFAULT_STEP = Duration.ofMinutes(1);

  /** Failures of other intents within it after the first are of the same incident. */
  public static final Duration DEFAULT_INCIDENT = Duration.ofHours(2);

  private static final int ROWS_A_CALL = PrometheusClient.MOST_POINTS - 1000;

  private final PrometheusClient prometheus;
  private final Map<String, List<String>> alertsOfIntent;
  private final Duration step;
  private final Duration gap;
  private final Duration incident;

  private AlertHistory(
      PrometheusClient prometheus,
      Map<String, List<String>> alertsOfIntent,
      Duration step,
      Duration gap,
      Duration incident) {
    this.prometheus = prometheus;
    this.alertsOfIntent = alertsOfIntent;
    this.step = step;
    this.gap = gap;
    this.incident = incident;
  }

  /**
   * The past of alerts.
   *
   * @param intentOfAlert the intent that fails, by the alert's name; several alerts may be of one
   * @throws IllegalArgumentException if there is none, or a name is blank
   */
  public static AlertHistory of(PrometheusClient prometheus, Map<String, String> intentOfAlert) {
    if (intentOfAlert.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one alert");
    }
    Map<String, List<String>> alerts = new LinkedHashMap<>();
    intentOfAlert.forEach(
        (alert, intent) -> {
          if (alert.isBlank() || intent.isBlank()) {
            throw new IllegalArgumentException(
                "alert and intent must have names, but were '%s' and '%s'"
                    .formatted(alert, intent));
          }
          alerts.computeIfAbsent(intent, of -> new ArrayList<>()).add(alert);
        });
    return new AlertHistory(prometheus, alerts, DEFAULT_STEP, DEFAULT_GAP, DEFAULT_INCIDENT);
  }

  /**
   * The same with other times.
   *
   * @param every the step at which the past is looked at, at least a second: the rules' evaluation
   *     interval
   * @param longestGap between two samples of a run, at least the step
   * @param together failures within it after the first are of the same incident
   * @throws IllegalArgumentException if one is shorter
   */
  public AlertHistory withTimes(Duration every, Duration longestGap, Duration together) {
    if (every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("step must be at least a second, but was " + every);
    }
    if (longestGap.compareTo(every) < 0) {
      throw new IllegalArgumentException(
          "gap must be at least the step, %s, but was %s".formatted(every, longestGap));
    }
    if (together.isNegative()) {
      throw new IllegalArgumentException("incident must not be negative, but was " + together);
    }
    return new AlertHistory(prometheus, alertsOfIntent, every, longestGap, together);
  }

  /**
   * The failures of a time.
   *
   * @param from the first time that is looked at
   * @param to the last
   * @return none where no alert fired
   * @throws IOException if they can't be had; the message says what to do
   */
  public FailureLog failures(Instant from, Instant to) throws IOException {
    long stepMillis = step.toMillis();
    long first = -Math.floorDiv(-from.toEpochMilli(), stepMillis) * stepMillis;
    long last = Math.floorDiv(to.toEpochMilli(), stepMillis) * stepMillis;
    if (first > last) {
      throw new IllegalArgumentException(
          "no step of %s lies from %s to %s".formatted(step, from, to));
    }
    List<AlertRun> runs = new ArrayList<>();
    for (Map.Entry<String, List<String>> intent : alertsOfIntent.entrySet()) {
      TreeSet<Long> firing = new TreeSet<>();
      TreeSet<Long> pending = new TreeSet<>();
      for (String alert : intent.getValue()) {
        firing.addAll(samples(alert, "firing", first, last));
        pending.addAll(samples(alert, "pending", first, last));
      }
      runs.addAll(AlertRun.of(intent.getKey(), firing, pending, gap, step.multipliedBy(2)));
    }
    return log(runs, first, last);
  }

  private List<Long> samples(String alert, String state, long first, long last) throws IOException {
    long stepMillis = step.toMillis();
    String promql = "max(ALERTS{alertname=%s,alertstate=\"%s\"})".formatted(quoted(alert), state);
    List<Long> times = new ArrayList<>();
    for (long start = first; start <= last; start += ROWS_A_CALL * stepMillis) {
      int rows = (int) Math.min(ROWS_A_CALL, (last - start) / stepMillis + 1);
      RangeAnswer answer =
          prometheus.range(
              promql,
              new Grid(start, rows, stepMillis),
              Duration.ZERO,
              PrometheusClient.MANY_TRIES);
      for (TimeSeries series : answer.series()) {
        for (long time : series.epochMillis()) {
          times.add(time);
        }
      }
    }
    return times;
  }

  /** A PromQL string; what is no plain character is escaped. */
  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }

  private FailureLog log(List<AlertRun> runs, long first, long last) {
    runs.sort(Comparator.comparingLong(AlertRun::beginMillis));
    List<Failure> failures = new ArrayList<>();
    long began = 0; // of the incident
    for (AlertRun run : runs) {
      if (run.beginMillis() == first) {
        continue;
      }
      if (failures.isEmpty() || run.beginMillis() - began > incident.toMillis()) {
        began = run.beginMillis();
      }
      Failure failure =
          Failure.of(
              Instant.ofEpochMilli(began).toString(),
              run.intent(),
              Instant.ofEpochMilli(run.beginMillis()));
      boolean isOver = last - run.endMillis() > gap.toMillis();
      failures.add(
          isOver
              ? failure.withRecovery(Instant.ofEpochMilli(run.endMillis()).plus(step))
              : failure);
    }
    return new FailureLog(failures);
  }
}
