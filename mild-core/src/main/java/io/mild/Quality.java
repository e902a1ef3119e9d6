package io.mild;

import io.mild.features.FeatureStream;
import io.mild.features.KpiLimit;
import io.mild.features.SensorWatch;
import io.mild.internal.model.TrainedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much data an assessment stands on, and what is wrong with it.
 *
 * @param status in one word
 * @param faults KPIs whose latest value is missing or not to be believed, in the order of the
 *     schema; what the windows still hold of those that do not count is used instead
 * @param confidence share, 0 to 1, of the KPI values that came, and count, of those due in the
 *     latest rows, as many as a stream warms up for; no more than the share of KPIs whose latest
 *     value is like one that was learned from
 * @param folded whether the row fell into a slot that was taken: its values count with the next row
 *     that takes one, and all that is said is of the row that took this one, which was told before
 * @param otherPeriod how far apart the rows usually are, if they stay off the model's sampling
 *     period; there while the status is {@link Status#PERIOD_CHANGED}
 */
public record Quality(
    Status status,
    List<Fault> faults,
    double confidence,
    boolean folded,
    Optional<Duration> otherPeriod) {
  /** In one word; where several hold, the last of them. */
  public enum Status {
    /** All values of the latest row are there and like those learned from; windows are full. */
    OK,
    /** Some values are missing or not to be believed: {@link Quality#faults} says which. */
    DEGRADED,
    /**
     * Too few rows have come since the stream began, or since a gap that nothing can be said
     * across. Risks stand on little, and no alert begins.
     */
    WARMING_UP,
    /**
     * Rows stay more than a quarter off the model's sampling period, for thirty rows or more: they
     * are folded, or most that are due are missing, and risks are of what the model did not learn.
     * It ends once thirty rows have come in time; a gap alone is none of it. A stream may warm up
     * at the same time.
     */
    PERIOD_CHANGED,
    /**
     * No value of the latest row counts: nothing is known. No alert begins and nobody is told; one
     * that runs goes on as it was, and ends after its quiet gap, {@link
     * PredictedFailure#isWithoutData() without data}.
     */
    NO_DATA
  }

  /**
   * What is wrong with a KPI's latest value.
   *
   * @param kpi its name
   * @param kind what it is
   * @param value the latest, in the KPI's unit; NaN where missing
   * @param least the least of the training's history; −∞ where that is not known, as in models of
   *     earlier versions
   * @param greatest likewise, or ∞
   * @param ignored whether the value counts as missing
   */
  public record Fault(
      String kpi, Kind kind, double value, double least, double greatest, boolean ignored) {
    /** Where several hold, the last of them. */
    public enum Kind {
      /** There is no value. */
      MISSING,
      /** It has stood still although it never did for so long; it counts as missing. */
      STALE,
      /**
       * No value of the history was there. It counts as missing if it got there as only a broken
       * sensor or another unit does, {@link io.mild.features.SensorWatch in words there}.
       */
      OUT_OF_RANGE
    }

    /** Such as {@code api_latency is 0.0, but was 61.2 to 254.7: it counts as missing}. */
    @Override
    public String toString() {
      return switch (kind) {
        case MISSING -> kpi + " has no value";
        case STALE -> kpi + " stands still at " + value + ": it counts as missing";
        case OUT_OF_RANGE ->
            "%s is %s, but was %s to %s%s"
                .formatted(kpi, value, least, greatest, ignored ? ": it counts as missing" : "");
      };
    }
  }

  /** Copies the list. */
  public Quality {
    faults = List.copyOf(faults);
  }

  /** That of the latest row. */
  static Quality of(TrainedModel model, FeatureStream rows, SensorWatch sensors, boolean folded) {
    boolean complete = !folded && !sensors.isFaulty();
    List<Fault> faults = complete ? List.of() : faults(model, rows, sensors);
    double unlike = 0;
    for (Fault fault : faults) {
      unlike += fault.ignored ? 0 : 1;
    }
    double confidence = Math.min(rows.coverage(), 1 - unlike / model.schema().kpis().size());
    Optional<Duration> otherPeriod = rows.changedPeriod();
    Status status = confidence < 1 ? Status.DEGRADED : Status.OK;
    status = rows.isWarmingUp() ? Status.WARMING_UP : status;
    status = otherPeriod.isPresent() ? Status.PERIOD_CHANGED : status;
    status = rows.isEmpty() ? Status.NO_DATA : status;
    return new Quality(status, faults, confidence, folded, otherPeriod);
  }

  private static List<Fault> faults(TrainedModel model, FeatureStream rows, SensorWatch sensors) {
    List<Fault> faults = List.of();
    for (int kpi = 0; kpi < model.schema().kpis().size(); kpi++) {
      SensorWatch.Fault found = sensors.fault(kpi);
      boolean unbelieved =
          found == SensorWatch.Fault.STALE || found == SensorWatch.Fault.OUT_OF_RANGE;
      if (unbelieved || rows.isMissing(kpi)) {
        faults = faults.isEmpty() ? new ArrayList<>() : faults;
        KpiLimit limit = model.kpiLimits().get(kpi);
        faults.add(
            new Fault(
                model.schema().kpis().get(kpi),
                unbelieved ? Fault.Kind.valueOf(found.name()) : Fault.Kind.MISSING,
                unbelieved ? sensors.latest(kpi) : Double.NaN,
                limit.least(),
                limit.greatest(),
                !unbelieved || sensors.isIgnored(kpi)));
      }
    }
    return faults;
  }

  /** That of a row that took a slot, where rows come when they are due. */
  public Quality(Status status, List<Fault> faults, double confidence) {
    this(status, faults, confidence, false, Optional.empty());
  }

  /** The KPIs whose latest value is wrong in a way, in the order of the schema. */
  public List<String> kpis(Fault.Kind kind) {
    return faults.stream().filter(fault -> fault.kind == kind).map(Fault::kpi).toList();
  }

  /** Whether a KPI has no value that counts in the latest row. */
  boolean isIgnored(String kpi) {
    return faults.stream().anyMatch(fault -> fault.ignored && fault.kpi.equals(kpi));
  }
}
