package io.mild.training;

import io.mild.alerting.AlertFigures;
import io.mild.alerting.AlertPolicy;
import io.mild.alerting.Alerter;
import io.mild.alerting.NestedCalibration;
import io.mild.alerting.OrdinalHorizons;
import io.mild.alerting.RootCauseVerdict;
import io.mild.alerting.TimeFeatures;
import io.mild.alerting.TimeToFailureModel;
import io.mild.alerting.VerdictPolicy;
import io.mild.data.Failure;
import io.mild.report.TrainingReport;
import io.mild.training.alerting.AlertedFailure;
import io.mild.training.alerting.CalibrationFitter;
import io.mild.training.alerting.DetectionWindow;
import io.mild.training.alerting.Reliability;
import io.mild.training.alerting.ScoredBlock;
import io.mild.training.alerting.TimeToFailureFitter;
import io.mild.training.alerting.VerdictFitter;
import io.mild.training.labels.FailureWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What mixtures say of parts of the history that they have not learned from: what calibration,
 * thresholds, verdicts and times to failure are fitted to.
 */
final class CrossFitted {
  private static final double MILLIS_PER_MINUTE = Duration.ofMinutes(1).toMillis();

  /** With fewer horizons, halves and quarters of the longest tell times apart. */
  private static final int FEWEST_BINS = 3;

  /** Where the last bin of a {@link TimeToFailureModel} ends, in longest horizons. */
  private static final int FARTHEST = 2;

  private final TrainingRun run;
  private final List<Duration> horizons;
  private final int intents;
  private final FailureWindows windows;
  private final List<Scores> parts;

  /**
   * Scored parts.
   *
   * @param parts in order of time; each of consecutive rows of the history
   */
  CrossFitted(TrainingRun run, List<Scores> parts) {
    this.run = run;
    this.horizons = run.plan().horizons();
    this.intents = run.intents().size();
    this.windows = run.windows(horizons.get(0));
    this.parts = List.copyOf(parts);
  }

  /**
   * The calibration of least log loss. An intent's is fitted to the parts of which others taught
   * it: one that failed in one part only was not known when that part was scored. Intents that
   * share what is learned share their calibration as well.
   */
  NestedCalibration calibration() {
    return run.shared().isPresent() ? calibrationOfAll() : calibrationOfEach();
  }

  private NestedCalibration calibrationOfEach() {
    double[][] risks = new double[horizons.size() * intents][];
    boolean[][] outcomes = new boolean[risks.length][];
    for (int output = 0; output < risks.length; output++) {
      int intent = output % intents;
      List<Scores> taught = parts.stream().filter(part -> isTaught(intent, part)).toList();
      risks[output] = risks(output, taught);
      outcomes[output] = outcomes(horizons.get(output / intents), intent, taught);
    }
    return CalibrationFitter.fitNested(risks, outcomes, intents);
  }

  /** The intents' rows one after another, as if they were one intent's. */
  private NestedCalibration calibrationOfAll() {
    int rows = parts.stream().mapToInt(Scores::rows).sum();
    double[][] risks = new double[horizons.size()][intents * rows];
    boolean[][] outcomes = new boolean[horizons.size()][intents * rows];
    for (int horizon = 0; horizon < horizons.size(); horizon++) {
      for (int i = 0; i < intents; i++) {
        double[] own = risks(horizon * intents + i, parts);
        System.arraycopy(own, 0, risks[horizon], i * rows, rows);
        boolean[] came = outcomes(horizons.get(horizon), i, parts);
        System.arraycopy(came, 0, outcomes[horizon], i * rows, rows);
      }
    }
    return new NestedCalibration(
        CalibrationFitter.fitNested(risks, outcomes, 1).steps().stream()
            .flatMap(step -> Collections.nCopies(intents, step).stream())
            .toList(),
        intents);
  }

  /** Whether an intent fails outside of a part. */
  private boolean isTaught(int intent, Scores part) {
    Instant start = Instant.ofEpochMilli(part.epochMillis()[0]);
    Instant end = Instant.ofEpochMilli(part.epochMillis()[part.rows() - 1]);
    return run.failures().failures().stream()
        .filter(failure -> failure.intent().equals(run.intents().get(intent)))
        .anyMatch(failure -> failure.time().isBefore(start) || failure.time().isAfter(end));
  }

  /** The same parts with calibrated risks. */
  CrossFitted calibrated(NestedCalibration calibration) {
    return new CrossFitted(run, parts.stream().map(part -> part.calibrated(calibration)).toList());
  }

  /** How well each intent's risks at a horizon agree with what came. */
  List<Reliability> reliability(int horizon) {
    return IntStream.range(0, intents)
        .mapToObj(
            i ->
                Reliability.of(
                    risks(horizon * intents + i, parts), outcomes(horizons.get(horizon), i, parts)))
        .toList();
  }

  /** What the report tells of a horizon whose model was not trained in epochs. */
  TrainingReport.Horizon report(int horizon, AlertFigures figures) {
    List<Reliability> reliability = reliability(horizon);
    return new TrainingReport.Horizon(
        horizons.get(horizon),
        0,
        Double.NaN,
        figures,
        reliability.stream()
            .mapToDouble(Reliability::expectedCalibrationError)
            .average()
            .orElse(Double.NaN),
        reliability.stream().mapToDouble(Reliability::brier).average().orElse(Double.NaN));
  }

  /** One of the model's risks in the rows of parts. */
  private static double[] risks(int output, List<Scores> parts) {
    return parts.stream().flatMapToDouble(part -> Arrays.stream(part.risks()[output])).toArray();
  }

  /** Whether an intent failed within a horizon of the rows of parts. */
  private boolean[] outcomes(Duration horizon, int intent, List<Scores> parts) {
    float[] labels = run.labels(horizon).binary();
    boolean[] outcomes = new boolean[parts.stream().mapToInt(Scores::rows).sum()];
    int at = 0;
    for (Scores part : parts) {
      for (int row = part.firstRow(); row < part.firstRow() + part.rows(); row++) {
        outcomes[at++] = labels[row * intents + intent] > 0;
      }
    }
    return outcomes;
  }

  /** One after another. */
  Scores all() {
    return Scores.join(parts);
  }

  /** The validation rows, which are the last of all parts. */
  Scores validation() {
    return all().from(run.split().validationStart());
  }

  /** The longest horizon's risks, ready to tune on. */
  List<ScoredBlock> blocks() {
    return parts.stream().map(part -> part.block(0, windows)).toList();
  }

  /**
   * What streams of these risks would have known of the failures that they alert. Where a careful
   * threshold alerts too few to learn times from, times are of alerts from where a failure is more
   * likely than not.
   *
   * @param verdict uncalibrated
   */
  Incidents incidents(Thresholds thresholds, VerdictPolicy verdict) {
    Incidents tuned = incidents(thresholds.policy(), verdict);
    if (tuned.times.size() >= TimeToFailureFitter.FEWEST_INCIDENTS) {
      return tuned;
    }
    Incidents likely = incidents(thresholds.moreLikelyThanNot(), verdict);
    return likely.times.size() > tuned.times.size() ? tuned.withTimes(likely.times) : tuned;
  }

  /**
   * The same of a policy.
   *
   * @param policy of the longest horizon
   * @param verdict uncalibrated
   */
  Incidents incidents(AlertPolicy policy, VerdictPolicy verdict) {
    Incidents incidents =
        new Incidents(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Scores part : parts) {
      new Replay(part, policy, verdict).learn(part.block(0, windows), incidents);
    }
    return incidents;
  }

  /** Whether each intent is the one that failed in a window, or another root of its incident. */
  private boolean[] allRoots(DetectionWindow window) {
    boolean[] roots = new boolean[intents];
    roots[window.rootIntent()] = true;
    Failure failed = Objects.requireNonNull(windows.judged().get(window));
    for (Failure failure : run.failures().failures()) {
      if (failure.role() == Failure.Role.ROOT
          && !failure.incident().isBlank()
          && failure.incident().equals(failed.incident())) {
        roots[run.intents().indexOf(failure.intent())] = true;
      }
    }
    return roots;
  }

  /**
   * Incidents that ended in failures.
   *
   * @param logGates smoothed, at the alert, a quarter and half of the longest horizon later, and in
   *     the last row before the failure
   * @param roots the intent whose failure each of these came before: its true root
   * @param allRoots the same with the other roots of its incident: whether each intent is one
   * @param times of the leading intent, from the alert to the failure
   */
  record Incidents(
      List<double[]> logGates,
      List<Integer> roots,
      List<boolean[]> allRoots,
      List<AlertedFailure> times) {

    Incidents withTimes(List<AlertedFailure> times) {
      return new Incidents(logGates, roots, allRoots, times);
    }

    /** The policy with the temperature, and for multiple roots the bias, that suits these. */
    VerdictPolicy calibrated(VerdictPolicy verdict) {
      double[][] logs = logGates.toArray(double[][]::new);
      return verdict.multipleRoots()
          ? VerdictFitter.calibrated(verdict, logs, allRoots.toArray(boolean[][]::new))
          : VerdictFitter.calibrated(
              verdict, logs, roots.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Tells how much time is left; empty if there were too few incidents. */
    Optional<TimeToFailureModel> timeToFailure(List<Duration> horizons) {
      Duration longest = horizons.get(0);
      List<Duration> ends =
          horizons.size() >= FEWEST_BINS
              ? horizons
              : List.of(longest, longest.dividedBy(2), longest.dividedBy(4));
      return times.size() < TimeToFailureFitter.FEWEST_INCIDENTS
          ? Optional.empty()
          : Optional.of(
              TimeToFailureFitter.fit(
                  new OrdinalHorizons(ends), times, TimeToFailureModel.DEFAULT_COVERAGE));
    }
  }

  /** One part, streamed row after row. */
  private final class Replay {
    private final Scores part;
    private final boolean[] alerted;
    private final double[][] logGates; // [row][intent]
    private final double[][] timeFeatures; // [row][feature], of the leading intent

    Replay(Scores part, AlertPolicy policy, VerdictPolicy verdictPolicy) {
      this.part = part;
      this.alerted = new boolean[part.rows()];
      this.logGates = new double[part.rows()][];
      this.timeFeatures = new double[part.rows()][];
      Alerter alerter = new Alerter(policy);
      RootCauseVerdict verdict = new RootCauseVerdict(verdictPolicy, intents);
      List<TimeFeatures> times =
          IntStream.range(0, intents).mapToObj(i -> new TimeFeatures()).toList();
      for (int row = 0; row < part.rows(); row++) {
        double[] risks = Scores.row(part.risks(), row);
        alerter.accept(part.epochMillis()[row], Arrays.copyOf(risks, intents), true);
        verdict.accept(Scores.row(part.gates(), row), alerter.incident().phase());
        for (int i = 0; i < intents; i++) {
          times.get(i).accept(risks[i]);
          alerted[row] |= alerter.isOn(i);
        }
        int leading = alerter.leading();
        logGates[row] = verdict.smoothedLogGates();
        timeFeatures[row] = times.get(leading).features(nested(risks, leading));
      }
    }

    /** One intent's risks at all horizons. */
    private double[] nested(double[] risks, int intent) {
      return IntStream.range(0, horizons.size())
          .mapToDouble(horizon -> risks[horizon * intents + intent])
          .toArray();
    }

    void learn(ScoredBlock block, Incidents incidents) {
      for (DetectionWindow failure : block.countedFailures()) {
        int end = part.rowAt(failure.failureEpochMillis());
        int alert = part.rowAt(failure.onsetEpochMillis());
        while (alert < end && !alerted[alert]) {
          alert++;
        }
        if (alert < end) {
          boolean[] roots = allRoots(failure);
          int told = firstTold(alert, failure, block.protectedRows());
          incidents.times.add(time(told, end, failure.failureEpochMillis()));
          Duration longest = horizons.get(0);
          for (Duration age :
              List.of(Duration.ZERO, longest.dividedBy(4), longest.dividedBy(2), longest)) {
            int asked = part.rowAt(part.epochMillis()[alert] + age.toMillis());
            incidents.logGates.add(logGates[Math.min(asked, end - 1)]);
            incidents.roots.add(failure.rootIntent());
            incidents.allRoots.add(roots);
          }
        }
      }
    }

    /**
     * Where an alert began that was on already when its failure came within the longest horizon:
     * there an operator has read how much time is left. No farther than the times reach that are
     * told apart, nor into what another failure alerted.
     */
    private int firstTold(int alert, DetectionWindow failure, boolean[] protectedRows) {
      long earliest = failure.failureEpochMillis() - FARTHEST * horizons.get(0).toMillis();
      long own =
          Objects.requireNonNull(windows.judged().get(failure))
              .onset()
              .map(Instant::toEpochMilli)
              .orElse(failure.onsetEpochMillis());
      int first = alert;
      while (first > 0
          && alerted[first - 1]
          && part.epochMillis()[first - 1] >= earliest
          && (part.epochMillis()[first - 1] >= own || !protectedRows[first - 1])) {
        first--;
      }
      return first;
    }

    private AlertedFailure time(int alert, int end, long failureMillis) {
      return new AlertedFailure(
          Arrays.copyOfRange(timeFeatures, alert, end),
          IntStream.range(alert, end)
              .mapToDouble(row -> (failureMillis - part.epochMillis()[row]) / MILLIS_PER_MINUTE)
              .toArray());
    }
  }
}
