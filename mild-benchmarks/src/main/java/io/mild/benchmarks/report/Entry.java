package io.mild.benchmarks.report;

import io.mild.benchmarks.experiment.BudgetKind;
import io.mild.benchmarks.experiment.ExperimentResults;
import io.mild.benchmarks.experiment.FeedbackKind;
import io.mild.benchmarks.experiment.FoldResult;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A model with what it did.
 *
 * @param name of the model
 * @param folds its results, at least one
 * @param color that stands for it in all pictures
 */
record Entry(String name, List<FoldResult> folds, Color color) {
  /** The models that have results, in the order asked for. */
  static List<Entry> of(ExperimentResults results) {
    List<String> names =
        results.folds().entrySet().stream()
            .filter(model -> !model.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    List<Entry> entries = new ArrayList<>();
    ModelColors.of(names)
        .forEach(
            (name, color) ->
                entries.add(
                    new Entry(name, Objects.requireNonNull(results.folds().get(name)), color)));
    return entries;
  }

  /** The one that the page is about: the model named mild, else the first. */
  static Entry leader(List<Entry> entries) {
    return entries.stream()
        .filter(entry -> ModelColors.isLeader(entry.name))
        .findFirst()
        .orElse(entries.get(0));
  }

  /** Whether it is another method than the leader: all presets of MILD are one. */
  boolean rivals(Entry leader) {
    return !equals(leader) && !(ModelColors.isMild(name) && ModelColors.isMild(leader.name));
  }

  /** The kind of budget that is the model's own. */
  BudgetKind budgetKind() {
    return folds.get(0).alerts().budgetKind();
  }

  /** Whether it says how probable the root causes are that it names. */
  boolean tellsProbabilities() {
    return folds.stream()
        .anyMatch(f -> !Double.isNaN(f.alerts().figures().certainty("incident").alone()));
  }

  /** Its alerts as tuned, and those of its streams whose threshold moved; none without such. */
  List<Entry> withFeedback() {
    List<FoldResult> able = folds.stream().filter(fold -> !fold.feedback().isEmpty()).toList();
    List<Entry> entries = new ArrayList<>();
    if (!able.isEmpty()) {
      entries.add(new Entry("as tuned", able, color));
      for (FeedbackKind feedback : FeedbackKind.values()) {
        entries.add(
            new Entry(
                feedback.words(),
                able.stream().flatMap(fold -> fold.with(feedback).stream()).toList(),
                color));
      }
    }
    return entries;
  }
}
