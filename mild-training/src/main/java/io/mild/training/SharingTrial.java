package io.mild.training;

import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.report.Preset;
import io.mild.training.labels.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whose KPIs are whose, and whether intents share what is learned, where nobody said so: owners are
 * found by the names of the KPIs, and what names root causes best in failures that were left out is
 * taken: nobody's KPIs, one's own, or one's own with what is learned of KPIs of one kind shared.
 *
 * @param owned given, or found and better, or none
 * @param shares whether the intents share
 * @param intents those that are known and, where these share, owners that never failed
 * @param told sentences for the report
 */
record SharingTrial(OwnedKpis owned, boolean shares, List<String> intents, List<String> told) {
  /** Of a longer history, so many of its latest rows are tried. */
  private static final int MOST_ROWS = 20_160;

  /** Names are believed unless the loss without them is clearly less. */
  private static final double CLEARLY = 0.8;

  private static final int FEWEST_FAILURES = 4; // of fewer, naming is not asked of those left out

  /**
   * Tries.
   *
   * @param known intents that failed, or that are asked for
   * @param given KPIs whose owners the user named
   * @param few whether the recipe for few failures is to learn: no other asks whose KPIs are whose
   *     but to share
   */
  static SharingTrial of(
      TrainingPlan plan,
      KpiHistory history,
      FailureLog failures,
      List<String> known,
      OwnedKpis given,
      boolean few) {
    if (!plan.findsOwners() || !given.byIntent().isEmpty() || plan.preset() == Preset.PAPER) {
      boolean shares = plan.preset() != Preset.PAPER && given.isSharedBy(known);
      return new SharingTrial(given, shares, known, List.of());
    }
    OwnedKpis found = OwnedKpis.found(known, history.kpis(), plan.intents().isEmpty());
    List<String> all =
        Stream.concat(known.stream(), found.byIntent().keySet().stream()).distinct().toList();
    boolean canShare = found.hasCommonKind(all);
    if (found.byIntent().isEmpty() || !canShare && !few) {
      return new SharingTrial(given, false, known, List.of());
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
        "the names of the KPIs say whose they are: %d intents own KPIs"
                .formatted(found.byIntent().size())
            + (canShare ? " of the same %d kinds".formatted(found.sharedKinds().size()) : "");
    List<String> told = new ArrayList<>();
    SharingTrial apart = new SharingTrial(found.of(known), false, known, told);
    SharingTrial together = new SharingTrial(found, true, all, told);
    if (theirs.notVictims().failures().size() < FEWEST_FAILURES) {
      told.add(
          owners
              + (canShare
                  ? "; they share what is learned, since too few failures tell otherwise"
                  : "; root causes are named by them first, since too few failures tell"
                      + " otherwise"));
      return canShare ? together.withOthersTold(known) : apart;
    }
    SharingTrial none = new SharingTrial(given, false, known, told);
    double without = none.loss(plan, latest, theirs);
    double own = few ? apart.loss(plan, latest, theirs) : Double.POSITIVE_INFINITY;
    double shared = canShare ? together.loss(plan, latest, theirs) : Double.POSITIVE_INFINITY;
    boolean share = shared < Math.min(without, own);
    boolean named = own * CLEARLY < without;
    told.add(
        Training.format(
            "%s; root causes of left-out failures had a log loss of %.2f without them%s%s: %s",
            owners,
            without,
            few ? Training.format(", of %.2f with them", own) : "",
            canShare ? Training.format(", of %.2f where all share what is learned", shared) : "",
            share
                ? "they share what is learned"
                : named
                    ? "root causes are named by these KPIs first, and nothing is shared"
                    : canShare ? "they do not share" : "they have no say"));
    return share ? together.withOthersTold(known) : named ? apart : none;
  }

  private SharingTrial withOthersTold(List<String> known) {
    intents.stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> told.add("'" + name + "' never failed, but owns KPIs as the intents do"));
    return this;
  }

  private double loss(TrainingPlan plan, KpiHistory history, FailureLog failures) {
    Split split = Split.of(history, plan.horizons().get(0));
    return new DepartureRecipe(
            new TrainingRun(plan, history, failures, intents, split, owned, shares))
        .namingLoss();
  }
}
