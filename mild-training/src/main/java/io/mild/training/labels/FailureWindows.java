package io.mild.training.labels;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.training.alerting.AlertTimes;
import io.mild.training.alerting.DetectionWindow;
import io.mild.training.alerting.ScoredBlock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When an alert is worth something, and when it is false: what thresholds are tuned and alerts are
 * judged by.
 *
 * <p>Judged are failures of root causes, and those of unknown role, from onset to failure. From
 * onset to some time after recovery, which the {@link AlertTimes} tell, alerts are no false
 * positives, whatever the failure's role. Where nobody noted the onset, the drift is taken to begin
 * one horizon before the failure; where nobody noted the recovery, it is the failure.
 */
public final class FailureWindows {
  private final FailureLog failures;
  private final Duration horizon;
  private final Duration protectedAfterRecovery;
  private final Map<DetectionWindow, Failure> judged = new LinkedHashMap<>();

  private FailureWindows(
      FailureLog failures,
      List<String> intents,
      Duration horizon,
      Duration protectedAfterRecovery) {
    this.failures = failures;
    this.horizon = horizon;
    this.protectedAfterRecovery = protectedAfterRecovery;
    for (Failure failure : failures.failures()) {
      if (failure.role() != Failure.Role.VICTIM) {
        DetectionWindow window =
            new DetectionWindow(
                intents.indexOf(failure.intent()),
                onset(failure).toEpochMilli(),
                failure.time().toEpochMilli());
        judged.put(window, failure);
      }
    }
  }

  /**
   * The windows of a log's failures.
   *
   * @param failures of these intents alone
   * @param intents in the order of the risks
   * @param horizon how long a drift is taken to be where nobody noted its onset
   * @param times of the alerts that are judged
   * @throws IllegalArgumentException if a failure is of another intent
   */
  public static FailureWindows of(
      FailureLog failures, List<String> intents, Duration horizon, AlertTimes times) {
    return new FailureWindows(failures, intents, horizon, times.protectedAfterRecovery());
  }

  /** The judged failures by their windows, in the order of time. */
  public Map<DetectionWindow, Failure> judged() {
    return Collections.unmodifiableMap(judged);
  }

  /**
   * Rows with their risks, ready to tune on or to judge.
   *
   * @param epochMillis time of each row, each later than the one before; at least two
   * @param risks probabilities {@code [intents][rows]}
   */
  public ScoredBlock block(long[] epochMillis, double[][] risks) {
    return new ScoredBlock(
        epochMillis, risks, protectedRows(epochMillis), List.copyOf(judged.keySet()));
  }

  /** In which rows alerts are no false positives. */
  public boolean[] protectedRows(long[] epochMillis) {
    boolean[] protectedRows = new boolean[epochMillis.length];
    for (Failure failure : failures.failures()) {
      Instant end = failure.recovered().orElse(failure.time()).plus(protectedAfterRecovery);
      Arrays.fill(
          protectedRows,
          rowAt(onset(failure), epochMillis),
          rowAt(end.plusMillis(1), epochMillis),
          true);
    }
    return protectedRows;
  }

  private Instant onset(Failure failure) {
    return failure.onset().orElse(failure.time().minus(horizon));
  }

  /** The first row at or after a time. */
  private static int rowAt(Instant time, long[] epochMillis) {
    int found = Arrays.binarySearch(epochMillis, time.toEpochMilli());
    return found >= 0 ? found : -found - 1;
  }
}
