package io.mild.benchmarks.regime;

import io.mild.shadow.Advice;
import io.mild.shadow.ShadowComparison;
import java.util.EnumMap;
import java.util.Map;

/**
 * One seed's figures.
 *
 * @param seed of the telemetry
 * @param kpi that changed
 * @param first each model's figures in the days of the trial
 * @param later in the days after it
 * @param trial of the retrained model beside the stale one, at its end
 */
public record RegimeResult(
    long seed,
    String kpi,
    Map<Contender, RegimeFigures> first,
    Map<Contender, RegimeFigures> later,
    ShadowComparison trial) {
  /** The models. */
  public enum Contender {
    /** Trained before the change. */
    STALE,
    /** Trained on all that was known some days after the change. */
    RETRAINED,
    /** Trained on as long a history as the stale one, as it would have been after the change. */
    FRESH
  }

  /** Copies the maps. */
  public RegimeResult {
    first = new EnumMap<>(first);
    later = new EnumMap<>(later);
  }

  /** What the trial came to. */
  public Advice advice() {
    return trial.advice();
  }
}
