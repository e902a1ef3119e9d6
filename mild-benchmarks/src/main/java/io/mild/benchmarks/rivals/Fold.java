package io.mild.benchmarks.rivals;

import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.features.FeatureSpec;
import io.mild.features.Standardizer;
import io.mild.internal.io.TimeScale;
import io.mild.training.PaperWindows;
import io.mild.training.alerting.AlertTimes;
import io.mild.training.labels.FeatureReplay;
import io.mild.training.labels.Labels;
import io.mild.training.labels.Split;
import io.mild.training.mixture.MixtureData;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One fold of a blocked cross-validation (docs/benchmark.md §2): a history to learn from, and right
 * after it a test block to foretell.
 *
 * <p>The history's first 80 % are fit rows, its last 20 % validation rows, with a purge of one
 * horizon between them. Features are the paper's, standardised on the fit rows. What failed in the
 * test block is not known here. Immutable and safe to share between threads, if nobody writes to
 * its arrays.
 */
public final class Fold {
  private final int number;
  private final KpiHistory rows;
  private final int testStart;
  private final FailureLog known;
  private final List<String> intents;
  private final Duration horizon;
  private final FeatureSpec spec;
  private final Split split;
  private final KpiOwners owners;
  private final float[] features; // [row × feature]
  private final Labels labels;

  private Fold(
      int number,
      KpiHistory rows,
      Split split,
      int testStart,
      FailureLog known,
      List<String> intents,
      Duration horizon,
      KpiOwners owners) {
    this.number = number;
    this.rows = rows;
    this.split = split;
    this.testStart = testStart;
    this.known = known;
    this.intents = intents;
    this.horizon = horizon;
    this.owners = owners;
    if (split.fitRows() < 1) {
      throw new IllegalArgumentException(
          "fold %d has %d rows to learn from, too few for a horizon of %s"
              .formatted(number, testStart, TimeScale.text(horizon)));
    }
    Duration period = rows.samplingPeriod();
    this.spec = new FeatureSpec(rows.kpis(), period, PaperWindows.of(period, horizon));
    Standardizer standardizer = Standardizer.fit(new FeatureReplay(rows, spec, split.fitRows()));
    this.features = new float[Math.multiplyExact(rows.rows(), spec.featureCount())];
    int at = 0;
    for (double[] row : new FeatureReplay(rows, spec, rows.rows())) {
      standardizer.apply(row, features, at);
      at += row.length;
    }
    this.labels = Labels.of(history(), known, intents, horizon);
  }

  /**
   * One of the folds that a recording is cut into: of {@code folds + 1} equal blocks, fold k has
   * the first k as its history and the next one as its test block.
   *
   * @param number k, 1 to {@code folds}
   * @throws IllegalArgumentException if {@code number} is not, or there are too few rows
   */
  public static Fold of(
      KpiHistory history, FailureLog failures, Duration horizon, int number, int folds) {
    return of(history, failures, horizon, number, folds, KpiOwners.NONE);
  }

  /** The same, of intents that own KPIs. */
  public static Fold of(
      KpiHistory history,
      FailureLog failures,
      Duration horizon,
      int number,
      int folds,
      KpiOwners owners) {
    if (number < 1 || number > folds) {
      throw new IllegalArgumentException("fold must be 1 to " + folds + ", but was " + number);
    }
    int size = history.rows() / (folds + 1);
    if (size < 2) {
      throw new IllegalArgumentException(
          history.rows() + " rows are too few for " + folds + " folds");
    }
    int end = (number + 1) * size;
    KpiHistory rows = end == history.rows() ? history : history.before(history.time(end));
    int testStart = number * size;
    Instant until = rows.time(testStart);
    return new Fold(
        number,
        rows,
        Split.of(rows.before(until), horizon),
        testStart,
        new FailureLog(failures.failures().stream().filter(f -> f.time().isBefore(until)).toList()),
        failures.intents(),
        horizon,
        owners);
  }

  /**
   * A fold of a history so poor in failures that none can be left out of the fit: all its rows are
   * fit rows, and validation rows again, which a training that stops early by them never is by.
   * They are scored, too.
   *
   * @param known what failed in the history
   * @param test what is to be foretold: rows after the history's
   * @param intents all of them, in the order of all results
   */
  public static Fold ofWhole(
      KpiHistory history,
      FailureLog known,
      KpiHistory test,
      List<String> intents,
      Duration horizon,
      KpiOwners owners) {
    return new Fold(
        1,
        KpiHistory.concat(List.of(history, test)),
        new Split(history.rows(), 0),
        history.rows(),
        known,
        intents,
        horizon,
        owners);
  }

  /** Its number, from 1. */
  public int number() {
    return number;
  }

  /** All its rows: history and test block. */
  public KpiHistory rows() {
    return rows;
  }

  /** The rows to learn from: those before the test block. */
  public KpiHistory history() {
    return rows.before(rows.time(testStart));
  }

  /** What failed before the test block. */
  public FailureLog known() {
    return known;
  }

  /**
   * The intents of the whole recording, in the order of all results; some may not have failed yet.
   */
  public List<String> intents() {
    return intents;
  }

  /** How far ahead to look. */
  public Duration horizon() {
    return horizon;
  }

  /** Of alerts. */
  public AlertTimes times() {
    return AlertTimes.of(horizon, spec.period());
  }

  /** Who owns which KPIs. */
  public KpiOwners owners() {
    return owners;
  }

  /** Which features a row has; columns of one KPI are told by {@link FeatureSpec#kpiOf}. */
  public FeatureSpec spec() {
    return spec;
  }

  /** The first validation row, from which on rows are scored. */
  public int validationStart() {
    return split.validationStart();
  }

  /** The first row of the test block. */
  public int testStart() {
    return testStart;
  }

  /** The number of rows that are scored: validation rows and test block. */
  public int scoredRows() {
    return rows.rows() - validationStart();
  }

  /**
   * What was said of some of the scored rows, {@code [intents][rows]}.
   *
   * @param said of all scored rows, {@code [intents][scored rows]}
   * @param from the first row, counted as the fold's rows are
   */
  public double[][] scored(double[][] said, int from, int until) {
    int first = validationStart();
    return Arrays.stream(said)
        .map(row -> Arrays.copyOfRange(row, from - first, until - first))
        .toArray(double[][]::new);
  }

  /** The standardised features of all rows, {@code [rows × features]}; not a copy. */
  public float[] features() {
    return features;
  }

  /** The fit rows with their labels. */
  public MixtureData fit() {
    return data(0, split.fitRows());
  }

  /** The validation rows with their labels. */
  public MixtureData validation() {
    return data(split.validationStart(), testStart);
  }

  private MixtureData data(int from, int until) {
    int width = spec.featureCount();
    int k = intents.size();
    return new MixtureData(
        until - from,
        Arrays.copyOfRange(features, from * width, until * width),
        Arrays.copyOfRange(labels.binary(), from * k, until * k),
        Arrays.copyOfRange(labels.causes(), from * k, until * k));
  }

  /** Whether no intent has a label in the fit rows: there is nothing to learn. */
  public boolean neverFailed() {
    return IntStream.range(0, split.fitRows()).allMatch(labels::isHealthy);
  }

  /** The times of rows. */
  public long[] epochMillis(int from, int until) {
    long[] times = new long[until - from];
    for (int i = 0; i < times.length; i++) {
      times[i] = rows.time(from + i).toEpochMilli();
    }
    return times;
  }

  @Override
  public String toString() {
    return "Fold[%d, %d rows to learn from, %d to foretell]"
        .formatted(number, testStart, rows.rows() - testStart);
  }
}
