package io.mild.training;

import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.report.Preset;
import io.mild.training.labels.Split;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether intents share what is learned, where nobody said so: owners are found by the names of the
 * KPIs, and taken where root causes are named better with them than without, in failures that were
 * left out.
 *
 * @param owned given, or found and better, or none
 * @param intents those that are known, and owners that never failed
 * @param told sentences for the report
 */
record SharingTrial(OwnedKpis owned, List<String> intents, List<String> told) {
  /** Of a longer history, so many of its latest rows are tried. */
  private static final int MOST_ROWS = 20_160;

  private static final int FEWEST_FAILURES = 4; // of fewer, naming is not asked of those left out

  /**
   * Tries.
   *
   * @param known intents that failed, or that are asked for
   * @param given KPIs whose owners the user named
   */
  static SharingTrial of(
      TrainingPlan plan,
      KpiHistory history,
      FailureLog failures,
      List<String> known,
      OwnedKpis given) {
    if (!plan.findsOwners() || !given.byIntent().isEmpty() || plan.preset() == Preset.PAPER) {
      return new SharingTrial(given, known, List.of());
    }
    OwnedKpis found = OwnedKpis.found(known, history.kpis(), plan.intents().isEmpty());
    List<String> all =
        Stream.concat(known.stream(), found.byIntent().keySet().stream()).distinct().toList();
    if (OwnedKpis.shared(found, all, plan.preset()).isEmpty()) {
      return new SharingTrial(given, known, List.of());
    }
    KpiHistory latest =
        history.rows() <= MOST_ROWS
            ? history
            : history.rowsAt(IntStream.range(history.rows() - MOST_ROWS, history.rows()).toArray());
    FailureLog theirs =
        new FailureLog(
            failures.failures().stream()
                .filter(
                    failure ->
                        failure.time().isAfter(latest.start())
                            && !failure.time().isAfter(latest.end()))
                .toList());
    String owners =
        "the names of the KPIs say whose they are: %d intents own KPIs of the same %d kinds"
            .formatted(all.size(), found.sharedKinds().size());
    List<String> told = new ArrayList<>();
    if (theirs.notVictims().failures().size() < FEWEST_FAILURES) {
      told.add(owners + "; they share what is learned, since too few failures tell otherwise");
    } else {
      double apart = loss(plan, latest, theirs, known, Optional.empty());
      double together = loss(plan, latest, theirs, all, Optional.of(found));
      boolean better = together < apart;
      told.add(
          Training.format(
              "%s; with them, root causes of left-out failures had a log loss of %.2f, without of"
                  + " %.2f: they %s",
              owners, together, apart, better ? "share what is learned" : "do not share"));
      if (!better) {
        return new SharingTrial(given, known, told);
      }
    }
    all.stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> told.add("'" + name + "' never failed, but owns KPIs as the intents do"));
    return new SharingTrial(found, all, told);
  }

  private static double loss(
      TrainingPlan plan,
      KpiHistory history,
      FailureLog failures,
      List<String> intents,
      Optional<OwnedKpis> shared) {
    Duration longest = plan.horizons().get(0);
    TrainingRun run =
        new TrainingRun(plan, history, failures, intents, Split.of(history, longest), shared);
    return new DepartureRecipe(run).namingLoss();
  }
}
