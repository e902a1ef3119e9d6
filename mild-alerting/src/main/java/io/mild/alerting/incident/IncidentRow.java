package io.mild.alerting.incident;

import io.mild.alerting.RootCauseRanking;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What a row says to an {@link IncidentLife}.
 *
 * @param epochMillis its time
 * @param alerts one an intent; empty where no alert runs and none ended with this row
 * @param root the intent that the verdict names, of several the leading one
 * @param isDark whether no value of the row counts: nothing is known
 * @param timeLeft before an intent fails; asked of one that is on, and only while the row is taken
 * @param confidence what share of the data it stands on, 0 to 1
 * @param values one a KPI, NaN where missing; not kept
 */
public record IncidentRow(
    long epochMillis,
    List<IntentAlert> alerts,
    int root,
    boolean isDark,
    IntFunction<TimeLeft> timeLeft,
    double confidence,
    double[] values) {
  private static final double[] NO_VALUES = {};
  private static final TimeLeft NONE = new TimeLeft(Duration.ZERO, Duration.ZERO);

  /** A row at which no alert runs, and none ended. */
  public static IncidentRow quiet(long epochMillis, boolean isDark) {
    return new IncidentRow(epochMillis, List.of(), 0, isDark, intent -> NONE, 1, NO_VALUES);
  }

  boolean isRunning(int intent) {
    return !alerts.isEmpty() && alerts.get(intent).isRunning();
  }

  boolean isAnyOn(BitSet intents) {
    for (int intent = intents.nextSetBit(0); intent >= 0; intent = intents.nextSetBit(intent + 1)) {
      if (alerts.get(intent).isOn()) {
        return true;
      }
    }
    return false;
  }

  /** What is named as the cause of an intent's alert: itself, if it is a root of several. */
  int causeOf(int intent) {
    return alerts.get(intent).isRoot() ? intent : root;
  }

  double rootProbability() {
    return alerts.get(root).rootProbability();
  }

  /** Whether the named root is probable enough not to be one of two candidates. */
  boolean isRootClear() {
    return rootProbability() >= RootCauseRanking.AMBIGUOUS_BELOW;
  }

  /** Whether an intent may be the root in place of the one that is named. */
  boolean mayBeRoot(int intent) {
    if (isRootClear()) {
      return false;
    }
    for (int other = 0; other < alerts.size(); other++) {
      if (other != root
          && alerts.get(other).rootProbability() > alerts.get(intent).rootProbability()) {
        return false;
      }
    }
    return true;
  }
}
