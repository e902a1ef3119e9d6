package io.mild.internal.model;

import io.mild.alerting.BudgetController;
import io.mild.alerting.health.CalibrationWatch;
import io.mild.alerting.health.HealthEvent;
import io.mild.alerting.health.HealthKind;
import io.mild.alerting.health.HealthLife;
import io.mild.alerting.health.HealthSettings;
import io.mild.alerting.health.PoissonTail;
import io.mild.features.FeatureStream;
import io.mild.features.KpiLimit;
import io.mild.features.SensorWatch;
import io.mild.features.drift.DriftWatch;
import io.mild.internal.io.TimeScale;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The health of a stream's data and of its model: what of it is looked at with each row, and what
 * once an hour.
 */
public final class StreamHealth {
  /** After which a model is told to be old. */
  public static final Duration OLD_AFTER = Duration.ofDays(90);

  /** Values must be missing for this share of the longest horizon to be told. */
  private static final int NO_DATA_A_HORIZON = 4;

  /** And what is gone must be gone for this share, an hour of two. */
  private static final int CLEARED_A_HORIZON = 2;

  private static final int LEAST_PERIODS = 5;

  private static final double BROKEN_BELOW = 0.005;
  private static final double KEPT_ABOVE = 0.05;
  private static final String ALL = "";

  private final TrainedModel model;
  private final List<String> kpis;
  private final FeatureStream rows;
  private final SensorWatch sensors;
  private final @Nullable BudgetController controller;
  private final HealthLife life;
  private final DriftWatch drift;
  private final CalibrationWatch calibration;
  private boolean budgetBroken;

  /**
   * Of a stream that has seen no row.
   *
   * @param rows of the stream
   * @param sensors that looked at each row before this does
   * @param controller that knows of false alarms, if there is one
   */
  public StreamHealth(
      TrainedModel model,
      FeatureStream rows,
      SensorWatch sensors,
      @Nullable BudgetController controller) {
    this.model = model;
    this.kpis = model.schema().kpis();
    this.rows = rows;
    this.sensors = sensors;
    this.controller = controller;
    Duration horizon = model.longestHorizon().horizon();
    Duration period = model.schema().samplingPeriod();
    Duration least = period.multipliedBy(LEAST_PERIODS);
    this.life =
        new HealthLife(
            new HealthSettings(
                longer(horizon.dividedBy(NO_DATA_A_HORIZON), least),
                longer(horizon.dividedBy(CLEARED_A_HORIZON), least)));
    this.drift = new DriftWatch(model.usualLevels(), model.rhythm(), period, horizon);
    this.calibration = new CalibrationWatch(model.intents().size(), horizon);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** The findings. */
  public HealthLife life() {
    return life;
  }

  /** What outcomes say of the risks. */
  public CalibrationWatch calibration() {
    return calibration;
  }

  /**
   * Takes a row that took a slot.
   *
   * @param epochMillis of the slot
   * @param values as they came; not kept
   * @param risks {@code [≥ intents]}, of the longest horizon first; not kept
   * @param isPlanned whether all intents are worked at: then nothing is looked at
   * @return what it brought about; mostly nothing
   */
  public List<HealthEvent> accept(
      long epochMillis, double[] values, double[] risks, boolean isPlanned) {
    if (isPlanned) {
      calibration.excused();
      return List.of();
    }
    boolean isHourOver = drift.advanceTo(epochMillis);
    for (int kpi = 0; kpi < values.length; kpi++) {
      boolean isStale = sensors.fault(kpi) == SensorWatch.Fault.STALE;
      drift.add(kpi, isStale ? Double.NaN : values[kpi]);
    }
    if (calibration.isDue(epochMillis)) {
      calibration.accept(epochMillis, risks, !rows.isEmpty() && !rows.isWarmingUp());
    }
    Optional<Duration> otherPeriod = rows.changedPeriod();
    boolean isQuiet = !sensors.isFaulty() && otherPeriod.isEmpty() && !life.awaitsRow();
    if (isQuiet && !isHourOver) {
      return List.of();
    }
    life.advanceTo(epochMillis);
    observeData(otherPeriod);
    if (isHourOver) {
      observeModel(epochMillis);
    }
    return life.takeEvents();
  }

  private void observeData(Optional<Duration> otherPeriod) {
    boolean isDark = rows.isEmpty();
    life.observe(HealthKind.NO_DATA, ALL, isDark, () -> "no KPI has a value that counts");
    if (!isDark) {
      for (int kpi = 0; kpi < kpis.size(); kpi++) {
        observeSensor(kpi);
      }
    }
    life.observe(
        HealthKind.PERIOD_CHANGED,
        ALL,
        otherPeriod.isPresent(),
        () ->
            "rows come every %s, but the model was trained on one every %s"
                .formatted(
                    TimeScale.text(otherPeriod.orElseThrow()),
                    TimeScale.text(model.schema().samplingPeriod())));
  }

  private void observeSensor(int kpi) {
    String name = kpis.get(kpi);
    SensorWatch.Fault fault = sensors.fault(kpi);
    life.observe(
        HealthKind.NO_DATA, name, fault == SensorWatch.Fault.MISSING, () -> name + " has no value");
    life.observe(
        HealthKind.STALE,
        name,
        fault == SensorWatch.Fault.STALE,
        () -> "%s stands still at %s".formatted(name, sensors.latest(kpi)));
    life.observe(
        HealthKind.OUT_OF_RANGE,
        name,
        fault == SensorWatch.Fault.OUT_OF_RANGE && sensors.isIgnored(kpi),
        () -> outOfRange(kpi));
  }

  private String outOfRange(int kpi) {
    KpiLimit limit = model.kpiLimits().get(kpi);
    return "%s is %s, but was %s to %s in training, and is not believed"
        .formatted(kpis.get(kpi), sensors.latest(kpi), limit.least(), limit.greatest());
  }

  private void observeModel(long epochMillis) {
    for (int kpi = 0; kpi < kpis.size(); kpi++) {
      int which = kpi;
      life.observe(HealthKind.DRIFTED, kpis.get(kpi), drift.isDrifted(kpi), () -> drifted(which));
    }
    Duration age = Duration.between(model.report().end(), Instant.ofEpochMilli(epochMillis));
    life.observe(
        HealthKind.MODEL_OLD,
        ALL,
        age.compareTo(OLD_AFTER) > 0,
        () ->
            "the model was trained on data until %s, %d days ago"
                .formatted(model.report().end(), age.toDays()));
    if (controller != null) {
      observeBudget(controller);
    }
    for (int intent = 0; intent < model.intents().size(); intent++) {
      int which = intent;
      life.observe(
          HealthKind.CALIBRATION_LOST,
          model.intents().get(intent),
          calibration.isLost(intent),
          () -> uncalibrated(which));
    }
  }

  private String drifted(int kpi) {
    double deviations = drift.deviations(kpi);
    return format(
        "%s is %.1f deviations %s what the model was trained on",
        kpis.get(kpi), Math.abs(deviations), deviations > 0 ? "above" : "below");
  }

  private void observeBudget(BudgetController budget) {
    double allowed = budget.budgetPerDay() * budget.watchedDays();
    double probability = PoissonTail.atLeast(budget.falseAlarms(), allowed);
    budgetBroken = probability < (budgetBroken ? KEPT_ABOVE : BROKEN_BELOW);
    life.observe(
        HealthKind.BUDGET_BROKEN,
        ALL,
        budgetBroken,
        () ->
            format(
                "%d notifications of the latest %.1f days were false, but the budget allows %.1f",
                budget.falseAlarms(), budget.watchedDays(), allowed));
  }

  private String uncalibrated(int intent) {
    return format(
        "%s failed in %.1f of the latest weeks' horizons, but its risks expected %.1f",
        model.intents().get(intent), calibration.observed(intent), calibration.expected(intent));
  }

  /** Numbers look the same everywhere. */
  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** The next row may be of any time. */
  public void restartAtAnyTime() {
    life.restartAtAnyTime();
    drift.restartAtAnyTime();
    calibration.restartAtAnyTime();
  }

  /** Forgets all. */
  public void restart() {
    life.restart();
    drift.restart();
    calibration.restart();
    budgetBroken = false;
  }

  /** Goes on where a stream of another model of the same KPIs stopped, which is out of use. */
  public void modelReplaced() {
    life.modelReplaced();
    drift.restart();
    calibration.restart();
  }

  /** Writes the state; {@link #resume} goes on from it bit for bit. */
  public void writeTo(DataOutput out) throws IOException {
    life.writeTo(out);
    drift.writeTo(out);
    out.writeBoolean(budgetBroken);
    calibration.writeTo(out);
  }

  /**
   * Goes on from a written state, that of a stream of as many KPIs.
   *
   * @throws IOException if reading fails or the state is corrupt; this is then of no use
   */
  public void resume(DataInput in) throws IOException {
    life.resume(in);
    drift.resume(in);
    budgetBroken = in.readBoolean();
    calibration.resume(in);
  }
}
