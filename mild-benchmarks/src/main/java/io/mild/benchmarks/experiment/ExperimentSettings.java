package io.mild.benchmarks.experiment;

import io.mild.internal.io.TimeScale;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an experiment is to do.
 *
 * @param data where the recording is from, in a few words
 * @param dataSha256 SHA-256 of its files
 * @param rows of the recording
 * @param kpis their names
 * @param intents their names, in the order of all results
 * @param own patterns of the KPIs of each intent that owns some
 * @param horizonMinutes how far ahead to look
 * @param foldCount number of folds
 * @param budget false positives a day
 * @param models names of the models, in the order asked for
 */
public record ExperimentSettings(
    String data,
    String dataSha256,
    int rows,
    List<String> kpis,
    List<String> intents,
    Map<String, List<String>> own,
    double horizonMinutes,
    int foldCount,
    double budget,
    List<String> models) {
  private static final double MILLIS_PER_MINUTE = 60_000;

  /** How far ahead to look. */
  public Duration horizon() {
    return Duration.ofMillis(Math.round(horizonMinutes * MILLIS_PER_MINUTE));
  }

  /** What tells experiments apart, but for the data's digest. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%s; %d rows, %d KPIs, horizon %s, %d folds, budget %s a day",
        data,
        rows,
        kpis.size(),
        TimeScale.text(horizon()),
        foldCount,
        budget);
  }

  /** Whether results of the one may stand beside results of the other: all but the models. */
  boolean agreesWith(ExperimentSettings other) {
    return equals(
        new ExperimentSettings(
            data,
            other.dataSha256,
            other.rows,
            other.kpis,
            other.intents,
            other.own,
            other.horizonMinutes,
            other.foldCount,
            other.budget,
            models));
  }
}
