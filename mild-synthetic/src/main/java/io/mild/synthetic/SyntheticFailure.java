package io.mild.synthetic;

import java.util.List;

/**
 * One failure that the generator caused. Times are minutes of the history.
 *
 * @param incident number of the incident, counted from 0
 * @param kind how it announced itself
 * @param root the intent that is its root cause
 * @param victim the intent that drifts along, empty unless the kind is {@link FailureKind#CODRIFT}
 * @param onset first minute of the root's drift (a victim's may begin up to 60 minutes before it)
 * @param failure the minute after the drift's last, in which the intent is failed
 * @param recovered the first minute after hold and recovery
 * @param moved the KPIs that the generator moved for it, in the order of the columns
 */
public record SyntheticFailure(
    int incident,
    FailureKind kind,
    String root,
    String victim,
    int onset,
    int failure,
    int recovered,
    List<MovedKpi> moved) {

  /** Copies the list. */
  public SyntheticFailure {
    moved = List.copyOf(moved);
  }

  /**
   * A KPI that the generator moved.
   *
   * @param kpi its name
   * @param from first minute that it deviates in
   */
  public record MovedKpi(String kpi, int from) {}
}
