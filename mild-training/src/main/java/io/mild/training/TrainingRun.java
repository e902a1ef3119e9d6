package io.mild.training;

import io.mild.alerting.VerdictPolicy;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.training.TrainingProgress.Stage;
import io.mild.training.alerting.AlertTimes;
import io.mild.training.alerting.IncidentTuner;
import io.mild.training.labels.FailureWindows;
import io.mild.training.labels.Labels;
import io.mild.training.labels.RowLabels;
import io.mild.training.labels.Split;
import io.mild.training.mixture.LossTerms;
import io.mild.training.mixture.MixtureTrainer;
import io.mild.training.mixture.TrainingEpoch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be learned from, and how: what all presets share in a training. */
final class TrainingRun {
  private static final Logger LOG = LoggerFactory.getLogger(MildTrainer.class);

  private static final double SMOOTHING = 1 / 12.0;

  private final TrainingPlan plan;
  private final KpiHistory history;
  private final FailureLog failures;
  private final List<String> intents;
  private final Split split;
  private final OwnedKpis owned;
  private final boolean shares;
  private final double from; // how much of the training is done when this part of it begins
  private final double until;
  private final List<String> warnings = new ArrayList<>();
  private final long began = System.nanoTime();

  /**
   * @param failures of these intents alone
   * @param owned whose KPIs are whose
   * @param shares whether the intents share what is learned of KPIs of the same kinds
   */
  TrainingRun(
      TrainingPlan plan,
      KpiHistory history,
      FailureLog failures,
      List<String> intents,
      Split split,
      OwnedKpis owned,
      boolean shares) {
    this(plan, history, failures, intents, split, owned, shares, 0, 1);
  }

  private TrainingRun(
      TrainingPlan plan,
      KpiHistory history,
      FailureLog failures,
      List<String> intents,
      Split split,
      OwnedKpis owned,
      boolean shares,
      double from,
      double until) {
    this.plan = plan;
    this.history = history;
    this.failures = failures;
    this.intents = intents;
    this.split = split;
    this.owned = owned;
    this.shares = shares;
    this.from = from;
    this.until = until;
  }

  /**
   * A part of it, in which nobody has warned of anything yet.
   *
   * @param begin share of the training that is done by then
   * @param end share that is done after it
   */
  TrainingRun part(double begin, double end) {
    return new TrainingRun(plan, history, failures, intents, split, owned, shares, begin, end);
  }

  TrainingPlan plan() {
    return plan;
  }

  KpiHistory history() {
    return history;
  }

  FailureLog failures() {
    return failures;
  }

  List<String> intents() {
    return intents;
  }

  Split split() {
    return split;
  }

  /** Who owns which KPIs. */
  OwnedKpis owned() {
    return owned;
  }

  /** The same, if what is learned of one intent serves all. */
  Optional<OwnedKpis> shared() {
    return shares ? Optional.of(owned) : Optional.empty();
  }

  Labels labels(Duration horizon) {
    return Labels.of(history, failures, intents, horizon, plan.multipleRootCauses());
  }

  /** The gate's targets of the history's rows, from {@link #blamed} failures. */
  float[] causes(Duration horizon) {
    return Labels.of(history, blamed(failures), intents, horizon, plan.multipleRootCauses())
        .causes();
  }

  /** What a walk over rows is taught of failures of the same intents, at all horizons. */
  RowLabels rowLabels(FailureLog log) {
    return new RowLabels(log, blamed(log), intents, plan.horizons(), plan.multipleRootCauses());
  }

  /**
   * Those that may be causes. Where intents share a gate, who is known to be a victim is no cause,
   * even where nobody knows the cause: what one victim teaches it would say of all.
   */
  private FailureLog blamed(FailureLog log) {
    return shares ? log.notVictims() : log;
  }

  /** Keeps a sentence for the report. */
  void warn(String sentence) {
    LOG.info("{}", sentence);
    warnings.add(sentence);
  }

  List<String> warnings() {
    return warnings;
  }

  /** A trainer that keeps its state under this name, if checkpoints are wanted. */
  MixtureTrainer withCheckpoint(MixtureTrainer trainer, String name) {
    return plan.checkpoints()
        .map(folder -> trainer.withCheckpoint(folder.resolve(name + ".checkpoint")))
        .orElse(trainer);
  }

  /** Of alerts, which are raised at the longest horizon. */
  AlertTimes times() {
    return AlertTimes.of(plan.horizons().get(0), history.samplingPeriod());
  }

  /** Verdicts averaged over so many rows, which change only when another intent clearly leads. */
  VerdictPolicy steadyVerdict(int span) {
    VerdictPolicy verdict = new VerdictPolicy(span, VerdictPolicy.STEADY.reissueLead(), 1);
    return plan.multipleRootCauses() ? verdict.forMultipleRoots() : verdict;
  }

  /** Finds thresholds that promise a budget of false alerts a day. */
  IncidentTuner tuner(double budget) {
    return IncidentTuner.forBudget(budget).withNextBlock(nextBlock());
  }

  /** The longest horizon, in rows. */
  double horizonRows() {
    return plan.horizons().get(0).toMillis() / (double) history.samplingPeriod().toMillis();
  }

  /** The span of smoothed risks and verdicts, in rows: a twelfth of the longest horizon. */
  int span() {
    return (int) Math.max(1, Math.round(SMOOTHING * horizonRows()));
  }

  /** For how long a threshold promises its budget. */
  Duration nextBlock() {
    return IncidentTuner.nextBlock(plan.horizons().get(0));
  }

  /** When alerts of its failures are worth something, and when they are false. */
  FailureWindows windows(Duration horizon) {
    return FailureWindows.of(failures, intents, horizon, times());
  }

  /** Tells of a stage's beginning. */
  void progress(Stage stage, Duration horizon, double fraction) {
    LOG.info("{}, {} % done", stage, Math.round(100 * (from + (until - from) * fraction)));
    progress(stage, horizon, 0, 0, LossTerms.UNKNOWN, LossTerms.UNKNOWN, fraction);
  }

  /** Tells of an epoch's end. */
  void progress(Duration horizon, TrainingEpoch epoch, double fraction) {
    progress(
        Stage.MIXTURE,
        horizon,
        epoch.epoch(),
        epoch.maxEpochs(),
        epoch.training(),
        epoch.validation(),
        fraction);
  }

  private void progress(
      Stage stage,
      Duration horizon,
      int epoch,
      int maxEpochs,
      LossTerms trainingLoss,
      LossTerms validationLoss,
      double done) {
    double fraction = from + (until - from) * done;
    Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
    Duration remaining =
        fraction > 0
            ? Duration.ofMillis((long) (elapsed.toMillis() * (1 - fraction) / fraction))
            : Duration.ZERO;
    plan.onProgress()
        .accept(
            new TrainingProgress(
                stage,
                horizon,
                epoch,
                maxEpochs,
                trainingLoss,
                validationLoss,
                fraction,
                remaining));
  }
}
