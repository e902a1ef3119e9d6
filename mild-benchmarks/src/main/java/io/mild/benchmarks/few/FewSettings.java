package io.mild.benchmarks.few;

import io.mild.benchmarks.experiment.Model;
import io.mild.benchmarks.rivals.KpiOwners;
import java.time.Duration;
import java.util.List;

/**
 * What is to be found out (docs/benchmark.md §6).
 *
 * @param data where the rows are from, in a few words
 * @param horizon how far ahead to look
 * @param budget false positives a day, of the incident stream
 * @param owners who owns which KPIs
 * @param failures how many incidents histories hold, each at least 1
 * @param draws how many histories of each number
 * @param days how long a drawn history is at least, if there are so many quiet rows
 * @param consecutive whether a history is of adjacent rows, and not put together
 * @param models who takes part
 * @param seed of draws
 * @param shift what becomes of the levels of recordings
 */
public record FewSettings(
    String data,
    Duration horizon,
    double budget,
    KpiOwners owners,
    List<Integer> failures,
    int draws,
    double days,
    boolean consecutive,
    List<Model> models,
    long seed,
    LevelShift shift) {

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if a number is below what it must be; the message says which
   */
  public FewSettings {
    failures = failures.stream().distinct().sorted().toList();
    models = List.copyOf(models);
    if (failures.isEmpty() || failures.get(0) < 1) {
      throw new IllegalArgumentException("failures must be at least 1, but were " + failures);
    }
    if (draws < 1) {
      throw new IllegalArgumentException("draws must be at least 1, but were " + draws);
    }
    if (!(days >= 0)) {
      throw new IllegalArgumentException("days must not be negative, but were " + days);
    }
  }
}
